import { setImmediate as nextTurnOfTheLoop } from 'node:timers/promises';
import type { LogPages } from '../../conversation/log-pages.ts';
import type { LogEntry } from '../../conversation/store.ts';

/** A page is read, made into words and redacted at one go: so much takes some milliseconds. */
const page = { limit: 200, bytes: 128 * 1024 } as const;

/** How much of a conversation goes into a package, in bytes of stored JSON, from its beginning and from its end. */
export interface PackageLimits {
  beginning: number;
  end: number;
}

/** Some hundred cards and a thousand messages. A package is held and signed as a whole, which takes some tenths of a second. */
export const usualLimits: PackageLimits = { beginning: 256 * 1024, end: 768 * 1024 };

/** What was said in a conversation, a page at a time. Between two pages other work gets its turn. */
export async function* readLogPages(
  pages: LogPages,
  { conversationId, upTo = Infinity }: { conversationId: string; upTo?: number },
): AsyncGenerator<LogEntry[], void> {
  for (let after = 0; after < upTo;) {
    // The database answers within the process, so that waiting for it alone lets nobody in.
    await nextTurnOfTheLoop();
    const before = Number.isFinite(upTo) ? { before: upTo + 1 } : {};
    const entries = await pages.read({ conversationId, after, ...before, from: 'start', ...page });
    const last = entries.at(-1);
    if (!last) return;
    yield entries;
    after = last.seq;
  }
}

/**
 * What was said up to a position: all of it or, when that is more than the limits, the beginning and the end.
 * @returns with `omitted`, how many entries are left out after how many of those that are there.
 */
export async function readLogWithin(
  pages: LogPages,
  { conversationId, upTo, limits }: { conversationId: string; upTo: number; limits: PackageLimits },
): Promise<{ log: LogEntry[]; omitted?: { after: number; entries: number } }> {
  const reader = { pages, conversationId };
  const beginning = await readSome(reader, {
    after: 0,
    before: upTo + 1,
    from: 'start',
    bytes: limits.beginning,
  });
  const after = beginning.at(-1)?.seq ?? 0;
  if (after >= upTo || beginning.length === 0) return { log: beginning };
  const end = await readSome(reader, { after, before: upTo + 1, from: 'end', bytes: limits.end });
  const entries = (end[0]?.seq ?? upTo + 1) - after - 1;
  return {
    log: [...beginning, ...end],
    ...(entries > 0 ? { omitted: { after: beginning.length, entries } } : {}),
  };
}

async function readSome(
  { pages, conversationId }: { pages: LogPages; conversationId: string },
  range: { after: number; before: number; from: 'start' | 'end'; bytes: number },
): Promise<LogEntry[]> {
  const log: LogEntry[] = [];
  let { after, before, bytes: left } = range;
  while (after + 1 < before) {
    await nextTurnOfTheLoop();
    const bytes = Math.min(left, page.bytes);
    const entries = await pages.read({
      conversationId,
      after,
      before,
      from: range.from,
      limit: page.limit,
      bytes,
    });
    const size = entries.reduce((sum, { activity }) => sum + Buffer.byteLength(JSON.stringify(activity)), 0);
    const isTooMuch = size > left && log.length > 0;
    if (entries.length === 0 || isTooMuch) return log;
    left -= size;
    if (range.from === 'start') log.push(...entries);
    else log.unshift(...entries);
    if (range.from === 'start') after = entries.at(-1)?.seq ?? before;
    else before = entries[0]?.seq ?? after;
  }
  return log;
}

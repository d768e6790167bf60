import type { LogEntry, Store } from '../../conversation/store.ts';

/** Entries read at a time. */
const pageSize = 500;

/** Everything that was said in a conversation, up to a position. */
export async function readWholeLog(
  store: Pick<Store, 'readLog'>,
  conversationId: string,
  upTo = Infinity,
): Promise<LogEntry[]> {
  const log: LogEntry[] = [];
  for (;;) {
    const page = await store.readLog({ conversationId, after: log.at(-1)?.seq ?? 0, limit: pageSize });
    log.push(...page.filter(({ seq }) => seq <= upTo));
    if (page.length < pageSize || (page.at(-1)?.seq ?? 0) >= upTo) return log;
  }
}

import { retainedKinds, type PrivacyStore, type RetainedKind } from '../conversation/privacy-store.ts';

/** For how many days each kind is kept; 0 is for ever. */
export type KeepDays = Record<RetainedKind, number>;

const dayMs = 24 * 60 * 60 * 1000;

/** From when on each kind is kept, as ISO 8601 in UTC; a kind that is kept for ever is left out. Pure. */
export function cutoffs(days: KeepDays, now: Date): [kind: RetainedKind, before: string][] {
  return retainedKinds
    .filter((kind) => days[kind] > 0)
    .map((kind) => [kind, new Date(now.getTime() - days[kind] * dayMs).toISOString()]);
}

/**
 * Deletes what is older than it may be. Escalations go before cases and conversations, which stay as long as one tells
 * of them.
 * @returns how many there were of each kind; with `dryRun` nothing was deleted.
 */
export async function applyRetention(
  store: PrivacyStore,
  { days, now, dryRun }: { days: KeepDays; now: Date; dryRun: boolean },
): Promise<Partial<Record<RetainedKind, number>>> {
  const due = new Map(cutoffs(days, now));
  const counts: Partial<Record<RetainedKind, number>> = {};
  for (const kind of ['escalations', 'cases', 'files', 'conversations'] as const) {
    const before = due.get(kind);
    if (before !== undefined) counts[kind] = await store.expire(kind, { before, dryRun });
  }
  const deleted = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (!dryRun && deleted > 0) await store.scrub();
  return counts;
}

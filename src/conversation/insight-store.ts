import type { Case } from './case.ts';
import type { UnmatchedSymptom } from './unmatched.ts';

/** A stretch of time; `from` is in it, `to` is not. ISO 8601, UTC. */
export interface Period {
  from: string;
  to: string;
}

/**
 * Reads what figures are made of, a page at a time, so that turns run in between. Pages hold at most `pageSize` items.
 * Every method may throw `storage.unavailable`.
 */
export interface InsightStore {
  /** Cases that were opened in the period, oldest first. */
  casesOpened(period: Period): AsyncIterable<Case[]>;
  /** Texts of the period that no section was found for, oldest first. */
  unmatched(period: Period): AsyncIterable<UnmatchedSymptom[]>;
}

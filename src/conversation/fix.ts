import type { Facets } from './case.ts';

/** What a solved case teaches: which check was what was wrong, for what kind of trouble. Holds nobody's words. */
export interface Fix extends Pick<Facets, 'phone' | 'feature' | 'trigger'> {
  /** A case counts once. */
  caseId: string;
  check: string;
  /** ISO 8601, UTC. */
  at: string;
}

/** How many solved cases of one kind of trouble had this check as what was wrong. */
export interface FixCount extends Pick<Facets, 'phone' | 'feature' | 'trigger'> {
  check: string;
  cases: number;
}

/** The guide that fixes were learned under; counts of different sets of checks are not added up. */
export interface FixScope {
  guide: string;
  /** Stands for the set of checks, see `fixScope` of the troubleshooting part. */
  checks: string;
}

/** What a turn changes of what was learned: a solved case teaches, and one that was not is forgotten. */
export type FixWrite = { scope: FixScope; fix: Fix } | { forget: string };

import type { LastHeard } from '../conversation/case.ts';
import type { UnmatchedReason } from '../conversation/unmatched.ts';

/** How a case counts. `abandoned`: left by starting over, or for so long that nobody will come back to it. */
export type CaseEnd = 'fixed' | 'explained' | 'handed-over' | 'abandoned' | 'open';

/** Numbers of cases by how they ended. */
export type Ends = Record<CaseEnd, number>;

/** The step at which visitors left: the kind of question that was open, and the check it was about. */
export interface LeftAt {
  step: LastHeard['asked'];
  check?: string;
  cases: number;
}

/** What became of one check in all cases that asked it. Rates are shares from 0 to 1. */
export interface CheckFigures {
  check: string;
  /** Cases in which it was answered. */
  cases: number;
  fixed: number;
  alreadyOk: number;
  notFound: number;
  skipped: number;
  /** Cases that it solved. */
  solved: number;
  /** Cases in which the visitor said later that its fix held, and that it did not. */
  lasted: number;
  cameBack: number;
  /** `solved` of `cases`. */
  fixRate: number;
  /** Cases in which "I can't find it" was pressed, even if it was found then, of `cases`. */
  notFoundRate: number;
  /** `lasted` of those who said so or so; 0 when nobody did. */
  lastedRate: number;
}

/** Distribution of a time in seconds; percentiles by the nearest rank. All 0 when there are none. */
export interface Times {
  count: number;
  median: number;
  p90: number;
  /** How many took less than each bound of `timeBounds`, and not less than the one before. The last is the rest. */
  buckets: number[];
}

/** Ratings from 1 to 5. */
export interface Ratings {
  count: number;
  /** 0 when there are none. */
  mean: number;
  /** How many gave 1, 2, 3, 4 and 5. */
  scores: [number, number, number, number, number];
}

/** A text that no section was found for, with how often it came. */
export interface UnmatchedText {
  text: string;
  why: UnmatchedReason;
  times: number;
  /** ISO 8601, UTC. */
  lastAt: string;
  /** The section that the visitor chose, or whose check helped, in the last case that began with this text. */
  section?: string;
}

/** Everything that the page of the support lead shows. */
export interface Insights {
  /** `byPerson`: of those handed over, how many a person solved. `lasted`, `cameBack`: fixes, as visitors said later. */
  totals: Ends & { cases: number; byPerson: number; lasted: number; cameBack: number };
  /** One for every day of the period, in order. */
  days: ({ day: string } & Ends)[];
  /** Most left first. */
  leftAt: LeftAt[];
  /** Most asked first. */
  checks: CheckFigures[];
  secondsToFix: Times;
  ratings: Ratings;
  /** Commonest first. */
  unmatched: UnmatchedText[];
}

/** Bounds of the times to a fix, in seconds: 1, 2, 5, 10, 20 and 60 minutes. */
export const timeBounds = [60, 120, 300, 600, 1200, 3600] as const;

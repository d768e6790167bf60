/** What `GET /api/desk/insights` answers, as far as the page shows it (docs/insights.md). */
export interface Insights {
  /** Days, as `2026-11-22`. */
  first: string;
  last: string;
  timezone: string;
  totals: Ends & { cases: number; byPerson: number; lasted: number; cameBack: number };
  days: ({ day: string } & Ends)[];
  leftAt: { step: string; check?: string; title?: string; cases: number }[];
  checks: CheckFigures[];
  secondsToFix: { count: number; median: number; p90: number; buckets: number[] };
  ratings: { count: number; mean: number; scores: number[] };
  unmatched: Unmatched[];
}

export interface Ends {
  fixed: number;
  explained: number;
  'handed-over': number;
  abandoned: number;
  open: number;
}

export interface CheckFigures {
  check: string;
  title: string;
  cases: number;
  alreadyOk: number;
  notFound: number;
  skipped: number;
  solved: number;
  /** Shares from 0 to 1. */
  fixRate: number;
  notFoundRate: number;
  /** Cases in which the visitor said later that its fix held, and that it did not. */
  lasted: number;
  cameBack: number;
  lastedRate: number;
}

export interface Unmatched {
  text: string;
  why: string;
  times: number;
  lastAt: string;
  section?: string;
  sectionTitle?: string;
  /** As it stands under `phrases` of a section. */
  line: string;
}

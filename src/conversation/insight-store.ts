import type { Answer, CaseOutcome, LastHeard } from './case.ts';
import type { Case } from './case.ts';
import type { UnmatchedSymptom } from './unmatched.ts';

/** A stretch of time; `from` is in it, `to` is not. ISO 8601, UTC. */
export interface Period {
  from: string;
  to: string;
}

/** What of a case figures are made of. */
export interface CaseFigures {
  openedAt: string;
  outcome?: CaseOutcome;
  /** When the visitor was last heard of in it. */
  lastAt: string;
  /** The question that was open then, and the check that it was about. */
  asked: LastHeard['asked'];
  check?: string;
  solvedByPerson: boolean;
  /** From the first symptom to the fix; undefined for a case that a check did not solve. */
  seconds?: number;
  score?: number;
  /** Where it led to, when that is sure. */
  section?: string;
  /** One for each check; `sought` when it could not be found at first, `solved` when it was what helped. */
  checks: {
    check: string;
    answer: Answer;
    sought: boolean;
    solved: boolean;
    /** Whether its fix held, as the visitor said later. */
    lasted?: boolean;
  }[];
}

/** Sums over the cases that were opened in some stretch of time. */
export interface CaseSums {
  /** By how they stand, and the question and check that were the last. */
  ends: {
    end: CaseOutcome | 'open';
    asked: LastHeard['asked'];
    check?: string;
    cases: number;
    byPerson: number;
  }[];
  scores: { score: number; cases: number }[];
  /** To a fix, in no particular order. */
  seconds: number[];
  checks: {
    check: string;
    cases: number;
    fixed: number;
    alreadyOk: number;
    notFound: number;
    skipped: number;
    sought: number;
    solved: number;
    /** Cases in which the visitor said later that its fix held, and that it did not. */
    lasted: number;
    cameBack: number;
  }[];
}

/**
 * What figures are made of. Sums are made by the database, of a few columns that each case is brought to once it has
 * changed. Every method may throw `storage.unavailable`.
 */
export interface InsightStore {
  /** Brings what sums are made of up to date, some cases at a time. @returns of how many cases. */
  countCases(figuresOf: (value: Case) => CaseFigures): Promise<number>;
  /** @param period.abandonedBefore who was last heard of by then, in a case without an outcome, has left it. */
  sums(period: Period & { abandonedBefore: string }): Promise<CaseSums>;
  /** Where these cases led to, by their ids; those of which it is not sure are left out. */
  sectionsOf(caseIds: readonly string[]): Promise<Map<string, string>>;
  /** Texts of the period that no section was found for, oldest first, a page at a time. */
  unmatched(period: Period): AsyncIterable<UnmatchedSymptom[]>;
}

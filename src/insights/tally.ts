import type { Case } from '../conversation/case.ts';
import type { UnmatchedSymptom } from '../conversation/unmatched.ts';
import { caseEnd, secondsToFix } from './case-end.ts';
import { dayIn, daysBetween } from './days.ts';
import {
  timeBounds,
  type CheckFigures,
  type Ends,
  type Insights,
  type LeftAt,
  type Ratings,
  type Times,
} from './insights.ts';
import { UnmatchedTally } from './unmatched-tally.ts';

export interface TallyOptions {
  /** What counts as now, when it is asked whether a case was abandoned. */
  now: Date;
  /** IANA name of the zone whose days are counted. */
  timezone: string;
  /** First and last day of the period, as `2026-11-22`. */
  first: string;
  last: string;
}

type CheckCounts = Omit<CheckFigures, 'check' | 'fixRate' | 'notFoundRate'> & { sought: number };

/**
 * Counts unmatched texts and then cases one by one, so that they can be read in pages, and holds figures only.
 */
export class Tally {
  readonly #now: Date;
  readonly #dayOf: (at: string) => string;
  readonly #days: Map<string, Ends>;
  readonly #leftAt = new Map<string, LeftAt>();
  readonly #checks = new Map<string, CheckCounts>();
  readonly #seconds: number[] = [];
  readonly #scores: Ratings['scores'] = [0, 0, 0, 0, 0];
  readonly #unmatched = new UnmatchedTally();
  #byPerson = 0;

  constructor({ now, timezone, first, last }: TallyOptions) {
    this.#now = now;
    this.#dayOf = dayIn(timezone);
    this.#days = new Map(daysBetween(first, last).map((day) => [day, noEnds()]));
  }

  /** Counts a case that was opened in the period; one that was not is left out. */
  addCase(value: Case): void {
    const day = this.#days.get(this.#dayOf(value.openedAt));
    if (!day) return;
    const end = caseEnd(value, this.#now);
    day[end] += 1;
    if (end === 'abandoned') this.#addLeft(value);
    if (value.byPerson?.solved) this.#byPerson += 1;
    this.#addChecks(value);
    const seconds = secondsToFix(value);
    if (seconds !== undefined) this.#seconds.push(seconds);
    const score = value.rating?.score;
    if (score !== undefined && score >= 1 && score <= 5)
      this.#scores[score - 1] = (this.#scores[score - 1] ?? 0) + 1;
    this.#unmatched.addCase(value);
  }

  /** Counts a text that no section was found for; one outside of the period is left out. */
  addUnmatched(symptom: UnmatchedSymptom): void {
    if (this.#days.has(this.#dayOf(symptom.at))) this.#unmatched.add(symptom);
  }

  result(): Insights {
    const days = [...this.#days].map(([day, ends]) => ({ day, ...ends }));
    return {
      totals: { ...totalsOf(days), byPerson: this.#byPerson },
      days,
      leftAt: [...this.#leftAt.values()].sort((a, b) => b.cases - a.cases),
      checks: [...this.#checks].map(figuresOf).sort((a, b) => b.cases - a.cases),
      secondsToFix: timesOf(this.#seconds),
      ratings: ratingsOf(this.#scores),
      unmatched: this.#unmatched.result(),
    };
  }

  #addLeft({ last }: Case): void {
    const step = last?.asked ?? 'symptom';
    const key = `${step} ${last?.check ?? ''}`;
    const known = this.#leftAt.get(key);
    if (known) known.cases += 1;
    else
      this.#leftAt.set(key, { step, ...(last?.check === undefined ? {} : { check: last.check }), cases: 1 });
  }

  /** Of a check that was answered twice in a case, as skipped ones are, the last answer counts. */
  #addChecks(value: Case): void {
    const solvedBy =
      value.outcome === 'fixed' ? value.answers.findLast(({ answer }) => answer === 'fixed') : undefined;
    for (const [check, { answer, elsewhere }] of new Map(
      value.answers.map((given) => [given.check, given]),
    )) {
      const counts = this.#checks.get(check) ?? noCounts();
      this.#checks.set(check, counts);
      counts.cases += 1;
      if (answer === 'fixed') counts.fixed += 1;
      if (answer === 'already-ok') counts.alreadyOk += 1;
      if (answer === 'not-found') counts.notFound += 1;
      if (answer === 'skip') counts.skipped += 1;
      if (answer === 'not-found' || elsewhere) counts.sought += 1;
      if (solvedBy?.check === check) counts.solved += 1;
    }
  }
}

function noEnds(): Ends {
  return { fixed: 0, explained: 0, 'handed-over': 0, abandoned: 0, open: 0 };
}

function noCounts(): CheckCounts {
  return { cases: 0, fixed: 0, alreadyOk: 0, notFound: 0, skipped: 0, solved: 0, sought: 0 };
}

function figuresOf([check, { sought, ...counts }]: [string, CheckCounts]): CheckFigures {
  return { check, ...counts, fixRate: counts.solved / counts.cases, notFoundRate: sought / counts.cases };
}

function totalsOf(days: readonly Ends[]): Ends & { cases: number } {
  const sum = noEnds();
  for (const end of Object.keys(sum) as (keyof Ends)[]) {
    for (const day of days) sum[end] += day[end];
  }
  return { ...sum, cases: Object.values(sum).reduce((total, cases) => total + cases, 0) };
}

function timesOf(seconds: readonly number[]): Times {
  const sorted = [...seconds].sort((a, b) => a - b);
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
  const buckets = Array.from({ length: timeBounds.length + 1 }, () => 0);
  for (const value of sorted) {
    const index = timeBounds.findIndex((bound) => value < bound);
    const bucket = index < 0 ? timeBounds.length : index;
    buckets[bucket] = (buckets[bucket] ?? 0) + 1;
  }
  return { count: sorted.length, median: rank(0.5), p90: rank(0.9), buckets };
}

function ratingsOf(scores: Ratings['scores']): Ratings {
  const count = scores.reduce((total, number) => total + number, 0);
  const sum = scores.reduce((total, number, index) => total + number * (index + 1), 0);
  return { count, mean: count === 0 ? 0 : sum / count, scores: [...scores] };
}

import type { CaseSums } from '../conversation/insight-store.ts';
import type { UnmatchedSymptom } from '../conversation/unmatched.ts';
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
import { type CommonText, UnmatchedTally } from './unmatched-tally.ts';

export interface TallyOptions {
  /** IANA name of the zone whose days are counted. */
  timezone: string;
  /** First and last day of the period, as `2026-11-22`. */
  first: string;
  last: string;
}

type CheckCounts = Omit<CheckFigures, 'check' | 'fixRate' | 'notFoundRate' | 'lastedRate'> & {
  sought: number;
};

/** Puts the sums of days together, and counts unmatched texts. */
export class Tally {
  readonly #dayOf: (at: string) => string;
  readonly #days: Map<string, Ends>;
  readonly #leftAt = new Map<string, LeftAt>();
  readonly #checks = new Map<string, CheckCounts>();
  readonly #seconds: number[] = [];
  readonly #scores: Ratings['scores'] = [0, 0, 0, 0, 0];
  readonly #unmatched = new UnmatchedTally();
  #byPerson = 0;

  constructor({ timezone, first, last }: TallyOptions) {
    this.#dayOf = dayIn(timezone);
    this.#days = new Map(daysBetween(first, last).map((day) => [day, noEnds()]));
  }

  /** Counts the cases that were opened on a day; one outside of the period is left out. */
  addDay(day: string, { ends, scores, seconds, checks }: CaseSums): void {
    const known = this.#days.get(day);
    if (!known) return;
    for (const group of ends) {
      known[group.end] += group.cases;
      this.#byPerson += group.byPerson;
      if (group.end === 'abandoned') this.#addLeft(group);
    }
    for (const { score, cases } of scores) this.#scores[score - 1] = (this.#scores[score - 1] ?? 0) + cases;
    for (const one of seconds) this.#seconds.push(one);
    for (const sums of checks) this.#addCheck(sums);
  }

  /** Counts a text that no section was found for; one outside of the period is left out. */
  addUnmatched(symptom: UnmatchedSymptom): void {
    if (this.#days.has(this.#dayOf(symptom.at))) this.#unmatched.add(symptom);
  }

  /** Texts that no section was found for, each with the last case that began with it. */
  unmatched(): CommonText[] {
    return this.#unmatched.result();
  }

  result(): Omit<Insights, 'unmatched'> {
    const days = [...this.#days].map(([day, ends]) => ({ day, ...ends }));
    return {
      totals: { ...totalsOf(days), byPerson: this.#byPerson, ...this.#lasted() },
      days,
      leftAt: [...this.#leftAt.values()].sort((a, b) => b.cases - a.cases || inOrder(placeOf(a), placeOf(b))),
      checks: [...this.#checks].map(figuresOf).sort((a, b) => b.cases - a.cases || inOrder(a.check, b.check)),
      secondsToFix: timesOf(this.#seconds),
      ratings: ratingsOf(this.#scores),
    };
  }

  #lasted(): { lasted: number; cameBack: number } {
    const sum = { lasted: 0, cameBack: 0 };
    for (const { lasted, cameBack } of this.#checks.values()) {
      sum.lasted += lasted;
      sum.cameBack += cameBack;
    }
    return sum;
  }

  #addLeft({ asked: step, check, cases }: CaseSums['ends'][number]): void {
    const key = `${step} ${check ?? ''}`;
    const known = this.#leftAt.get(key) ?? { step, ...(check === undefined ? {} : { check }), cases: 0 };
    known.cases += cases;
    this.#leftAt.set(key, known);
  }

  #addCheck({ check, ...sums }: CaseSums['checks'][number]): void {
    const counts = this.#checks.get(check) ?? noCounts();
    for (const name of Object.keys(counts) as (keyof CheckCounts)[]) counts[name] += sums[name];
    this.#checks.set(check, counts);
  }
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : 1;
}

function placeOf({ check = '', step }: LeftAt): string {
  return `${check} ${step}`;
}

function noEnds(): Ends {
  return { fixed: 0, explained: 0, 'handed-over': 0, abandoned: 0, open: 0 };
}

function noCounts(): CheckCounts {
  return {
    ...{ cases: 0, fixed: 0, alreadyOk: 0, notFound: 0, skipped: 0 },
    ...{ solved: 0, sought: 0, lasted: 0, cameBack: 0 },
  };
}

function figuresOf([check, { sought, ...counts }]: [string, CheckCounts]): CheckFigures {
  const { cases, solved, lasted, cameBack } = counts;
  return {
    ...{ check, ...counts },
    fixRate: solved / cases,
    notFoundRate: sought / cases,
    lastedRate: lasted / Math.max(1, lasted + cameBack),
  };
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

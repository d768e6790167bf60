import { planNext } from '../../../src/troubleshooting/plan.ts';
import { ExactSeconds } from './best-order.ts';
import { asRead, byProbability, ourPlan, walk, type Policy } from './policies.ts';
import { drawVisitor, opened, withFewChecks, type Trouble } from './population.ts';
import { seededRandom } from './random.ts';
import { regretOf } from './regret.ts';

/** What a policy did to a population. */
export interface PolicyFigures {
  /** Visitor seconds of all, with those of a person where nothing fixed it. */
  seconds: number;
  /** Checks of those it was fixed for. */
  checksToFix: number;
  /** Share of all that was fixed. */
  fixed: number;
}

export interface TroubleFigures {
  name: string;
  plan: PolicyFigures;
  byProbability: PolicyFigures;
  asRead: PolicyFigures;
  asReadOfTheFeature: PolicyFigures;
  /** Visitor seconds over the best possible ones, with the nine likeliest checks alone. */
  overBest: { plan: number; byProbability: number; asRead: number };
  /** After each number of learned cases, the mean over worlds. */
  regret: number[];
}

export interface Sizes {
  visitors: number;
  worlds: number;
}

export function figuresOf(trouble: Trouble, { visitors, worlds }: Sizes): TroubleFigures {
  const random = seededRandom(1);
  const people = Array.from({ length: visitors }, () => drawVisitor(trouble, random));
  const of = (policy: Policy): PolicyFigures => {
    const walks = people.map((visitor) => walk({ trouble, policy, visitor }));
    const fixed = walks.filter(({ fixedBy }) => fixedBy !== undefined);
    return {
      seconds: mean(walks.map(({ seconds }) => seconds)),
      checksToFix: mean(fixed.map(({ checks }) => checks)),
      fixed: fixed.length / walks.length,
    };
  };
  const few = withFewChecks(trouble, 9);
  const exact = new ExactSeconds(few);
  const best = exact.best();
  const regrets = Array.from({ length: worlds }, (_, index) => regretOf(trouble, index + 1));
  return {
    name: trouble.name,
    plan: of(ourPlan(trouble)),
    byProbability: of(byProbability(trouble)),
    asRead: of(asRead(trouble)),
    asReadOfTheFeature: of(asRead(trouble, 'of-the-feature')),
    overBest: {
      plan: exact.of(ourPlan(few)) / best,
      byProbability: exact.of(byProbability(few)) / best,
      asRead: exact.of(asRead(few)) / best,
    },
    regret: (regrets[0] ?? []).map((_, at) => mean(regrets.map((one) => one[at] ?? 0))),
  };
}

/** Milliseconds that one plan takes, the median of many, with the phone unknown: the longest way. */
export function millisecondsToPlan({ guide }: Trouble): number {
  const subject = opened({ feature: 'notifications' });
  const times = Array.from({ length: 600 }, () => {
    const from = performance.now();
    planNext({ guide, subject, mayAsk: true });
    return performance.now() - from;
  });
  return times.slice(100).sort((a, b) => a - b)[250] ?? NaN;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

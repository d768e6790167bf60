import type { Answer } from '../../../src/conversation/case.ts';
import { errors, shareOf, type Trouble } from './population.ts';
import type { Policy } from './policies.ts';

/** What can be known of a check: not asked, already right, fixed without success, not found. */
const answers: readonly (Answer | undefined)[] = [undefined, 'already-ok', 'fixed', 'not-found'];

interface Hypothesis {
  /** Bit i stands for check i. */
  faults: number;
  weight: number;
}

/** Expected visitor seconds over the whole population of a trouble, worked out exactly. */
export class ExactSeconds {
  readonly #trouble: Trouble;
  /** For each combination of answers, its probability together with "it does not work yet". */
  readonly #open: Float64Array;

  /** @param trouble of at most 9 checks: there are 4⁹ combinations of answers. */
  constructor(trouble: Trouble) {
    if (trouble.causes.length > 9) throw new Error('Too many checks to try every order.');
    this.#trouble = trouble;
    this.#open = openProbabilities(trouble);
  }

  /** Of the best possible policy, found by dynamic programming over all combinations of answers. */
  best(): number {
    const { causes } = this.#trouble;
    const seconds = new Float64Array(this.#open.length);
    // One more answer makes a greater code, so what follows is known before it is needed.
    for (let code = seconds.length - 1; code >= 0; code -= 1) {
      const open = this.#open[code] ?? 0;
      let least = this.#person * open;
      for (const [check, { cost }] of causes.entries()) {
        if (digitOf(code, check) !== 0) continue;
        const asked = answersTo(code, check).reduce((sum, next) => sum + (seconds[next] ?? 0), cost * open);
        least = Math.min(least, asked);
      }
      seconds[code] = least;
    }
    return seconds[0] ?? 0;
  }

  /** Of this policy. */
  of(policy: Policy): number {
    const value = (code: number, path: { check: string; answer: Answer }[]): number => {
      const open = this.#open[code] ?? 0;
      const id = open > 0 ? policy(path) : undefined;
      const check = this.#trouble.causes.findIndex((cause) => cause.check === id);
      if (id === undefined || check < 0) return this.#person * open;
      const cost = this.#trouble.causes[check]?.cost ?? 0;
      return answersTo(code, check).reduce((sum, next) => {
        const answer = answers[digitOf(next, check)];
        return sum + (answer === undefined ? 0 : value(next, [...path, { check: id, answer }]));
      }, cost * open);
    };
    return value(0, []);
  }

  get #person(): number {
    return this.#trouble.guide.settings.costs.person;
  }
}

/** The combinations that an answer to this check leads to. */
function answersTo(code: number, check: number): number[] {
  return [1, 2, 3].map((digit) => code + digit * 4 ** check);
}

function openProbabilities(trouble: Trouble): Float64Array {
  const { length } = trouble.causes;
  const hypotheses = hypothesesOf(trouble);
  const open = new Float64Array(4 ** length);
  const visit = (at: { check: number; code: number; fixed: number; weights: number[] }): void => {
    const { check, code, fixed, weights } = at;
    if (check === length) {
      const isOpen = ({ faults }: Hypothesis) => faults === 0 || (faults & ~fixed) !== 0;
      open[code] = weights.reduce((sum, weight, index) => {
        const hypothesis = hypotheses[index];
        return sum + (hypothesis && isOpen(hypothesis) ? weight : 0);
      }, 0);
      return;
    }
    const bit = 1 << check;
    for (const [digit, answer] of answers.entries()) {
      visit({
        check: check + 1,
        code: code + digit * 4 ** check,
        fixed: answer === 'fixed' ? fixed | bit : fixed,
        weights: weights.map((weight, index) => {
          const isWrong = ((hypotheses[index]?.faults ?? 0) & bit) !== 0;
          return weight * chanceOf(answer, isWrong);
        }),
      });
    }
  };
  visit({ check: 0, code: 0, fixed: 0, weights: hypotheses.map(({ weight }) => weight) });
  return open;
}

function chanceOf(answer: Answer | undefined, isWrong: boolean): number {
  const { notFound, overlooked, fixedByChance } = errors;
  switch (answer) {
    case 'not-found':
      return notFound;
    case 'fixed':
      return (1 - notFound) * (isWrong ? 1 - overlooked : fixedByChance);
    case 'already-ok':
      return (1 - notFound) * (isWrong ? overlooked : 1 - fixedByChance);
    default:
      return 1;
  }
}

function hypothesesOf({ causes }: Trouble): Hypothesis[] {
  const single = causes.map(({ share }, index) => ({ faults: 1 << index, weight: share }));
  const double = single.flatMap((a, index) =>
    single.slice(index + 1).map((b) => ({
      faults: a.faults | b.faults,
      // Drawn one after the other, the second among the rest.
      weight: (a.weight * b.weight) / (1 - a.weight) + (a.weight * b.weight) / (1 - b.weight),
    })),
  );
  const scaled = (some: Hypothesis[], to: number) =>
    some.map(({ faults, weight }) => ({
      faults,
      weight: (weight * to) / sum(some.map((one) => one.weight)),
    }));
  return [
    { faults: 0, weight: shareOf.outside },
    ...scaled(single, 1 - shareOf.outside - shareOf.doubleFaults),
    ...scaled(double, shareOf.doubleFaults),
  ];
}

function digitOf(code: number, check: number): number {
  return (code >> (2 * check)) & 3;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

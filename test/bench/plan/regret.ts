import type { FixCount } from '../../../src/conversation/fix.ts';
import { learnedFixes } from '../../../src/troubleshooting/learned-fixes.ts';
import { ourPlan, walk, type Policy } from './policies.ts';
import { drawVisitor, type Trouble, type Visitor } from './population.ts';
import { drawDirichlet, seededRandom } from './random.ts';

/** Cases learned from at which the regret is taken. */
export const learnedCases = [0, 10, 30, 100, 300] as const;
/** Fresh counts reach the plan after so many cases: the bot reads them once a minute. */
const batch = 10;
const visitorsToJudgeBy = 1500;

/**
 * By how much longer the plan takes than one that knows the true priors, after each number of learned cases. The true
 * priors are drawn from what the guide claims to know: a Dirichlet distribution worth `priorStrength` cases.
 */
export function regretOf(trouble: Trouble, seed: number): number[] {
  const random = seededRandom(seed);
  const world = trueWorld(trouble, random);
  const judges = Array.from({ length: visitorsToJudgeBy }, () => drawVisitor(world, random));
  const knowing = learnedFixes(countsOf(trouble, new Map(world.causes.map(({ check, share }) => [check, share * 1e7]))));
  const best = meanSeconds(world, ourPlan(trouble, knowing), judges);
  const counts = new Map<string, number>();
  let learned = 0;
  return learnedCases.map((wanted) => {
    while (learned < wanted) {
      const policy = ourPlan(trouble, learnedFixes(countsOf(trouble, counts)));
      const upTo = Math.min(learned + batch, wanted);
      while (learned < upTo) {
        const { fixedBy } = walk({ trouble: world, policy, visitor: drawVisitor(world, random) });
        if (fixedBy === undefined) continue;
        counts.set(fixedBy, (counts.get(fixedBy) ?? 0) + 1);
        learned += 1;
      }
    }
    const now = ourPlan(trouble, learnedFixes(countsOf(trouble, counts)));
    return meanSeconds(world, now, judges) / best - 1;
  });
}

function trueWorld(trouble: Trouble, random: () => number): Trouble {
  const { priorStrength } = trouble.guide.settings;
  const shares = drawDirichlet(
    trouble.causes.map(({ share }) => share * priorStrength),
    random,
  );
  return { ...trouble, causes: trouble.causes.map((cause, index) => ({ ...cause, share: shares[index] ?? 0 })) };
}

function countsOf({ facets }: Trouble, counts: ReadonlyMap<string, number>): FixCount[] {
  const { phone, feature } = facets;
  return [...counts].map(([check, cases]) => ({ phone, feature, check, cases }));
}

export function meanSeconds(trouble: Trouble, policy: Policy, visitors: readonly Visitor[]): number {
  return visitors.reduce((sum, visitor) => sum + walk({ trouble, policy, visitor }).seconds, 0) / visitors.length;
}

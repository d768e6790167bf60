import type { FixCount } from '../../../src/conversation/fix.ts';
import { createGuide } from '../../../src/guide/guide.ts';
import { learnedFixes } from '../../../src/troubleshooting/learned-fixes.ts';
import { symptomGroups } from '../../../src/troubleshooting/symptom-group.ts';
import { ourPlan, walk, type Policy } from './policies.ts';
import { drawVisitor, troubleOf, type Trouble, type Visitor } from './population.ts';
import { drawDirichlet, seededRandom } from './random.ts';

/** Cases learned from at which the regret is taken. */
export const learnedCases = [0, 10, 30, 100, 300] as const;
/** Fresh counts reach the plan after so many cases: the bot reads them once a minute. */
const batch = 20;
const visitorsToJudgeBy = 400;

/**
 * By how much longer the plan takes than one that knows the true priors, after each number of learned cases. The true
 * priors of the sections are drawn from what the guide claims to know: a Dirichlet distribution worth `priorStrength`
 * cases.
 */
export function regretOf(trouble: Trouble, seed: number): number[] {
  const random = seededRandom(seed);
  const world = trueWorld(trouble, random);
  const judges = Array.from({ length: visitorsToJudgeBy }, () => drawVisitor(world, random));
  const best = meanSeconds(world, ourPlan(world), judges);
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

/** The same guide with other priors in the columns of this trouble. */
function trueWorld({ guide, facets }: Trouble, random: () => number): Trouble {
  const groups = symptomGroups(facets).map(({ group }) => group);
  const sections = guide.sections.map((section) => ({ ...section, priors: { ...section.priors } }));
  for (const group of groups) {
    const named = sections.filter(({ priors }) => (priors[group] ?? 0) > 0);
    const total = named.reduce((sum, { priors }) => sum + (priors[group] ?? 0), 0);
    const drawn = drawDirichlet(
      named.map(({ priors }) => ((priors[group] ?? 0) / total) * guide.settings.priorStrength),
      random,
    );
    for (const [index, { priors }] of named.entries()) priors[group] = (drawn[index] ?? 0) * total;
  }
  return troubleOf(createGuide({ ...guide, sections }), facets);
}

function countsOf({ facets }: Trouble, counts: ReadonlyMap<string, number>): FixCount[] {
  const { phone, feature } = facets;
  return [...counts].map(([check, cases]) => ({ phone, feature, check, cases }));
}

function meanSeconds(trouble: Trouble, policy: Policy, visitors: readonly Visitor[]): number {
  return (
    visitors.reduce((sum, visitor) => sum + walk({ trouble, policy, visitor }).seconds, 0) / visitors.length
  );
}

import type { Facets } from '../../../src/conversation/case.ts';
import { createGuide, type Guide } from '../../../src/guide/guide.ts';
import { features, phones } from '../../../src/guide/schema.ts';
import { priorBeliefs, type PlanningCase } from '../../../src/troubleshooting/beliefs.ts';
import { checkCost } from '../../../src/troubleshooting/cost.ts';
import { draw } from './random.ts';

/** Of all cases: two things wrong at once, and nothing in the guide helps. */
export const shareOf = { doubleFaults: 0.15, outside: 0.15 } as const;
/** Chances that a visitor errs: looks at a wrong setting and calls it right, calls a right one fixed, does not find it. */
export const errors = { overlooked: 0.05, fixedByChance: 0.02, notFound: 0.04 } as const;

/** A kind of trouble, and how its causes share the cases that one check fixes. */
export interface Trouble {
  name: string;
  guide: Guide;
  facets: Facets;
  causes: { check: string; share: number; cost: number }[];
}

/** Every phone and feature, with the causes as the guide's table has them. */
export function allTroubles(guide: Guide): Trouble[] {
  return phones.flatMap((phone) =>
    features
      // What an iPhone cannot do at all is no fault to look for.
      .filter((feature) => phone === 'android' || (feature !== 'photos' && feature !== 'apps'))
      .map((feature) => troubleOf(guide, { phone, feature })),
  );
}

export function troubleOf(guide: Guide, facets: Facets): Trouble {
  const { causes } = priorBeliefs(guide, opened(facets));
  const inside = causes.reduce((sum, { probability }) => sum + probability, 0);
  return {
    name: `${facets.feature ?? 'everything'}, ${facets.phone ?? 'any phone'}`,
    guide,
    facets,
    causes: causes.map(({ check, probability }) => ({
      check: check.id,
      share: probability / inside,
      cost: checkCost(guide, check, facets),
    })),
  };
}

/** The same trouble in a guide that has only its likeliest checks, so few that every order can be tried. */
export function withFewChecks({ guide, facets, causes }: Trouble, most: number): Trouble {
  const kept = new Set(
    causes
      .toSorted((a, b) => b.share - a.share)
      .slice(0, most)
      .map(({ check }) => check),
  );
  const few = createGuide({
    ...guide,
    sections: guide.sections.map((section) => ({
      ...section,
      checks: section.checks.filter(({ check }) => kept.has(check)),
    })),
    checks: guide.checks.filter(({ id }) => kept.has(id)),
  });
  return troubleOf(few, facets);
}

/** A case before the first answer, with no more known than phone and feature. */
export function opened(facets: Facets): PlanningCase {
  return { facets, sections: [], pointedAt: [], answers: [] };
}

/** What is wrong on one visitor's devices, and a seed for their errors. */
export interface Visitor {
  faults: ReadonlySet<string>;
  outside: boolean;
  seed: number;
}

export function drawVisitor(trouble: Trouble, random: () => number): Visitor {
  const shares = trouble.causes.map(({ share }) => share);
  const pick = () => trouble.causes[draw(shares, random)]?.check ?? '';
  const [kind, first, seed] = [random(), pick(), Math.floor(random() * 2 ** 31)];
  if (kind < shareOf.outside) return { faults: new Set(), outside: true, seed };
  if (kind > 1 - shareOf.doubleFaults) {
    for (let tries = 0; tries < 1000; tries += 1) {
      const second = pick();
      if (second !== first) return { faults: new Set([first, second]), outside: false, seed };
    }
  }
  return { faults: new Set([first]), outside: false, seed };
}

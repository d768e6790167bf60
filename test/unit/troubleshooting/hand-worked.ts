import type { Check, GuideSettings, Section } from '../../../src/guide/schema.ts';
import type { Beliefs, PlanningCase } from '../../../src/troubleshooting/beliefs.ts';
import { checkLike, sectionLike, smallGuide } from '../../support/small-guide.ts';

type SectionParts = Pick<Section, 'id'> & Partial<Section>;

/** A guide whose checks are those that its sections name; a section that names none has one of its own id. */
export function guideOf(
  sections: SectionParts[],
  checks: Partial<Check>[] = [],
  settings: Partial<GuideSettings> = {},
) {
  const whole = sections.map((section) =>
    sectionLike({ checks: [{ check: section.id, weight: 1 }], features: ['photos'], ...section }),
  );
  const ids = new Set(whole.flatMap((section) => section.checks.map(({ check }) => check)));
  return smallGuide({
    sections: whole,
    checks: [...ids].map((id) => checkLike({ ...checks.find((check) => check.id === id), id })),
    settings: { outside: { photos: 10 }, ...settings },
  });
}

export const subject = (change: Partial<PlanningCase> = {}): PlanningCase => ({
  facets: { feature: 'photos', phone: 'android' },
  sections: [],
  pointedAt: [],
  answers: [],
  ...change,
});

export function probabilities({ causes, outside }: Beliefs): Record<string, number> {
  return { ...Object.fromEntries(causes.map(({ check, probability }) => [check.id, probability])), outside };
}

/** Holds when both name the same causes with the same probabilities. */
export function expectBeliefs(beliefs: Beliefs, expected: Record<string, number>): void {
  const got = probabilities(beliefs);
  expect(Object.keys(got).sort()).toEqual(Object.keys(expected).sort());
  for (const [id, probability] of Object.entries(expected)) expect(got[id]).toBeCloseTo(probability, 10);
}

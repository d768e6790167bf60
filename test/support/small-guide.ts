import { createGuide, type Guide } from '../../src/guide/guide.ts';
import type { Check, GuideSettings, Section } from '../../src/guide/schema.ts';
import { realContent } from './content.ts';

/** A check of the real guide with other numbers, so that results can be worked out by hand. */
export function checkLike(change: Pick<Check, 'id'> & Partial<Check>): Check {
  const [model] = realContent().guide.checks;
  if (!model) throw new Error('The guide has no check.');
  const { redo: _, windows: __, ...rest } = model;
  return { ...rest, device: 'windows', seconds: { median: 60, slow: 120 }, ...change };
}

export function sectionLike(change: Pick<Section, 'id' | 'checks'> & Partial<Section>): Section {
  const [model] = realContent().guide.sections;
  if (!model) throw new Error('The guide has no section.');
  return { ...model, phone: 'any', priors: {}, triggers: {}, ...change };
}

/** A guide of these parts alone, with the real texts around them. */
export function smallGuide(parts: {
  sections: Section[];
  checks: Check[];
  settings?: Partial<GuideSettings>;
}): Guide {
  const { guide } = realContent();
  const settings = {
    ...guide.settings,
    sections: parts.sections.map(({ id }) => id),
    outside: {},
    ...parts.settings,
  };
  return createGuide({
    ...guide,
    settings,
    sections: parts.sections,
    checks: parts.checks,
    version: 'small',
  });
}

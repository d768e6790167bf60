import type { BotParts } from '../../src/app.ts';
import { loadContent, type Content } from '../../src/content.ts';
import { createGuide, type Guide } from '../../src/guide/guide.ts';
import { loadUnderstanding } from '../../src/model-cache.ts';
import { projectRoot } from '../../src/project-root.ts';
import type { Diagnosis } from '../../src/understanding/diagnosis.ts';

/** Symptoms that leave no doubt about what is wrong, each about something else. */
export const symptoms = {
  notifications: 'My Samsung is connected but none of its notifications show up on my Windows 11 PC',
  texts: 'Text messages from my Samsung do not sync to Phone Link on my Windows 11 PC',
  photos: 'Photos from my Samsung do not show up in Phone Link on my Windows 11 PC',
  calls: 'Calls from my Samsung do not ring on my Windows 11 PC',
  withoutPhone: "Notifications from my phone don't show up on the PC",
};

let real: Content | undefined;

/** The project's own guide and cards, read once per test file. */
export function realContent(): Content {
  real ??= loadContent(projectRoot);
  return real;
}

/** The same content with an edited guide, under another version as after a change of the files. */
export function withGuide(content: Content, edit: (guide: Guide) => Partial<Guide>): Content {
  const { guide } = content;
  return { ...content, guide: createGuide({ ...guide, ...edit(guide), version: 'changed-guide' }) };
}

/** The content as if an author had deleted these checks. */
export function withoutChecks(content: Content, ids: readonly string[]): Content {
  return withGuide(content, (guide) => ({
    checks: guide.checks.filter(({ id }) => !ids.includes(id)),
    sections: guide.sections.map((section) => ({
      ...section,
      checks: section.checks.filter(({ check }) => !ids.includes(check)),
    })),
  }));
}

type BotUnderstanding = NonNullable<BotParts['understanding']>;

const understandings = new WeakMap<Content, BotUnderstanding>();

/** The understanding of this content, built once per test file. */
export function understandingOf(content: Content): BotUnderstanding {
  const known = understandings.get(content) ?? loadUnderstanding(content.guide);
  understandings.set(content, known);
  return known;
}

/**
 * The real understanding, but for some texts that are read exactly as told: for what depends on how sure it is, such
 * as "did you mean".
 */
export function scripted(
  script: Record<string, Partial<Diagnosis>>,
  content = realContent(),
): BotUnderstanding {
  const real = understandingOf(content);
  return {
    ...real,
    diagnose: (text, known) => {
      const told = script[text];
      if (!told) return real.diagnose(text, known);
      return { ...blank, named: told.facets ?? {}, ...told, facets: { ...known, ...told.facets } };
    },
    searchNames: (text, diagnosis) => (script[text] ? diagnosis : real.searchNames(text, diagnosis)),
  };
}

const blank: Diagnosis = {
  kind: 'symptom',
  sections: [],
  confidence: 0.9,
  sure: true,
  facets: {},
  named: {},
  features: [],
  working: [],
  pointedAt: [],
  later: [],
  evidence: [],
};

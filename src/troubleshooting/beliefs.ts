import type { Case, Facets } from '../conversation/case.ts';
import type { Guide } from '../guide/guide.ts';
import type { Check, Section } from '../guide/schema.ts';
import { shareOfAndroid, symptomGroups } from './symptom-group.ts';

/** What the planner reads of a case. */
export type PlanningCase = Pick<Case, 'facets' | 'sections' | 'pointedAt'> & {
  answers: readonly Pick<Case['answers'][number], 'check' | 'answer'>[];
};

/** One possible cause: that this check is what is wrong. */
export interface Belief {
  check: Check;
  /** 0 to 1. All beliefs and `outside` sum to 1. */
  probability: number;
  /** The section that contributes most to the probability. */
  section: Section;
}

export interface Beliefs {
  causes: Belief[];
  /** Probability that nothing in the guide fixes it. */
  outside: number;
}

/** How far the text is trusted against the table of priors, at full confidence of the diagnosis. */
const trustInText = 0.8;
/** How many times likelier a check becomes when the symptom quotes one of its signs. */
const signFactor = 25;

/**
 * Probability of each cause before any answer: the sections as the text suggests them, blended with the priors of
 * the symptom's group, spread over each section's checks by weight.
 * Source: Heckerman, Breese, Rommelse, "Decision-Theoretic Troubleshooting", 1995 (single fault).
 */
export function priorBeliefs(guide: Guide, subject: PlanningCase): Beliefs {
  const sections = sectionBeliefs(guide, subject);
  const found = new Map<string, { probability: number; best: number; section: Section; check: Check }>();
  for (const { section, probability } of sections.inside) {
    for (const { check, share } of spread(guide, section, subject)) {
      const add = probability * share;
      const known = found.get(check.id) ?? { probability: 0, best: 0, section, check };
      known.probability += add;
      if (add > known.best) Object.assign(known, { best: add, section });
      found.set(check.id, known);
    }
  }
  return normalise({
    causes: [...found.values()].map(({ check, probability, section }) => ({ check, probability, section })),
    outside: sections.outside,
  });
}

/** Beliefs after the answers so far. Answered checks keep what their answer leaves of them. */
export function beliefsAfter(guide: Guide, subject: PlanningCase): Beliefs {
  const prior = priorBeliefs(guide, subject);
  const kept = new Map(subject.answers.map(({ check, answer }) => [check, keptAfter(guide, answer)]));
  return normalise({
    causes: prior.causes.map((belief) => ({
      ...belief,
      probability: belief.probability * (kept.get(belief.check.id) ?? 1),
    })),
    outside: prior.outside,
  });
}

/** What is left of a cause's probability after an answer, as a factor. */
function keptAfter(guide: Guide, answer: Case['answers'][number]['answer']): number {
  switch (answer) {
    case 'already-ok':
      return guide.settings.answers.wrongAlreadyOk;
    case 'fixed':
      return 0;
    case 'not-found':
      return guide.settings.answers.keptNotFound;
    case 'skip':
      return 1;
  }
}

function sectionBeliefs(guide: Guide, subject: PlanningCase) {
  const prior = priorOfSections(guide, subject.facets);
  const said = subject.sections.reduce((sum, { share }) => sum + share, 0);
  const trust = trustInText * Math.min(1, said);
  const shares = new Map(subject.sections.map(({ section, share }) => [section, share / Math.max(said, 1e-9)]));
  const inside = guide.sections
    .map((section) => ({
      section,
      probability: trust * (shares.get(section.id) ?? 0) + (1 - trust) * (prior.inside.get(section.id) ?? 0),
    }))
    .filter(({ probability }) => probability > 0);
  return { inside, outside: Math.max(0.02, (1 - trust) * prior.outside) };
}

/** The table of priors for these facets, with the triggers' multipliers, renormalised. */
function priorOfSections(guide: Guide, facets: Facets) {
  const inside = new Map<string, number>();
  let outside = 0;
  for (const { group, share } of symptomGroups(facets)) {
    outside += share * (guide.settings.outside[group] ?? 0);
    for (const section of guide.sections) {
      if (!suitsPhone(section.phone, facets)) continue;
      const factor = facets.trigger ? (section.triggers[facets.trigger] ?? 1) : 1;
      const mass = share * (section.priors[group] ?? 0) * factor;
      if (mass > 0) inside.set(section.id, (inside.get(section.id) ?? 0) + mass);
    }
  }
  const total = outside + [...inside.values()].reduce((sum, mass) => sum + mass, 0) || 1;
  return {
    inside: new Map([...inside].map(([id, mass]) => [id, mass / total])),
    outside: outside / total,
  };
}

function spread(guide: Guide, section: Section, subject: PlanningCase): { check: Check; share: number }[] {
  const { feature, maker } = subject.facets;
  const weighed = section.checks.flatMap((entry) => {
    const check = guide.check(entry.check);
    if (!check || !suitsDevices(check, subject.facets)) return [];
    const weight =
      (maker === undefined ? undefined : entry.byMaker?.[maker]) ??
      (feature === undefined ? undefined : entry.byFeature?.[feature]) ??
      entry.weight;
    const sign = subject.pointedAt.includes(check.id) ? signFactor : 1;
    const share = weight * sign * phoneShare(check, subject.facets);
    return share > 0 ? [{ check, share }] : [];
  });
  const total = weighed.reduce((sum, { share }) => sum + share, 0);
  return weighed.map(({ check, share }) => ({ check, share: share / total }));
}

/** Whether the check can apply to the visitor's devices at all. */
export function suitsDevices(check: Check, facets: Facets): boolean {
  if (check.windows !== undefined && facets.windows !== undefined && check.windows !== facets.windows) return false;
  return check.device === 'android' || check.device === 'iphone' ? suitsPhone(check.device, facets) : true;
}

/** Whether something for one kind of phone can concern this visitor. */
function suitsPhone(phone: 'android' | 'iphone' | 'any', facets: Facets): boolean {
  return phone === 'any' || facets.phone === undefined || facets.phone === phone;
}

/** The chance that a check for one kind of phone concerns this visitor. */
function phoneShare(check: Check, facets: Facets): number {
  if (facets.phone !== undefined) return 1;
  if (check.device === 'android') return shareOfAndroid;
  return check.device === 'iphone' ? 1 - shareOfAndroid : 1;
}

function normalise(beliefs: Beliefs): Beliefs {
  const total = beliefs.outside + beliefs.causes.reduce((sum, { probability }) => sum + probability, 0);
  if (total <= 0) return { causes: beliefs.causes, outside: 1 };
  return {
    causes: beliefs.causes.map((belief) => ({ ...belief, probability: belief.probability / total })),
    outside: beliefs.outside / total,
  };
}

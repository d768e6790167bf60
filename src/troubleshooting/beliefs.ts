import { lastAnswers, type Case, type Facets } from '../conversation/case.ts';
import type { Guide } from '../guide/guide.ts';
import type { Check, Section } from '../guide/schema.ts';
import { checkCost } from './cost.ts';
import { learnedFactors, nothingLearned, type LearnedFixes } from './learned-fixes.ts';
import { shareOfAndroid, symptomGroups } from './symptom-group.ts';

/** What the planner reads of a case. */
export type PlanningCase = Pick<Case, 'facets' | 'sections' | 'pointedAt' | 'features'> & {
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

/**
 * How far the text is trusted against the table of priors, when it is wholly about symptoms. A linear pool: simulated
 * on labelled symptoms it took as long as Bayes' rule where causes follow the table, and was a sixth quicker where
 * they follow the text, as a section that the table thinks rare is not held back.
 */
const trustInText = 0.8;
/** How many times likelier a check becomes when the symptom quotes one of its signs. */
const signFactor = 10;
/** What the checks that the symptom points at hold together at least: a sign tells of what is rare, too. */
const leastOfSigns = 0.25;
/** Where several features fail, how likely one thing is wrong that all of them need, rather than one of each. */
const oneCauseForAll = 0.4;
/** Percent of its group that a section holds at least, as the table leaves rare ones out. */
const leastPercent = { ofItsFeature: 1, ofOthers: 0.2 } as const;
/** The least probability that nothing in the guide helps. */
const leastOutside = 0.02;

/**
 * Probability of each cause before any answer: the sections as the text suggests them, pooled with the table of
 * priors for the symptom's group and trigger. Each section is spread over its checks by weight, and what solved cases
 * taught shifts the checks.
 * Source: Heckerman, Breese, Rommelse, "Decision-Theoretic Troubleshooting", 1995 (single fault).
 */
export function priorBeliefs(
  guide: Guide,
  subject: PlanningCase,
  learned: LearnedFixes = nothingLearned,
): Beliefs {
  const { facets, features = [] } = subject;
  const asOne = priorBeliefsOfOne(guide, subject, learned);
  if (features.length === 0) return asOne;
  const each = features.map((feature) => ({
    beliefs: priorBeliefsOfOne(guide, { ...subject, facets: { ...facets, feature } }, learned),
    weight: (1 - oneCauseForAll) / features.length,
  }));
  return mixed([{ beliefs: asOne, weight: oneCauseForAll }, ...each]);
}

/** The mean of beliefs; the weights sum to 1. */
function mixed(parts: { beliefs: Beliefs; weight: number }[]): Beliefs {
  const causes = new Map<string, Belief & { most: number }>();
  for (const { beliefs, weight } of parts) {
    for (const { check, section, probability } of beliefs.causes) {
      const add = weight * probability;
      const known = causes.get(check.id) ?? { check, section, probability: 0, most: 0 };
      known.probability += add;
      if (add > known.most) Object.assign(known, { most: add, section });
      causes.set(check.id, known);
    }
  }
  return {
    causes: [...causes.values()].map(({ check, section, probability }) => ({ check, section, probability })),
    outside: parts.reduce((sum, { beliefs, weight }) => sum + weight * beliefs.outside, 0),
  };
}

/** The same for the one feature that the facets name, or for everything. */
function priorBeliefsOfOne(guide: Guide, subject: PlanningCase, learned: LearnedFixes): Beliefs {
  const table = tableOfPriors(guide, subject.facets);
  const likely = pooled(table.inside, subject.sections);
  const factors = learnedFactors({
    learned,
    facets: subject.facets,
    strength: guide.settings.priorStrength,
    // Without the text and without the trigger, as that is what the counts were drawn from.
    expected: (facets) => partsOfChecks(guide, tableOfPriors(guide, facets).inside, subject.facets),
    // What costs more than it promises is hardly ever asked, so that it is never counted says nothing.
    isAsked: (id, share) => {
      const check = guide.check(id);
      return (
        check !== undefined && share * guide.settings.costs.person > checkCost(guide, check, subject.facets)
      );
    },
  });
  const causes = spreadOverChecks(guide, likely, subject.facets).map((belief) => ({
    ...belief,
    probability: belief.probability * (factors.get(belief.check.id) ?? 1),
  }));
  // What somebody writes tells little about whether it lies outside the guide: that share stays the table's.
  const inside = sumOf(causes);
  const outside = inside > 0 ? Math.max(leastOutside, table.outside) : 1;
  return withSigns(subject.pointedAt, {
    causes: causes.map((belief) => ({
      ...belief,
      probability: inside > 0 ? (belief.probability / inside) * (1 - outside) : 0,
    })),
    outside,
  });
}

/** The beliefs once the symptom points at these checks. */
function withSigns(pointedAt: readonly string[], beliefs: Beliefs): Beliefs {
  const isMeant = ({ check }: Belief) => pointedAt.includes(check.id);
  const meant = sumOf(beliefs.causes.filter(isMeant));
  if (meant === 0) return beliefs;
  const factor = Math.max(signFactor, (leastOfSigns / (1 - leastOfSigns)) * ((1 - meant) / meant));
  return normalise({
    ...beliefs,
    causes: beliefs.causes.map((belief) => ({
      ...belief,
      probability: belief.probability * (isMeant(belief) ? factor : 1),
    })),
  });
}

/** Beliefs after the answers so far. Answered checks keep what their answer leaves of them. */
export function beliefsAfter(
  guide: Guide,
  subject: PlanningCase,
  learned: LearnedFixes = nothingLearned,
): Beliefs {
  let beliefs = priorBeliefs(guide, subject, learned);
  for (const { check, answer } of lastAnswers(subject.answers))
    beliefs = afterAnswer({ guide, beliefs, check, answer });
  return beliefs;
}

function afterAnswer(input: {
  guide: Guide;
  beliefs: Beliefs;
  check: string;
  answer: Case['answers'][number]['answer'];
}): Beliefs {
  const { guide, beliefs, check, answer } = input;
  const { wrongAlreadyOk, keptNotFound } = guide.settings.answers;
  switch (answer) {
    case 'skip':
      return beliefs;
    case 'already-ok':
      return scaled(beliefs, { check, by: wrongAlreadyOk });
    case 'not-found':
      return scaled(beliefs, { check, by: keptNotFound });
    case 'fixed':
      return afterFixThatDidNotHelp(guide, beliefs, check);
  }
}

/**
 * A setting was put right and it still does not work. Either two things were wrong, this and another check; or it
 * happened to be off and the single cause is still open, in the guide or outside of it. The second fault makes the
 * guide's other checks likelier than an outside cause.
 */
function afterFixThatDidNotHelp(guide: Guide, beliefs: Beliefs, check: string): Beliefs {
  const { secondFault, wrongAlreadyOk: byChance } = guide.settings.answers;
  const own = beliefs.causes.find((belief) => belief.check.id === check)?.probability ?? 0;
  const single = (1 - secondFault) * byChance;
  const both = 2 * secondFault * own;
  return normalise({
    causes: beliefs.causes.map((belief) => ({
      ...belief,
      probability: belief.check.id === check ? 0 : belief.probability * (single + both),
    })),
    outside: beliefs.outside * byChance,
  });
}

function scaled(beliefs: Beliefs, { check, by }: { check: string; by: number }): Beliefs {
  return normalise({
    ...beliefs,
    causes: beliefs.causes.map((belief) =>
      belief.check.id === check ? { ...belief, probability: belief.probability * by } : belief,
    ),
  });
}

/** Text and table as one distribution over the sections. */
function pooled(table: { section: Section; mass: number }[], sections: PlanningCase['sections']) {
  const shares = new Map(sections.map(({ section, share }) => [section, share]));
  const said = sections.reduce((sum, { share }) => sum + share, 0);
  const trust = trustInText * Math.min(1, said);
  const total = table.reduce((sum, { mass }) => sum + mass, 0) || 1;
  return table.map(({ section, mass }) => ({
    section,
    mass: (trust * (shares.get(section.id) ?? 0)) / (said || 1) + ((1 - trust) * mass) / total,
  }));
}

/** The table of priors for these facets, with the trigger's multipliers, as shares that sum to 1 with `outside`. */
function tableOfPriors(guide: Guide, facets: Facets) {
  const groups = symptomGroups(facets);
  const inside = guide.sections.flatMap((section) => {
    if (!suitsPhone(section.phone, facets)) return [];
    const least = isAboutFeature(section, facets) ? leastPercent.ofItsFeature : leastPercent.ofOthers;
    const percent = groups.reduce((sum, { group, share }) => sum + share * (section.priors[group] ?? 0), 0);
    const factor = facets.trigger ? (section.triggers[facets.trigger] ?? 1) : 1;
    return [{ section, mass: Math.max(least, percent) * factor }];
  });
  const outside = groups.reduce(
    (sum, { group, share }) => sum + share * (guide.settings.outside[group] ?? 0),
    0,
  );
  const total = outside + inside.reduce((sum, { mass }) => sum + mass, 0) || 1;
  return {
    inside: inside.map(({ section, mass }) => ({ section, mass: mass / total })),
    outside: outside / total,
  };
}

function isAboutFeature(section: Section, { feature }: Facets): boolean {
  return feature === undefined || section.features.includes(feature);
}

/** Each check once, with what all sections give it and the section that gives most. */
function spreadOverChecks(
  guide: Guide,
  sections: { section: Section; mass: number }[],
  facets: Facets,
): Belief[] {
  const found = new Map<string, Belief & { best: number }>();
  for (const { section, mass } of sections) {
    for (const { check, share } of sharesInSection(guide, section, facets)) {
      const add = mass * share;
      const known = found.get(check.id) ?? { check, section, probability: 0, best: 0 };
      known.probability += add;
      if (add > known.best) Object.assign(known, { best: add, section });
      found.set(check.id, known);
    }
  }
  return [...found.values()].map(({ check, section, probability }) => ({ check, section, probability }));
}

/** What each section gives to each check, summing to 1 over all. */
function partsOfChecks(
  guide: Guide,
  sections: { section: Section; mass: number }[],
  facets: Facets,
): Map<string, Map<string, number>> {
  const total = sections.reduce((sum, { mass }) => sum + mass, 0) || 1;
  const parts = new Map<string, Map<string, number>>();
  for (const { section, mass } of sections) {
    for (const { check, share } of sharesInSection(guide, section, facets)) {
      const known = parts.get(check.id) ?? new Map<string, number>();
      parts.set(check.id, known.set(section.id, (mass * share) / total));
    }
  }
  return parts;
}

function sharesInSection(guide: Guide, section: Section, facets: Facets): { check: Check; share: number }[] {
  const { feature, maker } = facets;
  const weighed = section.checks.flatMap((entry) => {
    const check = guide.check(entry.check);
    if (!check || !suitsDevices(check, facets)) return [];
    const weight =
      (maker === undefined ? undefined : entry.byMaker?.[maker]) ??
      (feature === undefined ? undefined : entry.byFeature?.[feature]) ??
      entry.weight;
    const share = weight * phoneShare(check, facets);
    return share > 0 ? [{ check, share }] : [];
  });
  const total = weighed.reduce((sum, { share }) => sum + share, 0);
  return weighed.map(({ check, share }) => ({ check, share: share / total }));
}

/** Whether the check can apply to the visitor's devices at all. */
export function suitsDevices(check: Check, facets: Facets): boolean {
  if (check.windows !== undefined && facets.windows !== undefined && check.windows !== facets.windows)
    return false;
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

function sumOf(causes: Belief[]): number {
  return causes.reduce((sum, { probability }) => sum + probability, 0);
}

function normalise(beliefs: Beliefs): Beliefs {
  const total = beliefs.outside + sumOf(beliefs.causes);
  if (total <= 0) return { causes: beliefs.causes, outside: 1 };
  return {
    causes: beliefs.causes.map((belief) => ({ ...belief, probability: belief.probability / total })),
    outside: beliefs.outside / total,
  };
}

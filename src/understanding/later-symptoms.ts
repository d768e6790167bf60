import { areEquivalent, type Guide } from '../guide/guide.ts';
import type { Diagnosis } from './diagnosis.ts';

/** Words that open a symptom of its own. */
const openers =
  /(?:[.;!?\n]+|(?:^|\s)\d\s*[.)]\s|,\s*(?:and\s+)?(?:also|plus|besides)|\b(?:also|plus|another (?:thing|problem)|on top of that|and then there is)\b)/iu;
/** A clause counts as a symptom of its own from this confidence. */
const ownFrom = 0.6;
/** Clauses looked at, so that a long story stays quick. */
const mostClauses = 4;

/** Symptoms in the text besides the one it was diagnosed as: other feature, other section, told for themselves. */
export function laterSymptoms(input: {
  guide: Guide;
  text: string;
  whole: Diagnosis;
  diagnose: (text: string) => Diagnosis;
}): string[] {
  const { guide, text, whole, diagnose } = input;
  const told = clausesOf(text);
  if (told.length < 2) return [];
  const best = whole.sections[0]?.section ?? '';
  const found = told.filter((clause) => {
    const own = diagnose(clause);
    const section = own.sections[0]?.section;
    if (own.kind !== 'symptom' || own.confidence < ownFrom || section === undefined) return false;
    if (own.features.length > 0 && own.features.length === own.working.length) return false;
    const otherFeature = own.facets.feature !== undefined && own.facets.feature !== whole.facets.feature;
    return otherFeature && own.facets.feature !== 'everything' && !areEquivalent(guide, section, best);
  });
  return found.length < told.length ? found.slice(0, 2) : [];
}

/**
 * Of a text that tells of several symptoms and is sure of none, what its first clause alone is about, when that is sure
 * and a later clause tells of something else.
 */
export function firstSymptom(input: {
  guide: Guide;
  text: string;
  whole: Diagnosis;
  diagnose: (text: string) => Diagnosis;
}): Diagnosis {
  const { guide, text, whole, diagnose } = input;
  const [first, ...others] = whole.sure ? [] : clausesOf(text);
  if (first === undefined || others.length === 0) return whole;
  const own = diagnose(first);
  const section = own.sections[0]?.section;
  if (own.kind !== 'symptom' || !own.sure || section === undefined) return whole;
  const isOther = others.some((clause) => {
    const other = diagnose(clause);
    const best = other.sections[0]?.section ?? section;
    return other.kind === 'symptom' && other.sure && !areEquivalent(guide, best, section);
  });
  return isOther ? { ...own, facets: { ...whole.facets, ...own.facets }, named: whole.named } : whole;
}

function clausesOf(text: string): string[] {
  const clauses = text.split(openers).map((clause) => clause.trim());
  return clauses.filter((clause) => clause.split(/\s+/u).length >= 3).slice(0, mostClauses);
}

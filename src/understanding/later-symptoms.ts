import { areEquivalent, type Guide } from '../guide/guide.ts';
import type { Diagnosis } from './diagnosis.ts';
import { isConcrete } from './facets.ts';
import { words } from './text.ts';
import { namesTrouble } from './trouble-words.ts';

const sentenceEnds = /[.;!?\n]+|(?:^|\s)\d\s*[.)]\s/iu;
/** Words that announce a further symptom. */
const announcers =
  /,\s*(?:and\s+)?(?:also|plus|besides)\b|\b(?:also|plus|another (?:thing|problem)|on top of that|and then there is)\b/iu;
/** What a further symptom may stand behind without being announced. */
const joints = new RegExp(`${sentenceEnds.source}|${announcers.source}|[:,]|\\b(?:and|but)\\b`, 'iu');
/** A piece of a text counts as a symptom of its own from this confidence; less where it says itself what fails. */
const [ownFrom, toldFrom] = [0.6, 0.4];
/** Pieces looked at, so that a long story stays quick. */
const [mostClauses, mostParts] = [4, 8];
/** The least words of a clause, and of a part of one: "photos blank". */
const [leastWords, leastWordsOfPart] = [3, 2];
/** So many are come back to. */
export const mostLater = 2;

interface Told {
  guide: Guide;
  text: string;
  whole: Diagnosis;
  diagnose: (text: string) => Diagnosis;
}

/**
 * Symptoms in the text besides the one it was diagnosed as: another feature and section, announced with "also", or
 * told in passing with words that say what fails.
 */
export function laterSymptoms(told: Told): string[] {
  const { text, whole, diagnose } = told;
  const announced = announcedIn(text).filter((clause) => isOther(told, diagnose(clause), ownFrom));
  const parts = (whole.facets.feature ?? 'everything') === 'everything' ? [] : partsOf(text);
  const inPassing = parts.filter((part) => {
    const own = diagnose(part);
    return isOther(told, own, toldFrom) && isTold(own, part);
  });
  // Where all parts are about something else, the whole was not understood.
  const added = inPassing.length < parts.length ? inPassing : [];
  return [...announced, ...added.filter((part) => !announced.some((clause) => clause.includes(part)))]
    .sort((a, b) => text.indexOf(a) - text.indexOf(b))
    .slice(0, mostLater);
}

/** Whether a piece of the text is sure to be about something else than the whole. */
function isOther({ guide, whole }: Told, own: Diagnosis, from: number): boolean {
  const section = own.sections[0]?.section;
  if (own.kind !== 'symptom' || own.confidence < from || section === undefined) return false;
  if (own.features.length > 0 && own.features.length === own.working.length) return false;
  const { feature } = own.facets;
  const isOtherFeature =
    feature !== undefined && feature !== whole.facets.feature && feature !== 'everything';
  return isOtherFeature && !areEquivalent(guide, section, whole.sections[0]?.section ?? '');
}

/** Whether a few words name what fails, and that it does: "photos blank", but not "and see my call list". */
function isTold({ facets, features }: Diagnosis, part: string): boolean {
  const { feature } = facets;
  return (
    feature !== undefined && isConcrete(feature) && features.includes(feature) && namesTrouble(words(part))
  );
}

/**
 * Of a text that tells of several symptoms and is sure of none, what its first clause alone is about, when that is sure
 * and a later clause tells of something else.
 */
export function firstSymptom({ guide, text, whole, diagnose }: Told): Diagnosis {
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
  const between = new RegExp(`${sentenceEnds.source}|${announcers.source}`, 'iu');
  return pieces(text, between, leastWords).slice(0, mostClauses);
}

/** What is announced as a further symptom, each up to the end of its sentence. */
function announcedIn(text: string): string[] {
  const [, ...after] = text.split(announcers);
  return after.flatMap((rest) => pieces(rest, sentenceEnds, leastWords).slice(0, 1)).slice(0, mostClauses);
}

/** The text in the smallest pieces that can tell a symptom. */
function partsOf(text: string): string[] {
  return pieces(text, joints, leastWordsOfPart).slice(0, mostParts);
}

function pieces(text: string, between: RegExp, least: number): string[] {
  const found = text.split(between).map((piece) => piece.trim());
  return found.filter((piece) => piece.split(/\s+/u).length >= least);
}

/** Words between two things that fail. */
const several = /\b(?:neither|either|nor|and|both|plus|also|as well)\b|[,;]|\bno\b.*\bno\b/iu;

/** Whether a text that was taken for one symptom tells of several things that fail. */
export function tellsOfSeveral(text: string, { features, working }: Diagnosis): boolean {
  const failing = features.filter((feature) => isConcrete(feature) && !working.includes(feature));
  return failing.length > 1 && several.test(text);
}

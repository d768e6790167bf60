import type { Question } from '../conversation/session.ts';
import type { Guide } from '../guide/guide.ts';
import type { Diagnosis } from './diagnosis.ts';

/** Whether a diagnosis needs a question before the first check, and which. */
export type Clarification =
  { ask: 'nothing' } | { ask: 'back'; question: Extract<Question, { kind: 'phone' | 'section' }> };

/** Candidates together hold at least this share, else a list of them would mislead. */
const candidatesFrom = 0.5;
/** The most candidates offered, besides "none of these". */
const mostCandidates = 3;

/**
 * One question at most: the phone when it splits the candidates, else which candidate is meant.
 * @param mayAsk false right after another question.
 */
export function clarify(input: { diagnosis: Diagnosis; guide: Guide; mayAsk: boolean }): Clarification {
  const { diagnosis, guide, mayAsk } = input;
  if (diagnosis.sure || !mayAsk || diagnosis.sections.length < 2) return { ask: 'nothing' };
  const candidates = distinctCandidates(guide, diagnosis).slice(0, mostCandidates);
  if (diagnosis.facets.phone === undefined && isSplitByPhone(guide, diagnosis)) {
    return { ask: 'back', question: { kind: 'phone' } };
  }
  const together = candidates.reduce((sum, { share }) => sum + share, 0);
  if (candidates.length < 2 || together < candidatesFrom) return { ask: 'nothing' };
  return { ask: 'back', question: { kind: 'section', sections: candidates.map(({ section }) => section) } };
}

/** Sections that mean the same to a visitor are offered once. */
function distinctCandidates(guide: Guide, diagnosis: Diagnosis): Diagnosis['sections'] {
  const kept: Diagnosis['sections'] = [];
  for (const candidate of diagnosis.sections) {
    const section = guide.section(candidate.section);
    if (!section || kept.some(({ section: id }) => section.sameAs?.includes(id))) continue;
    kept.push(candidate);
  }
  return kept;
}

/** Whether the best candidate is for one kind of phone and a good deal of the rest for the other. */
function isSplitByPhone(guide: Guide, diagnosis: Diagnosis): boolean {
  const shareOf = (phone: string) =>
    diagnosis.sections.reduce(
      (sum, { section, share }) => sum + (guide.section(section)?.phone === phone ? share : 0),
      0,
    );
  const [android, iphone] = [shareOf('android'), shareOf('iphone')];
  return Math.min(android, iphone) >= 0.15 && android + iphone >= 0.5;
}

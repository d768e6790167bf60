import type { Facets } from '../../conversation/case.ts';
import type { Escalation } from '../../conversation/escalation.ts';
import type { ListedEscalation } from '../../escalation/desk.ts';

/** Characters of a symptom that a list shows. */
const shownCharacters = 200;

/** A line of the desk's lists: no more of a case than it shows. */
export interface ListedCase {
  escalation: Escalation;
  /** The beginning of the visitor's first words. */
  symptom: string;
  facets: Facets;
  /** Checks that were answered. */
  checks: number;
  unread: number;
}

export function listedCase({ escalation, case: subject, unread }: ListedEscalation): ListedCase {
  return {
    escalation,
    symptom: [...(subject?.symptoms[0] ?? '')].slice(0, shownCharacters).join(''),
    facets: subject?.facets ?? {},
    checks: subject?.answers.length ?? 0,
    unread,
  };
}

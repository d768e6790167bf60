import type { PersonOutcome } from './escalation.ts';
import type { Feature, Maker, Phone, Trigger, WindowsVersion } from '../guide/schema.ts';

/** What is known of the visitor's devices and trouble; a missing field is not known. */
export interface Facets {
  phone?: Phone;
  maker?: Maker;
  windows?: WindowsVersion;
  feature?: Feature;
  trigger?: Trigger;
}

export type Answer = 'fixed' | 'already-ok' | 'not-found' | 'skip';

/** One answered check, in the order of answering. Back removes the last one. */
export interface AnsweredCheck {
  check: string;
  answer: Answer;
  /** ISO 8601, UTC. */
  at: string;
  /** Activity id of the card that asked, so that it can be folded into a record. */
  card?: string;
  /** What the visitor typed in place of pressing a button. */
  typed?: string;
  /** "I can't find it" came first, and the other places were shown. */
  elsewhere?: true;
}

/** The last word of the visitor while a case was open: what it is counted by when it was left. */
export interface LastHeard {
  /** ISO 8601, UTC. */
  at: string;
  /** The kind of question that was open afterwards, and the check that it was about. */
  asked:
    | 'symptom'
    | 'phone'
    | 'section'
    | 'check'
    | 'works'
    | 'new-or-part'
    | 'later'
    | 'rating'
    | 'person'
    | 'lasted';
  check?: string;
}

/** Where a case stands, as clients see it in `channelData.support.state`. */
export type CaseState =
  'understanding' | 'checking' | 'confirming' | 'solved' | 'waiting-for-person' | 'with-person' | 'closed';

/** How a case ended: by a fix, by an honest explanation of a limit, by a person, or by being left. */
export type CaseOutcome = 'fixed' | 'explained' | 'handed-over' | 'abandoned';

/** One problem of one visitor, from the first symptom to an end. */
export interface Case {
  id: string;
  conversationId: string;
  state: CaseState;
  /** ISO 8601, UTC. */
  openedAt: string;
  closedAt?: string;
  outcome?: CaseOutcome;
  /** Version of the guide the case was opened under. */
  guideVersion: string;
  /** The visitor's own words, first message first. */
  symptoms: string[];
  facets: Facets;
  /** Sections that fit, best first, with their share of belief (0 to 1, summing to at most 1). */
  sections: { section: string; share: number }[];
  /** The section that the visitor took from those offered. */
  chosen?: string;
  /** The features that the symptom names as failing, where they are several and none stands for them all. */
  features?: Feature[];
  /** Checks that a quoted message or tell-tale expression in the symptom points at. */
  pointedAt: string[];
  answers: AnsweredCheck[];
  /** Further symptoms named in the same message, to come back to after this one. */
  later: string[];
  last?: LastHeard;
  /** How a person ended it. */
  byPerson?: PersonOutcome;
  rating?: { score: number; comment?: string };
  /** Whether the fix held, as the visitor said later; false also when another check has fixed it since. */
  lasted?: boolean;
  /** The check whose fix was asked about. */
  lastedOf?: string;
}

/** The facets that a visitor's next problem shares with this one. */
export function devicesOf({ phone, maker, windows }: Facets): Facets {
  return {
    ...(phone === undefined ? {} : { phone }),
    ...(maker === undefined ? {} : { maker }),
    ...(windows === undefined ? {} : { windows }),
  };
}

/** Each answered check with its last answer: a skipped check may be answered later. */
export function lastAnswers<T extends Pick<AnsweredCheck, 'check'>>(answers: readonly T[]): T[] {
  return [...new Map(answers.map((answered) => [answered.check, answered])).values()];
}

/** What the visitor could answer, with the last answer; skipped and not found is not checked. */
export function doneChecks<T extends Pick<AnsweredCheck, 'check' | 'answer'>>(answers: readonly T[]): T[] {
  return lastAnswers(answers).filter(({ answer }) => answer === 'fixed' || answer === 'already-ok');
}

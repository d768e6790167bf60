import { devicesOf, type Case, type Facets } from './case.ts';
import type { Escalation, HandOverReason } from './escalation.ts';

export type { HandOverReason };

/** What the visitor was asked last, with all that is needed to ask it again in the same words. */
export type Question =
  | { kind: 'symptom' }
  | { kind: 'phone' }
  | { kind: 'section'; sections: string[] }
  | {
      kind: 'check';
      check: string;
      section: string;
      /** Whether the card may say that this is most often the reason. */
      isLikeliest?: boolean;
      position: number;
      total: number;
      elsewhere: boolean;
      /** What is asked about is right when it is off. */
      isGoodOff?: boolean;
      /** The visitor said that it is not as it should be, and was asked to put it right. */
      isOff?: boolean;
      /** It asks whether something explains the trouble, so that a yes ends the search and a no goes on with it. */
      isExplanation?: boolean;
    }
  /** `isUnasked`: the check was not answered, but something was said that may mean that it works. */
  | { kind: 'works'; check: string; isUnasked?: true }
  | { kind: 'new-or-part'; text: string }
  /** The case is solved: whether another symptom that was told with it is gone too; `isAll` when one text told of both. */
  | { kind: 'later'; text: string; isAll?: true }
  | {
      kind: 'rating';
      check?: string;
      explained: boolean;
      /** A person ended the case: whether they solved it. */
      person?: { solved: boolean };
    }
  | { kind: 'lasted'; check: string }
  | {
      kind: 'person';
      because: HandOverReason;
      ask?: PersonAsk;
      /** Asked below the first card, on a small one of its own. */
      isFollowUp?: boolean;
      outlook?: Outlook;
    };

/** What a waiting visitor can be told. */
export interface Outlook {
  /** 1 is the next. */
  position?: number;
  /** Missing when nobody can honestly say. */
  waitMinutes?: number;
  /** Nobody is at the desk just now; if nobody takes the case within so long, the visitor is told. */
  toldAfterMinutes?: number;
  /** Nobody is on duty. */
  closed?: boolean;
  /** From when on somebody is, as the visitor reads it. */
  opensAt?: string;
}

/** What a visitor who waits for a person is asked, in this order; `offer` when nobody can come now. */
export type PersonAsk = 'offer' | 'note' | 'contact' | 'consent';

/** What a conversation remembers between turns, beside the dialog stack. Stored as Bot Framework state. */
export interface Session {
  /** The open case, or the last one until a new one begins. */
  case?: Case;
  /** What was told of the devices before there was a problem: "I have a Samsung". */
  told?: Facets;
  /** What was said before there was a problem and could not be read, the last few texts: a person may read it. */
  unread?: string[];
  /** Rises with every question asked; a click that carries another number is stale. */
  step: number;
  question: Question;
  /** Activity id of the card that asks the question, to fold it when it is answered. */
  card?: string;
  /** Times in a row that a text was neither a symptom nor an answer. */
  misunderstood: number;
  /** The case for which the visitor could not tell the phone, so that it is not asked again. */
  phoneUntold?: string;
  /** The sentence that was said above a question asked again, so that it is not said twice in a row. */
  repeated?: string;
  /** Whether the last thing asked was a question, with no check since. */
  askedWithoutCheck: boolean;
  /** Whether all is to be deleted was asked last, with the log position of the wish and the card that asks. */
  deleting?: { ask: number; card?: string };
  /** The visitor wants not to be asked whether a fix lasted. */
  noFollowUps?: boolean;
  /** The last escalation of the conversation, as it is stored. */
  escalation?: Escalation;
  /** Where the bot was when a person came in, to go on there; `case` when it was another one than the person's. */
  parked?: { case?: Case; question: Question };
}

/** What is known before a text is read: of an open case everything, of an ended one the devices. */
export function knownFacets({ case: current, told }: Session): Facets {
  const facets = current?.facets ?? {};
  return { ...(current?.outcome === undefined ? facets : devicesOf(facets)), ...told };
}

export function newSession(): Session {
  return { step: 0, question: { kind: 'symptom' }, misunderstood: 0, askedWithoutCheck: false };
}

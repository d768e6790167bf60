import type { Case } from './case.ts';

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
    }
  | { kind: 'works'; check: string }
  | { kind: 'new-or-part'; text: string }
  | { kind: 'rating'; check?: string; explained: boolean }
  | { kind: 'person'; because: HandOverReason };

/** Why a case goes to a person. */
export type HandOverReason = 'asked' | 'used-up' | 'person-is-quicker' | 'misunderstood' | 'outside';

/** What a conversation remembers between turns, beside the dialog stack. Stored as Bot Framework state. */
export interface Session {
  /** The open case, or the last one until a new one begins. */
  case?: Case;
  /** Rises with every question asked; a click that carries another number is stale. */
  step: number;
  question: Question;
  /** Activity id of the card that asks the question, to fold it when it is answered. */
  card?: string;
  /** Times in a row that a text was neither a symptom nor an answer. */
  misunderstood: number;
  /** Whether the last thing asked was a question, with no check since. */
  askedWithoutCheck: boolean;
}

export function newSession(): Session {
  return { step: 0, question: { kind: 'symptom' }, misunderstood: 0, askedWithoutCheck: false };
}

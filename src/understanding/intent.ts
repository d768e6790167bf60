import type { Action } from '../conversation/actions.ts';
import type { Facets } from '../conversation/case.ts';
import type { Diagnosis, SmallTalk } from './diagnosis.ts';

/** What the visitor wants with one message, whether clicked or typed. */
export type Intent =
  /** A button that belongs to the current question, or words that mean the same. */
  | {
      is: 'action';
      action: Action;
      typed?: string;
      /** Facts about the devices in the same message. */
      told?: Facets;
      /** Another symptom in the same message: "works now, but my photos are still missing". */
      also?: string;
      /** To what explains the trouble: something was done about it, so that it may work now. */
      isDone?: boolean;
      /** To a check that was put right: what came of it, told in the same message. */
      works?: boolean;
      /** To a check that was not found: it is there and cannot be changed. */
      isStuck?: true;
      /** It may say that the trouble is gone, and may not. */
      isVague?: true;
    }
  /** `why`: what the check that is asked has to do with the trouble. */
  | { is: 'command'; command: 'help' | 'why' | 'repeat' | 'where-am-i' }
  /** `isInstead`: what was understood before is taken back. */
  | { is: 'symptom'; text: string; diagnosis: Diagnosis; isInstead?: true }
  /** Facts about the devices, without a new problem: "it's a Samsung". */
  | { is: 'details'; facets: Facets }
  /** Something works that is not what the case is about, or worked before. */
  | { is: 'works-elsewhere' }
  /** "No, it's off" to a check: known now, but not yet put right. */
  | { is: 'not-yet' }
  | { is: 'small-talk'; smallTalk: SmallTalk }
  | { is: 'off-topic' }
  /** `inOtherLanguage` when it is none that the bot reads. */
  | { is: 'unclear'; inOtherLanguage?: boolean }
  /** A button of an earlier card. */
  | { is: 'stale' }
  /** A button with content that this program never sent. */
  | { is: 'invalid' }
  /** Files without a word. */
  | { is: 'files'; arePictures: boolean }
  /** Neither text nor button nor file: a reaction. */
  | { is: 'nothing' };

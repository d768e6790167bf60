import type { Action } from '../../conversation/actions.ts';
import type { Activity } from '../../conversation/activity.ts';
import type { AnsweredCheck, Facets } from '../../conversation/case.ts';
import type { Escalation } from '../../conversation/escalation.ts';

/** Why a check was not tried, for a person who may want to. */
export type UntriedReason = 'skip' | 'not-found' | 'not-reached' | 'not-worth-it' | 'unlikely';

/** What things are called in the language of the guide. The presentation makes one of guide and phrases. */
export interface Wording {
  checkTitle(id: string): string;
  sectionTitle(id: string): string | undefined;
  /** The checks that a section lists, likeliest first. */
  checksOf(section: string): string[];
  answer(answered: Pick<AnsweredCheck, 'check' | 'answer'>): string;
  /** What a button means. */
  action(action: Action): string;
  /** Everything an activity says; cards as plain text. */
  activity(activity: Activity): string;
  facets(facets: Facets): string;
  untried(reason: UntriedReason): string;
  /** How an escalation stands, as one line of a transcript. */
  status(state: string, by: string | undefined): string;
  /** Stands in a transcript for so many entries that were left out. */
  omitted(count: number): string;
  /** The parts of the summary as sentences of one paragraph; what is not known is left out. */
  summary(known: {
    symptoms: string[];
    facets: string;
    section?: string;
    checked: string[];
    untried: string[];
    because: Escalation['because'];
    note?: string;
  }): string;
}

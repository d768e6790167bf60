import type { Activity } from '../../conversation/activity.ts';
import type { Case, Facets } from '../../conversation/case.ts';
import type { Escalation } from '../../conversation/escalation.ts';

/** One check in words. */
export interface PackagedCheck {
  check: string;
  title: string;
  answer: Case['answers'][number]['answer'];
  /** What came out, in words. */
  result: string;
  /** What the visitor typed in place of pressing a button. */
  typed?: string;
  /** ISO 8601, UTC. */
  at: string;
}

/** A check that the case did not come to, and why. */
export interface UntriedCheck {
  check: string;
  title: string;
  why: string;
}

/** One activity of the transcript. */
export interface TranscriptLine {
  /** Position in the conversation's log. */
  seq: number;
  /** ISO 8601, UTC. */
  at: string;
  /** Who it is from, by role and by the name that is shown. */
  from: 'visitor' | 'bot' | 'agent';
  who: string;
  /** What was said, or what happened; a card as plain text. */
  text: string;
  /** Data of the button that was pressed. */
  pressed?: unknown;
  /** What the button means, in words. */
  meaning?: string;
  files?: { name: string; contentType: string; url?: string }[];
  /** Position of the earlier message that this one replaced on screen. */
  replaces?: number;
}

/** What is known of a case, without what was said. */
export interface CaseFacts {
  escalation: Escalation;
  case: Case | undefined;
  /** One paragraph. */
  summary: string;
  /** The visitor's own words, first message first. */
  symptoms: string[];
  facets: Facets;
  section?: { id: string; title: string };
  checks: PackagedCheck[];
  untried: UntriedCheck[];
}

/** One entry of the log as a person reads it and as a program does; some activities nobody ever saw. */
export interface TranscriptPart {
  line?: TranscriptLine;
  /** In the Bot Framework transcript form. */
  activity: Activity;
}

/** Everything a person needs to go on without asking what was said already. */
export interface HandOverPackage extends CaseFacts {
  /** Of a very long conversation the beginning and the end; a line of its own tells what was left out. */
  transcript: TranscriptLine[];
  /** The same as activities, in the Bot Framework transcript form. */
  activities: Activity[];
}

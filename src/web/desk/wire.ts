import type { Activity } from '../../conversation/activity.ts';

/** What the server's answers hold, as far as the page reads it. Times are ISO 8601 in UTC. */

export interface Account {
  id: string;
  name: string;
}

export interface Session {
  agent: Account;
  queues: string[];
  expiresAt: string;
}

export type EscalationState =
  'requested' | 'queued' | 'accepted' | 'declined' | 'timed-out' | 'closed' | 'returned' | 'cancelled';

export interface Escalation {
  id: string;
  caseId: string;
  queue: string;
  state: EscalationState;
  because: string;
  revision: number;
  requestedAt: string;
  queuedAt?: string;
  acceptedAt?: string;
  endedAt?: string;
  ticket: boolean;
  note?: string;
  email?: string;
  agent?: Account;
  readUpTo?: number;
  /** Position up to which the visitor has read. */
  visitorReadUpTo?: number;
  outcome?: { solved: boolean; check?: string };
  rating?: { score: number; comment?: string };
}

/** As much of an escalation as a list shows. */
export type ListedState = Omit<
  Escalation,
  'note' | 'email' | 'readUpTo' | 'visitorReadUpTo' | 'outcome' | 'rating'
>;

export interface Lists {
  queue: ListedCase[];
  mine: ListedCase[];
  /** Others wait behind those of the queue. */
  more: boolean;
}

export interface ListedCase {
  escalation: ListedState;
  symptom: string;
  facets: Record<string, string | number>;
  checks: number;
  unread: number;
}

export interface Change {
  number: number;
  at: string;
  by: { is: string; id?: string; name?: string };
  event: { is: string; [field: string]: unknown };
}

export interface CaseFacts {
  summary: string;
  symptoms: string[];
  facets: Record<string, string | number>;
  section?: { id: string; title: string };
  checks: { check: string; title: string; answer: string; result: string; typed?: string; at: string }[];
  untried: { check: string; title: string; why: string }[];
}

export interface OpenedCase {
  escalation: Escalation;
  changes: Change[];
  conversation: { channel: string; userName?: string; locale?: string; startedAt: string };
  package: CaseFacts;
}

export interface LogEntry {
  seq: number;
  activityId: string;
  direction: 'in' | 'out';
  activity: Activity;
}

export interface LogPage {
  entries: LogEntry[];
  lastSeq: number;
}

export interface PresentAgent extends Account {
  status: 'available' | 'away';
}

export interface Choices {
  savedReplies: SavedReply[];
  checks: { id: string; title: string }[];
  /** Kinds of personal data that this agent may have shown. */
  mayReveal: string[];
}

export interface SavedReply {
  name: string;
  title: string;
  text: string;
}

export type News =
  /** `listed`: its line, when it may have come into a list. */
  | { is: 'escalation'; escalation: Escalation; change: Change; listed?: ListedCase }
  | { is: 'entries'; escalationId: string; entries: LogEntry[] }
  | { is: 'passing'; escalationId: string; activity: Activity }
  | { is: 'erased'; escalationId: string }
  | { is: 'presence'; agents: PresentAgent[] };

/** Nobody has it, and somebody may take it. */
export function isUntaken({ state }: Pick<Escalation, 'state'>): boolean {
  return state === 'requested' || state === 'queued' || state === 'declined' || state === 'timed-out';
}

export function hasEnded({ state }: Pick<Escalation, 'state'>): boolean {
  return state === 'closed' || state === 'returned' || state === 'cancelled';
}

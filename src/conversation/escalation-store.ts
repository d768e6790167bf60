import type { Case, Facets } from './case.ts';
import type { Escalation, EscalationChange, EscalationState, OutboxEntry } from './escalation.ts';

/** Which escalations are meant; what is left out does not restrict. */
export interface EscalationFilter {
  states?: readonly EscalationState[];
  queues?: readonly string[];
  agentId?: string;
  /** Words that stand in the case or in what the visitor told; upper and lower case are the same. */
  text?: string;
  /** `waiting`: first come first, tickets last. `newest`: last requested first. */
  order: 'waiting' | 'newest';
  limit: number;
}

/** What a list shows of an escalation, and no more of it. */
export interface ListedEscalation {
  escalation: Pick<
    Escalation,
    | ('id' | 'caseId' | 'conversationId' | 'queue' | 'state' | 'because' | 'revision' | 'ticket' | 'agent')
    | ('requestedAt' | 'queuedAt' | 'acceptedAt' | 'endedAt')
  >;
  /** The visitor's first words; empty when there are none. */
  symptom: string;
  facets: Facets;
  /** Checks that were answered. */
  checks: number;
  /**
   * Messages of the visitor that the agent who has the case has not read, up to `mostUnread`. 0 while nobody has it:
   * what was said before is news to nobody.
   */
  unread: number;
}

/** Unread messages are counted up to here. */
export const mostUnread = 100;

/** A line of a list, with nothing unread. Pure. */
export function listedEscalation(escalation: Escalation, subject: Case | undefined): ListedEscalation {
  const { id, caseId, conversationId, queue, state, because, revision, ticket, agent } = escalation;
  const { requestedAt, queuedAt, acceptedAt, endedAt } = escalation;
  return {
    escalation: {
      ...{ id, caseId, conversationId, queue, state, because, revision, ticket, agent },
      ...{ requestedAt, queuedAt, acceptedAt, endedAt },
    },
    symptom: subject?.symptoms[0] ?? '',
    facets: subject?.facets ?? {},
    checks: subject?.answers.length ?? 0,
    unread: 0,
  };
}

/** An outbox entry as it stands. */
export interface StoredOutboxEntry extends OutboxEntry {
  /** `due`: to be sent. `done`. `dead`: given up, for an operator to look at. */
  state: 'due' | 'done' | 'dead';
  attempts: number;
  /** ISO 8601, UTC. */
  createdAt: string;
  dueAt: string;
  lastError?: string;
}

/** Escalations and what is owed to targets. Written only by `Store.commit…`, with the conversation they belong to. */
export interface EscalationStore {
  findEscalation(id: string): Promise<Escalation | undefined>;
  /** The newest of a case. */
  escalationOfCase(caseId: string): Promise<Escalation | undefined>;
  /** The newest of a conversation. */
  escalationOfConversation(conversationId: string): Promise<Escalation | undefined>;
  listEscalations(filter: EscalationFilter): Promise<Escalation[]>;
  /** The same escalations as lines of a list. */
  listForDesk(filter: EscalationFilter): Promise<ListedEscalation[]>;
  /** An escalation's history, oldest first. */
  escalationChanges(id: string): Promise<EscalationChange[]>;
  /** Untaken escalations that should have been accepted by now, oldest first. */
  overdueEscalations(now: string, limit: number): Promise<Escalation[]>;
  /** How long visitors waited whose case was accepted since, newest first. Seconds; tickets do not count. */
  recentWaits(filter: { queue: string; since: string; limit: number }): Promise<number[]>;
  /** Waiting escalations before this one in its queue. */
  countAhead(escalation: Pick<Escalation, 'id' | 'queue' | 'queuedAt'>): Promise<number>;

  /** What is to be sent by now, oldest first: of each escalation and target only the first, to keep the order. */
  dueOutbox(now: string, limit: number): Promise<StoredOutboxEntry[]>;
  /** When the next entry is to be sent; undefined when nothing is. */
  nextOutboxTime(): Promise<string | undefined>;
  /** What becomes of an attempt. @returns false when there is no such entry any more. */
  markOutbox(
    id: string,
    mark: { state: StoredOutboxEntry['state']; attempts: number; dueAt: string; lastError?: string },
  ): Promise<boolean>;
  listOutbox(filter: { state: StoredOutboxEntry['state']; limit: number }): Promise<StoredOutboxEntry[]>;
  /** Makes dead entries due again, all or those of the ids. Returns how many. */
  resendOutbox(input: { ids?: readonly string[]; now: string }): Promise<number>;
}

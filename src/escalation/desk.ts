import type { Activity } from '../conversation/activity.ts';
import type {
  AgentAccount,
  AgentMessage,
  Escalation,
  EscalationChange,
  PersonOutcome,
} from '../conversation/escalation.ts';
import type { ListedEscalation } from '../conversation/escalation-store.ts';
import type { PersonalKind } from '../conversation/personal.ts';
import type { ConversationRecord, LogEntry } from '../conversation/store.ts';
import type { CaseFacts, TranscriptPart } from './package/package.ts';

/** A signed-in agent. */
export interface DeskAgent extends AgentAccount {
  /** Queues whose cases they may see and take. */
  queues: readonly string[];
}

/** Lines of the queue. One more than a page shows, so that it can tell that there are more. */
export const longestQueue = 201;

/** All that an agent sees of a case beside the conversation. */
export interface DeskCase {
  escalation: Escalation;
  /** Oldest first; `noted` events are the private notes. */
  changes: EscalationChange[];
  conversation: ConversationRecord;
  package: CaseFacts;
}

/** Which page of a log. */
export type LogRange = { limit: number } & ({ after: number } | { before: number });

/** What happens while an agent looks on. `agentId`: who has the case. */
export type DeskNews =
  /** `listed`: its line, when it may have come into a list. */
  | { is: 'escalation'; escalation: Escalation; change: EscalationChange; listed?: ListedEscalation }
  /** Log entries of a conversation whose escalation the agent may see; also those that visitors are not shown. */
  | { is: 'entries'; escalationId: string; entries: LogEntry[]; agentId?: string }
  /** The visitor has deleted their data: there is no such case any more. */
  | { is: 'erased'; escalationId: string }
  /** Typing, of either side; not stored. */
  | { is: 'passing'; escalationId: string; activity: Activity; agentId?: string };

/**
 * What agents do, free of any page or wire. Every operation checks that the escalation is in one of the agent's
 * queues (`escalation.unknown` otherwise, so that nobody learns what exists), runs under the conversation's lock, and
 * is committed with the log, the case and the bot's state as a whole or not at all. The resolved value is how it
 * stands afterwards. @throws SupportError `escalation.*`, `storage.unavailable`.
 */
export interface Desk {
  /** Untaken cases: first come first, tickets last, at most `longestQueue`. */
  queue(agent: DeskAgent): Promise<ListedEscalation[]>;
  /** Cases this agent has now. */
  mine(agent: DeskAgent): Promise<ListedEscalation[]>;
  /** Past and present cases that hold the words, newest first, at most `limit` (100). */
  search(agent: DeskAgent, query: { text: string; limit: number }): Promise<ListedEscalation[]>;

  open(agent: DeskAgent, escalationId: string): Promise<DeskCase>;
  /** A page of the conversation's log: after a position, or before one and as near to it as possible; in order. */
  log(agent: DeskAgent, range: { escalationId: string } & LogRange): Promise<LogEntry[]>;
  /** The whole conversation, a piece at a time, however long it is. */
  transcript(agent: DeskAgent, escalationId: string): Promise<AsyncIterable<TranscriptPart[]>>;

  /** Of several at once one wins, the others get `escalation.taken`. Taking what is yours already changes nothing. */
  take(agent: DeskAgent, escalationId: string): Promise<Escalation>;
  /** To another agent, or back into the queue where it keeps its place. */
  handOn(agent: DeskAgent, input: { escalationId: string; to?: AgentAccount }): Promise<Escalation>;
  returnToBot(agent: DeskAgent, escalationId: string): Promise<Escalation>;
  /** Refuses it without taking it; the visitor is offered a ticket or the bot. */
  decline(agent: DeskAgent, escalationId: string): Promise<Escalation>;
  /** Ends it; the visitor is asked for a rating. */
  close(agent: DeskAgent, input: { escalationId: string } & PersonOutcome): Promise<Escalation>;

  /**
   * Writes to the visitor. The same `key` of the same agent is one message, however often it comes.
   * @returns the entry of the log.
   */
  send(agent: DeskAgent, input: { escalationId: string; key: string } & AgentMessage): Promise<LogEntry>;
  /** A private note; never leaves the desk. */
  note(agent: DeskAgent, input: { escalationId: string; text: string }): Promise<Escalation>;
  /** Has personal data of a kind shown, where they are taken out; the history tells of it. */
  reveal(agent: DeskAgent, input: { escalationId: string; kind: PersonalKind }): Promise<Escalation>;
  /** The agent has read up to this log position. */
  read(agent: DeskAgent, input: { escalationId: string; upTo: number }): Promise<Escalation>;
  /** Shows the visitor that somebody is typing. Not stored. */
  typing(agent: DeskAgent, escalationId: string): Promise<void>;

  /** All that happens in the agent's queues, from now on. Delivery is at most once: after a gap, list anew. */
  subscribe(agent: DeskAgent, listener: (news: DeskNews) => void): () => void;
}

import type { Activity } from './activity.ts';
import type { Case } from './case.ts';
import type { EscalationWrite, OutboxEntry } from './escalation.ts';
import type { FixCount, FixScope, FixWrite } from './fix.ts';
import type { UnmatchedSymptom } from './unmatched.ts';

/** A conversation of one visitor on one channel. */
export interface ConversationRecord {
  id: string;
  /** The channel's name as the Bot Framework spells it: `directline`, `msteams`. */
  channel: string;
  userId: string;
  userName?: string;
  locale?: string;
  /** ISO 8601, UTC. */
  startedAt: string;
}

/** One line of the append-only log. An activity id that comes again replaces the earlier activity on screen. */
export interface LogEntry {
  conversationId: string;
  /** Position in the conversation: 1, 2, 3 … without gaps. The Direct Line watermark. */
  seq: number;
  activityId: string;
  /** `in` from the visitor, `out` from the bot or an agent. */
  direction: 'in' | 'out';
  activity: Activity;
}

/** Everything that changes a conversation at once. Written as a whole or not at all. */
export interface Change {
  conversationId: string;
  outgoing: Activity[];
  /** Bot Framework state by key; `null` deletes. */
  state: Map<string, object | null>;
  cases: Case[];
  /** What solved cases teach, with the scope it counts in. One of a case that taught before is left out. */
  fixes?: FixWrite[];
  unmatched?: UnmatchedSymptom[];
  /** A line of history that is stored already refuses the whole: somebody else was quicker. */
  escalations?: EscalationWrite[];
  outbox?: OutboxEntry[];
}

/** Everything one turn changes. */
export interface TurnResult extends Change {
  /** The inbound entry this turn answers. */
  seq: number;
}

/** The log, the state and the cases. Every method may throw `storage.unavailable`. */
export interface Store {
  /** Returns false when a conversation of this id exists already; it is left as it was. */
  createConversation(conversation: ConversationRecord): Promise<boolean>;
  findConversation(id: string): Promise<ConversationRecord | undefined>;

  /**
   * Logs an inbound activity and notes that its turn is owed, in one transaction. Assigns `activity.id` and
   * `activity.timestamp`. A `clientKey` seen before in this conversation returns the first entry with
   * `duplicate: true` and writes nothing.
   */
  accept(inbound: {
    conversationId: string;
    activity: Activity;
    clientKey?: string;
  }): Promise<{ entry: LogEntry; duplicate: boolean }>;

  /** Writes a turn's activities, state and cases and marks the turn as done, in one transaction. */
  commitTurn(result: TurnResult): Promise<LogEntry[]>;

  /**
   * Writes what the support side does, in one transaction. A `clientKey` that was written before in this conversation
   * returns the first entry with `duplicate: true` and writes nothing; it is kept with the first of `outgoing`.
   */
  commitAct(act: Change & { clientKey?: string }): Promise<{ entries: LogEntry[]; duplicate: boolean }>;

  /** Accepted activities whose turn was never committed, oldest first: what a killed process left behind. */
  owedTurns(): Promise<LogEntry[]>;

  /** Entries with `seq` greater than `after`, in order, at most `limit`. */
  readLog(range: { conversationId: string; after: number; limit: number }): Promise<LogEntry[]>;
  /** The entry that was first written under this key. */
  findByClientKey(conversationId: string, clientKey: string): Promise<LogEntry | undefined>;
  /** The activity as it was written last. */
  findActivity(conversationId: string, activityId: string): Promise<LogEntry | undefined>;
  /** The greatest `seq` of the conversation, 0 when there is none. */
  lastSeq(conversationId: string): Promise<number>;

  readState(keys: string[]): Promise<Map<string, object>>;

  findCase(id: string): Promise<Case | undefined>;
  /** Cases in this state, oldest first, at most `limit`. */
  listCases(filter: { state: Case['state']; limit: number }): Promise<Case[]>;

  /** How many solved cases named each check, by kind of trouble, within one scope. In no particular order. */
  countFixes(scope: FixScope): Promise<FixCount[]>;
  /** Forgets all that was learned under this guide, whatever its checks were. Returns from how many cases. */
  forgetFixes(guide: string): Promise<number>;

  /** The value kept under this name; `create` makes it the first time, and the first writer wins. */
  keptSecret(name: string, create: () => string): Promise<string>;

  close(): Promise<void>;
}

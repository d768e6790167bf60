import { errorFrom } from '../errors.ts';
import type { Activity } from './activity.ts';
import type { Case } from './case.ts';
import type { ConversationBus } from './bus.ts';
import type { Fix, FixScope } from './fix.ts';
import type { ConversationLocks } from './locks.ts';
import type { ConversationRecord, LogEntry, Store } from './store.ts';

/** What a handler is given for one turn, and where it puts what the turn changes. */
export interface Turn {
  conversation: ConversationRecord;
  activity: Activity;
  readState(keys: string[]): Promise<Map<string, object>>;
  /** Buffers; nothing is written before the handler returns. `null` deletes. */
  writeState(key: string, value: object | null): void;
  saveCase(value: Case): void;
  /** Buffers what a solved case teaches. A case counts once, however often this is called. */
  learn(scope: FixScope, fix: Fix): void;
  /** Buffers an activity and returns its id. An id the activity already carries is kept: it replaces that one. */
  send(activity: Activity): string;
}

export type TurnHandler = (turn: Turn) => Promise<void>;

/**
 * What a visitor is shown when a turn failed. Its reference leads to the line in the operator's log; the turn reads
 * the state as it was before.
 */
export type FailureMessage = (failure: { turn: Turn; reference: string }) => Activity[] | Promise<Activity[]>;

export interface Received {
  entry: LogEntry;
  duplicate: boolean;
  /** Resolves when the turn is committed and delivered. Never rejects. */
  done: Promise<void>;
}

interface Logger {
  error(fields: object, event: string): void;
  info(fields: object, event: string): void;
}

export interface TurnRunnerParts {
  store: Store;
  locks: ConversationLocks;
  bus: ConversationBus;
  handle: TurnHandler;
  failureMessage: FailureMessage;
  logger: Logger;
  newId: () => string;
}

/**
 * Runs turns: one at a time per conversation, each activity once. What a turn sends, its state and its cases are
 * committed together with the mark that the turn is done, so a process killed in between runs it again from the
 * start, and nobody has seen half of it.
 */
export class TurnRunner {
  readonly #parts: TurnRunnerParts;
  readonly #running = new Map<string, Promise<void>>();

  constructor(parts: TurnRunnerParts) {
    this.#parts = parts;
  }

  /** Logs an activity and starts its turn. When this resolves the activity is safe; its answer may still be owed. */
  async receive(inbound: {
    conversation: ConversationRecord;
    activity: Activity;
    clientKey?: string;
  }): Promise<Received> {
    const { store, bus } = this.#parts;
    const { entry, duplicate } = await store.accept({
      conversationId: inbound.conversation.id,
      activity: inbound.activity,
      clientKey: inbound.clientKey,
    });
    if (duplicate) {
      return { entry, duplicate, done: this.#running.get(turnKey(entry)) ?? Promise.resolve() };
    }
    bus.publish({ conversationId: entry.conversationId, entries: [entry] });
    return { entry, duplicate, done: this.#start(inbound.conversation, entry) };
  }

  /** Runs the turns that a killed process left owed. Call once, before the first request is served. */
  async resumeOwedTurns(): Promise<number> {
    const owed = await this.#parts.store.owedTurns();
    for (const entry of owed) {
      const conversation = await this.#parts.store.findConversation(entry.conversationId);
      if (conversation) void this.#start(conversation, entry);
    }
    return owed.length;
  }

  /** Resolves when every running turn has ended. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  #start(conversation: ConversationRecord, entry: LogEntry): Promise<void> {
    const key = turnKey(entry);
    const done = this.#parts.locks
      .run(conversation.id, () => this.#run(conversation, entry))
      .finally(() => this.#running.delete(key));
    this.#running.set(key, done);
    return done;
  }

  async #run(conversation: ConversationRecord, entry: LogEntry): Promise<void> {
    const { store, bus, logger, handle, failureMessage } = this.#parts;
    const buffer = this.#buffer(conversation, entry);
    try {
      try {
        await handle(buffer.turn);
      } catch (cause) {
        const reference = this.#parts.newId().slice(0, 8);
        logger.error({ conversation: conversation.id, reference, err: cause }, 'turn.failed');
        buffer.clear();
        const told = await failureMessage({ turn: buffer.turn, reference });
        for (const activity of told) buffer.turn.send(activity);
      }
      const entries = await store.commitTurn({
        conversationId: conversation.id,
        seq: entry.seq,
        ...buffer.result(),
      });
      bus.publish({ conversationId: conversation.id, entries });
    } catch (cause) {
      // The turn stays owed: the next start runs it again.
      logger.error({ conversation: conversation.id, err: errorFrom(cause) }, 'turn.not-stored');
    }
  }

  #buffer(conversation: ConversationRecord, entry: LogEntry) {
    const { store, newId } = this.#parts;
    let outgoing: Activity[] = [];
    let state = new Map<string, object | null>();
    let cases = new Map<string, Case>();
    let fixes: { scope: FixScope; fix: Fix }[] = [];
    const turn: Turn = {
      conversation,
      activity: entry.activity,
      readState: (keys) => store.readState(keys),
      writeState: (key, value) => void state.set(key, value),
      saveCase: (value) => void cases.set(value.id, value),
      learn: (scope, fix) => void fixes.push({ scope, fix }),
      send: (activity) => {
        const id = activity.id ?? newId();
        outgoing.push({ replyToId: entry.activityId, ...activity, id });
        return id;
      },
    };
    return {
      turn,
      clear: () => {
        outgoing = [];
        state = new Map();
        cases = new Map();
        fixes = [];
      },
      result: () => ({ outgoing, state, cases: [...cases.values()], fixes }),
    };
  }
}

function turnKey(entry: LogEntry): string {
  return `${entry.conversationId}|${entry.seq}`;
}

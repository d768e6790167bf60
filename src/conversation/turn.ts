import { SupportError, errorFrom } from '../errors.ts';
import type { Activity } from './activity.ts';
import type { Case } from './case.ts';
import type { ConversationBus } from './bus.ts';
import type { Act, EscalationWrite, OutboxEntry } from './escalation.ts';
import type { Fix, FixScope, FixWrite } from './fix.ts';
import type { ConversationLocks } from './locks.ts';
import type { Erased } from './privacy-store.ts';
import type { Change, ConversationRecord, LogEntry, Store } from './store.ts';
import type { UnmatchedSymptom } from './unmatched.ts';

/** What a handler is given for one turn, and where it puts what the turn changes. */
export interface Turn {
  conversation: ConversationRecord;
  activity: Activity;
  /** Log position of the activity; for what the support side does, the last position there is. */
  seq: number;
  /** What the support side does, in place of a visitor's activity. */
  act?: Act;
  readState(keys: string[]): Promise<Map<string, object>>;
  findCase(id: string): Promise<Case | undefined>;
  /** An activity of this conversation as it was written last. */
  findActivity(id: string): Promise<Activity | undefined>;
  /** Buffers; nothing is written before the handler returns. `null` deletes. */
  writeState(key: string, value: object | null): void;
  saveCase(value: Case): void;
  /** Buffers what a solved case teaches. A case counts once, however often this is called. */
  learn(scope: FixScope, fix: Fix): void;
  /** Buffers that what a case has taught is forgotten. What it teaches later counts. */
  unlearn(caseId: string): void;
  /** Buffers a text that no section was found for. `caseId` is asked when the turn ends: a case may come of it. */
  noteUnmatched(symptom: Pick<UnmatchedSymptom, 'why' | 'text'> & { caseId: () => string | undefined }): void;
  /**
   * Erases everything of this visitor in place of what the turn has buffered and will buffer. `last` is shown to who
   * looks on now, and kept nowhere.
   */
  erase(last: Activity[]): void;
  escalate(write: EscalationWrite): void;
  /** Buffers what a target is to be told once the turn is committed. */
  tell(entry: OutboxEntry): void;
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
  /** Resolves when the turn is committed and delivered, or could not be stored. Never rejects. */
  done: Promise<TurnEnd>;
}

/** `owed`: what the turn did could not be stored, so it runs again at the next start. */
export type TurnEnd = 'committed' | 'owed';

/** What was written, for those who are not in the conversation: lists of agents, deliveries to targets. */
export interface Committed {
  conversationId: string;
  entries: LogEntry[];
  cases: Case[];
  escalations: EscalationWrite[];
  outbox: OutboxEntry[];
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
  /** Erases all that is known of the visitor of a conversation. Without it turns that ask for it fail. */
  erase?: (conversation: ConversationRecord) => Promise<Pick<Erased, 'conversations'>>;
  /** Called when the conversation of a turn was erased, with what is said last. Must not throw. */
  onErased?: (told: { conversationId: string; messages: readonly Activity[] }) => void;
  /** Called after each commit. Must not throw. */
  onCommitted?: (committed: Committed) => void;
}

/**
 * Runs turns: one at a time per conversation, each activity once. What a turn sends, its state and its cases are
 * committed together with the mark that the turn is done, so a process killed in between runs it again from the
 * start, and nobody has seen half of it.
 */
export class TurnRunner {
  readonly #parts: TurnRunnerParts;
  readonly #running = new Map<string, Promise<TurnEnd>>();

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
      return { entry, duplicate, done: this.#running.get(turnKey(entry)) ?? Promise.resolve('committed') };
    }
    bus.publish({ conversationId: entry.conversationId, entries: [entry] });
    return { entry, duplicate, done: this.#start(inbound.conversation, entry) };
  }

  /**
   * Runs what the support side does as a turn of its own, in order with the visitor's. Unlike theirs it is not owed:
   * when it fails nothing is written, and whoever asked for it is told. A `clientKey` seen before runs nothing.
   * @throws whatever the handler throws, and SupportError `storage.unavailable`.
   */
  async act(input: {
    conversation: ConversationRecord;
    act: Act;
    clientKey?: string;
  }): Promise<{ entries: LogEntry[]; duplicate: boolean }> {
    const { store, locks } = this.#parts;
    const { conversation, act, clientKey } = input;
    const { id } = conversation;
    const running = locks.run(id, async () => {
      if (!(await store.findConversation(id))) {
        throw new SupportError('escalation.erased', `The conversation ${id} was erased.`);
      }
      const before = clientKey === undefined ? undefined : await store.findByClientKey(id, clientKey);
      if (before) return { entries: [before], duplicate: true };
      const buffer = this.#buffer({
        conversation,
        act,
        activity: activityOf(conversation, act),
        seq: await store.lastSeq(id),
      });
      await this.#parts.handle(buffer.turn);
      const change = { conversationId: id, ...buffer.result() };
      const written = await store.commitAct({ ...change, clientKey });
      if (!written.duplicate) this.#publish(change, written.entries);
      return written;
    });
    const key = `${id}|${this.#parts.newId()}`;
    this.#running.set(
      key,
      running
        .then(
          (): TurnEnd => 'committed',
          (): TurnEnd => 'committed',
        )
        .finally(() => this.#running.delete(key)),
    );
    return running;
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

  #start(conversation: ConversationRecord, entry: LogEntry): Promise<TurnEnd> {
    const key = turnKey(entry);
    const done = this.#parts.locks
      .run(conversation.id, () => this.#run(conversation, entry))
      .finally(() => this.#running.delete(key));
    this.#running.set(key, done);
    return done;
  }

  async #run(conversation: ConversationRecord, entry: LogEntry): Promise<TurnEnd> {
    const { store, logger, handle, failureMessage } = this.#parts;
    const { activity, seq } = entry;
    const buffer = this.#buffer({ conversation, activity, seq });
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
      const last = buffer.erases();
      if (last) {
        await this.#erase(conversation, last);
        return 'committed';
      }
      const change = { conversationId: conversation.id, ...buffer.result() };
      const entries = await store.commitTurn({ ...change, seq });
      this.#publish(change, entries);
      return 'committed';
    } catch (cause) {
      // The turn stays owed: the next start runs it again.
      logger.error({ conversation: conversation.id, err: errorFrom(cause) }, 'turn.not-stored');
      return 'owed';
    }
  }

  /** The last messages reach those who look on, in the order of the log that is gone. */
  async #erase(conversation: ConversationRecord, last: Activity[]): Promise<void> {
    const { erase, bus, newId } = this.#parts;
    if (!erase) throw new Error('There is nothing here that erases.');
    for (const { id: conversationId, lastSeq } of (await erase(conversation)).conversations) {
      const entries = last.map((activity, index): LogEntry => {
        const activityId = newId();
        const seq = lastSeq + 1 + index;
        return {
          conversationId,
          seq,
          activityId,
          direction: 'out',
          activity: { ...activity, id: activityId },
        };
      });
      bus.publish({ conversationId, entries });
    }
    this.#parts.onErased?.({ conversationId: conversation.id, messages: last });
  }

  #publish(change: Change, entries: LogEntry[]): void {
    const { conversationId, cases, escalations = [], outbox = [] } = change;
    this.#parts.bus.publish({ conversationId, entries });
    this.#parts.onCommitted?.({ conversationId, entries, cases, escalations, outbox });
  }

  #buffer(given: Pick<Turn, 'conversation' | 'activity' | 'seq' | 'act'>) {
    const { store, newId } = this.#parts;
    const replyToId = given.act ? undefined : given.activity.id;
    let change = emptyChange();
    let last: Activity[] | undefined;
    const turn: Turn = {
      ...given,
      readState: (keys) => store.readState(keys),
      findCase: (id) => store.findCase(id),
      findActivity: async (id) => (await store.findActivity(given.conversation.id, id))?.activity,
      writeState: (key, value) => void change.state.set(key, value),
      saveCase: (value) => void change.cases.set(value.id, value),
      learn: (scope, fix) => void change.fixes.push({ scope, fix }),
      unlearn: (caseId) => void change.fixes.push({ forget: caseId }),
      noteUnmatched: (symptom) => void change.unmatched.push(symptom),
      erase: (shown) => {
        last = shown;
      },
      escalate: (write) => void change.escalations.push(write),
      tell: (entry) => void change.outbox.push(entry),
      send: (activity) => {
        const id = activity.id ?? newId();
        change.outgoing.push({ ...(replyToId === undefined ? {} : { replyToId }), ...activity, id });
        return id;
      },
    };
    return {
      turn,
      clear: () => {
        change = emptyChange();
        last = undefined;
      },
      erases: () => last,
      result: () => ({
        ...change,
        cases: [...change.cases.values()],
        unmatched: change.unmatched.map((symptom): UnmatchedSymptom => ({
          ...{ why: symptom.why, text: symptom.text, caseId: symptom.caseId() },
          ...{ conversationId: given.conversation.id, seq: given.seq, at: given.activity.timestamp ?? '' },
        })),
      }),
    };
  }
}

function emptyChange() {
  return {
    outgoing: [] as Activity[],
    state: new Map<string, object | null>(),
    cases: new Map<string, Case>(),
    fixes: [] as FixWrite[],
    unmatched: [] as Parameters<Turn['noteUnmatched']>[0][],
    escalations: [] as EscalationWrite[],
    outbox: [] as OutboxEntry[],
  };
}

/** What stands for a visitor's activity while the support side acts: what is sent goes to them. It is not logged. */
function activityOf(conversation: ConversationRecord, act: Act): Activity {
  return {
    type: 'event',
    name: `support.${act.do}`,
    channelId: conversation.channel,
    conversation: { id: conversation.id },
    from: { id: conversation.userId, role: 'user' },
  };
}

function turnKey(entry: LogEntry): string {
  return `${entry.conversationId}|${entry.seq}`;
}

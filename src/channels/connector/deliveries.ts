import { setTimeout as delay } from 'node:timers/promises';
import type { Activity } from '../../conversation/activity.ts';
import type {
  ConnectorStore,
  ConversationReference,
  DeliveryPosition,
} from '../../conversation/connector-store.ts';
import type { LogEntry, Store } from '../../conversation/store.ts';
import { errorFrom } from '../../errors.ts';
import type { ConnectorAdapter } from './adapter.ts';
import { channelMessages, channelUpdate, isForChannel } from './channel-message.ts';
import { RateBudget } from './rate-budget.ts';
import { type AfterFailure, afterFailure } from './retry.ts';

const pageSize = 50;

export interface Logger {
  debug(fields: object, event: string): void;
  info(fields: object, event: string): void;
  error(fields: object, event: string): void;
}

/** Resolves after some milliseconds, and rejects when the signal comes first. */
export type Wait = (milliseconds: number, signal: AbortSignal) => Promise<void>;

export interface DeliveryParts {
  store: Pick<Store, 'readLog'>;
  connector: ConnectorStore;
  adapter: Pick<ConnectorAdapter, 'send' | 'update'>;
  logger: Logger;
  clock: () => Date;
  /** From 0 to 1. */
  random: () => number;
  wait?: Wait;
  budget?: RateBudget;
  /** A message of the log as the channel takes its files. */
  prepare?: (activity: Activity, reference: ConversationReference) => Promise<Activity[]>;
}

interface Attempt {
  entry: LogEntry;
  reference: ConversationReference;
  /** A new message, and where in the log it stands. */
  message?: Activity;
  begun?: DeliveryPosition;
  /** One in place of an earlier one. */
  update?: Activity & { id: string };
}

/** What one attempt came to. `stop`: nothing can be sent to the conversation any more. */
type Sent = { is: 'sent'; remoteId?: string } | { is: 'passed' } | { is: 'stop' };

/**
 * Brings the log to the channel. The log is the outbox: of each conversation it is stored how far it was delivered, so
 * that nothing is lost and the order is kept, whatever stops in between. A message that may have arrived is not sent
 * again; one that takes the place of another is, as twice is the same as once.
 */
export class Deliveries {
  readonly #parts: DeliveryParts;
  readonly #wait: Wait;
  readonly #budget: RateBudget;
  readonly #running = new Map<string, { done: Promise<void>; again: boolean }>();
  readonly #stopping = new AbortController();

  constructor(parts: DeliveryParts) {
    this.#parts = parts;
    this.#wait = parts.wait ?? waitUnref;
    this.#budget = parts.budget ?? new RateBudget();
  }

  /** There is something new in the conversation's log. */
  notice(conversationId: string): void {
    const running = this.#running.get(conversationId);
    if (running) {
      running.again = true;
      return;
    }
    if (this.#stopping.signal.aborted) return;
    const state = { done: Promise.resolve(), again: false };
    this.#running.set(conversationId, state);
    state.done = this.#run(conversationId, state).finally(() => {
      this.#running.delete(conversationId);
      // News that came after the last look.
      if (state.again) this.notice(conversationId);
    });
  }

  /** Goes on with what an earlier process left. @returns in how many conversations. */
  async resume(): Promise<number> {
    const left = await this.#parts.connector.undelivered();
    for (const id of left) this.notice(id);
    return left.length;
  }

  /** Shows that the bot is at work. Whether it arrives matters to nobody. */
  async typing(reference: ConversationReference): Promise<void> {
    try {
      await this.#parts.adapter.send(reference, { type: 'typing' });
    } catch (error) {
      this.#parts.logger.debug({ err: error }, 'connector.typing-not-sent');
    }
  }

  /** Says something that is about one delivery and no part of the conversation. It is tried once. */
  async say(reference: ConversationReference, text: string): Promise<void> {
    try {
      await this.#parts.adapter.send(reference, { type: 'message', text, textFormat: 'markdown' });
    } catch (error) {
      this.#parts.logger.info({ err: error }, 'connector.not-told');
    }
  }

  /** Resolves when nothing is on its way. What waits for a retry is left for the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.idle();
  }

  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all([...this.#running.values()].map(({ done }) => done));
  }

  async #run(conversationId: string, state: { again: boolean }): Promise<void> {
    try {
      let isMore = true;
      while (isMore) {
        state.again = false;
        const isFull = await this.#deliverPage(conversationId);
        isMore = isFull || this.#isWanted(conversationId);
      }
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      this.#parts.logger.error(
        { conversation: conversationId, err: errorFrom(error) },
        'connector.delivery-stopped',
      );
    }
  }

  /** Whether there was news while a page was delivered. */
  #isWanted(conversationId: string): boolean {
    return this.#running.get(conversationId)?.again ?? false;
  }

  /** @returns whether there may be more. */
  async #deliverPage(conversationId: string): Promise<boolean> {
    const { connector, store } = this.#parts;
    const reference = await connector.findReference(conversationId);
    if (!reference) return false;
    let position = await this.#settled(conversationId, await connector.findPosition(conversationId));
    const start = position.seq;
    const page = { conversationId, after: position.seq, limit: pageSize };
    const entries = await store.readLog(page);
    let { isGone } = reference;
    let isStored = true;
    for (const entry of entries) {
      this.#stopping.signal.throwIfAborted();
      if (isGone || entry.direction === 'in' || !isForChannel(entry.activity)) {
        position = passedOver(entry);
        isStored = false;
        continue;
      }
      isGone = (await this.#deliver(entry, { reference, parts: position.parts })) === 'stop';
      position = passedOver(entry);
      isStored = true;
      if (isGone) await connector.savePosition(conversationId, position);
    }
    if (!isStored && position.seq > start) await connector.savePosition(conversationId, position);
    return entries.length === pageSize;
  }

  /** What was on its way when a process died may have arrived. */
  async #settled(conversationId: string, position: DeliveryPosition): Promise<DeliveryPosition> {
    if (!position.isSending) return position;
    this.#parts.logger.error({ conversation: conversationId, after: position.seq }, 'connector.unsure');
    const settled = { ...position, parts: position.parts + 1, isSending: false };
    await this.#parts.connector.savePosition(conversationId, settled);
    return settled;
  }

  async #deliver(
    entry: LogEntry,
    { reference, parts }: { reference: ConversationReference; parts: number },
  ): Promise<'done' | 'stop'> {
    const { connector } = this.#parts;
    const { conversationId, activityId, seq } = entry;
    const before = await connector.findRemoteId(conversationId, activityId);
    if (before !== undefined) {
      const update = { ...channelUpdate(entry.activity, reference), id: before };
      const sent = await this.#attempt({ entry, reference, update });
      await connector.savePosition(conversationId, passedOver(entry));
      return sent.is === 'stop' ? 'stop' : 'done';
    }
    const prepared = (await this.#parts.prepare?.(entry.activity, reference)) ?? [entry.activity];
    const messages = prepared.flatMap((activity) => channelMessages(activity, reference));
    for (const [index, message] of messages.entries()) {
      if (index < parts) continue;
      const begun = { seq: seq - 1, parts: index, isSending: true };
      const sent = await this.#attempt({ entry, reference, message, begun });
      const isLast = index === messages.length - 1;
      const position = isLast ? passedOver(entry) : { seq: seq - 1, parts: index + 1, isSending: false };
      const remoteId = sent.is === 'sent' ? sent.remoteId : undefined;
      const link = remoteId === undefined ? undefined : { conversationId, activityId, remoteId };
      await connector.savePosition(conversationId, position, link);
      if (sent.is === 'stop') return 'stop';
    }
    if (parts >= messages.length) await connector.savePosition(conversationId, passedOver(entry));
    return 'done';
  }

  /** One message, until it is sent or there is no use in trying. */
  async #attempt(input: Attempt): Promise<Sent> {
    const { clock, random, logger, connector } = this.#parts;
    const { entry, reference, update, begun } = input;
    const { conversationId } = entry;
    const fields = { conversation: conversationId, activity: entry.activityId };
    for (let attempt = 1; ; attempt += 1) {
      await this.#pause(this.#budget.take(reference.remote.id, clock().getTime()));
      if (begun) await connector.savePosition(conversationId, begun);
      try {
        const remoteId = await this.#send(input);
        logger.debug(fields, 'connector.sent');
        return { is: 'sent', remoteId };
      } catch (failure) {
        const isUpdate = update !== undefined;
        const next = afterFailure({ failure, attempt, isUpdate, random: random(), now: clock() });
        if (next.do !== 'retry') return this.#ended(next, { reference, failure, fields });
        logger.info({ ...fields, attempt, afterMs: next.afterMs, err: failure }, 'connector.retrying');
        // It has not arrived: after a restart it is sent again.
        if (begun) await connector.savePosition(conversationId, { ...begun, isSending: false });
        await this.#pause(next.afterMs);
      }
    }
  }

  async #send({ reference, message, update }: Attempt): Promise<string | undefined> {
    const { adapter } = this.#parts;
    if (message) return adapter.send(reference, message);
    if (update) await adapter.update(reference, update);
    return undefined;
  }

  async #ended(
    next: Exclude<AfterFailure, { do: 'retry' }>,
    { reference, failure, fields }: { reference: ConversationReference; failure: unknown; fields: object },
  ): Promise<Sent> {
    const { connector, logger } = this.#parts;
    if (next.do === 'stop') {
      logger.info({ ...fields, err: failure }, 'connector.gone');
      await connector.markGone(reference.conversationId);
      return { is: 'stop' };
    }
    logger.error({ ...fields, err: failure }, next.unsure ? 'connector.unsure' : 'connector.not-sent');
    return { is: 'passed' };
  }

  async #pause(milliseconds: number): Promise<void> {
    const { signal } = this.#stopping;
    signal.throwIfAborted();
    if (milliseconds > 0) await this.#wait(milliseconds, signal);
  }
}

function passedOver({ seq }: LogEntry): DeliveryPosition {
  return { seq, parts: 0, isSending: false };
}

async function waitUnref(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal, ref: false });
}

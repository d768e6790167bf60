import type { EscalationStore, StoredOutboxEntry } from '../conversation/escalation-store.ts';
import type { LogPages } from '../conversation/log-pages.ts';
import type { Store } from '../conversation/store.ts';
import { errorFrom } from '../errors.ts';
import { buildPackage } from './package/build-package.ts';
import { type PackageLimits, readLogWithin, usualLimits } from './package/read-log.ts';
import type { Wording } from './package/wording.ts';
import { type Delivery, DeliveryError, type Target } from './target.ts';

/** When a delivery that failed is tried again, and when it is given up. */
export const retry = {
  firstSeconds: 2,
  factor: 2,
  longestSeconds: 15 * 60,
  /** At that pace a target may be down for more than a day. */
  attempts: 110,
} as const;

/** How many entries are sent at a time. */
const batch = 20;
/** The longest the outbox sleeps, so that what another process wrote is found. */
const longestSleepMs = 60_000;

export interface OutboxParts {
  store: Store;
  escalations: EscalationStore;
  logPages: LogPages;
  /** How much of a very long conversation goes out. */
  packageLimits?: PackageLimits;
  targets: readonly Target[];
  wording: Wording;
  clock: () => Date;
  /** 0 to 1. */
  random: () => number;
  logger: { error(fields: object, event: string): void; info(fields: object, event: string): void };
}

/**
 * Sends what the turns left for targets. An entry is marked as done when its target has it for sure, and tried again
 * until then: a process that is killed in between sends it once more, under the same key.
 */
export class Outbox {
  readonly #parts: OutboxParts;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #isStopped = true;
  #isWoken = false;
  #isStopping = false;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
  }

  /** Begins to send, first of all what an earlier process left. */
  start(): void {
    this.#isStopped = false;
    this.wake();
  }

  /** Something was written. */
  wake(): void {
    if (this.#isStopped) return;
    this.#isWoken = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
      // What was written after the last look, while it was read how long to sleep.
      if (this.#isWoken) this.wake();
    });
  }

  /** Lets what is being sent end. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#isStopping = true;
    clearTimeout(this.#timer);
    await this.#running;
    for (const target of this.#parts.targets) await target.close?.();
  }

  /** Sends all that is due now. @returns how many entries were tried. */
  async sendDue(): Promise<number> {
    const { escalations, clock } = this.#parts;
    let tried = 0;
    for (;;) {
      const due = await escalations.dueOutbox(clock().toISOString(), batch);
      if (due.length === 0 || this.#isStopping) return tried;
      await Promise.all(due.map((entry) => this.#attempt(entry)));
      tried += due.length;
    }
  }

  async #run(): Promise<void> {
    try {
      while (this.#isWoken && !this.#isStopped) {
        this.#isWoken = false;
        clearTimeout(this.#timer);
        await this.sendDue();
      }
    } catch (error) {
      this.#parts.logger.error({ err: errorFrom(error) }, 'outbox.failed');
    }
    await this.#sleep();
  }

  async #sleep(): Promise<void> {
    if (this.#isStopped) return;
    const { escalations, clock } = this.#parts;
    const next = await escalations.nextOutboxTime().catch(() => undefined);
    const wait = next === undefined ? longestSleepMs : Date.parse(next) - clock().getTime();
    this.#timer = setTimeout(() => this.wake(), Math.min(Math.max(wait, 50), longestSleepMs));
    this.#timer.unref();
  }

  async #attempt(entry: StoredOutboxEntry): Promise<void> {
    const { escalations, logger, clock, random } = this.#parts;
    const attempts = entry.attempts + 1;
    const later = (atLeastMs = 0) => {
      const waitMs = Math.max(atLeastMs, backOffSeconds(attempts, random()) * 1000);
      return new Date(clock().getTime() + waitMs).toISOString();
    };
    // Noted before anything leaves: when the visitor deletes their data just then, it is known where to look for it.
    if (!(await escalations.markOutbox(entry.id, { state: 'due', attempts, dueAt: later() }))) return;
    try {
      await this.#deliver(entry);
      await escalations.markOutbox(entry.id, { state: 'done', attempts, dueAt: entry.dueAt });
    } catch (error) {
      const { message } = errorFrom(error);
      const isDead = (error instanceof DeliveryError && error.permanent) || attempts >= retry.attempts;
      const fields = { entry: entry.id, target: entry.target, attempts, error: message };
      logger.error(fields, isDead ? 'outbox.given-up' : 'outbox.delayed');
      const dueAt = later(error instanceof DeliveryError ? error.retryAfterMs : 0);
      const state = isDead ? 'dead' : 'due';
      await escalations.markOutbox(entry.id, { state, attempts, dueAt, lastError: message.slice(0, 500) });
    }
  }

  async #deliver(entry: StoredOutboxEntry): Promise<void> {
    const target = this.#parts.targets.find(({ name }) => name === entry.target);
    if (!target) throw new DeliveryError(`There is no target ${entry.target} any more.`, { permanent: true });
    const delivery = await this.#read(entry);
    // What was deleted in the meantime is told to nobody.
    if (delivery) await target.deliver(delivery);
  }

  async #read(entry: StoredOutboxEntry): Promise<Delivery | undefined> {
    const { store, escalations, wording } = this.#parts;
    const { conversationId, escalationId, activityId, status } = entry;
    const [escalation, conversation] = await Promise.all([
      escalations.findEscalation(escalationId),
      store.findConversation(conversationId),
    ]);
    if (!escalation || !conversation) return undefined;
    const common = { key: entry.id, escalation, channel: conversation.channel };
    if (entry.kind === 'status') return status && { ...common, kind: 'status', state: status };
    if (entry.kind === 'message') {
      const said = await store.findActivity(conversationId, activityId ?? '');
      return said && { ...common, kind: 'message', activity: said.activity };
    }
    const { logPages, packageLimits: limits = usualLimits } = this.#parts;
    const upTo = entry.upTo ?? (await store.lastSeq(conversationId));
    const [subject, read] = await Promise.all([
      store.findCase(escalation.caseId),
      readLogWithin(logPages, { conversationId, upTo, limits }),
    ]);
    const handOver = buildPackage({ escalation, case: subject, conversation, ...read, wording });
    return { ...common, kind: 'handed-over', package: handOver };
  }
}

/**
 * Exponential back-off with jitter: between half of the step and all of it, so that what failed together is not tried
 * together. Source: "Exponential Backoff And Jitter", AWS Architecture Blog ("equal jitter").
 * @param attempts that failed so far, from 1. @param random 0 to 1.
 * @returns seconds.
 */
export function backOffSeconds(attempts: number, random: number): number {
  const step = Math.min(retry.firstSeconds * retry.factor ** (attempts - 1), retry.longestSeconds);
  return step / 2 + (step / 2) * random;
}

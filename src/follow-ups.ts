import type { ConnectorStore } from './conversation/connector-store.ts';
import type { FollowUp, FollowUpStore } from './conversation/follow-up.ts';
import { afterQuietHours, type QuietHours } from './conversation/quiet-hours.ts';
import type { Store } from './conversation/store.ts';
import type { TurnRunner } from './conversation/turn.ts';
import { errorFrom } from './errors.ts';

/** Milliseconds. */
const hour = 60 * 60 * 1000;
const day = 24 * hour;
const lookEveryMs = 60_000;

/** From the fix to the question, and after which delay it is not asked any more. */
const askAfterMs = day;
const tooLateMs = 3 * day;
/** A case that was opened longer ago is not looked at: it was solved long before, or too long a story. */
const openedWithinMs = 14 * day;
const batch = 50;

export interface FollowUpParts {
  store: Pick<Store, 'findConversation' | 'lastSeq' | 'readLog'> & {
    followUps: FollowUpStore;
    connector: ConnectorStore;
  };
  turns: Pick<TurnRunner, 'act'>;
  quiet: QuietHours;
  /** Of visitors whose zone is not known. IANA name. */
  timeZone: string;
  clock: () => Date;
  /** Does something again and again. @returns what stops it. */
  every: (milliseconds: number, work: () => void) => () => void;
  logger: { info(fields: object, event: string): void; error(fields: object, event: string): void };
}

/**
 * Asks once whether what a check has solved has lasted, a day later. What is planned and what was asked is stored, and
 * the question is written under a key of the case: whatever stops in between, nobody is asked twice.
 */
export class FollowUps {
  readonly #parts: FollowUpParts;
  #running: Promise<unknown> = Promise.resolve();
  #stop: (() => void) | undefined;

  constructor(parts: FollowUpParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#stop = this.#parts.every(lookEveryMs, () => {
      this.#running = this.#running.then(() => this.look());
    });
  }

  /** Resolves when what was begun has ended. */
  async stop(): Promise<void> {
    this.#stop?.();
    await this.#running;
  }

  /** Plans for new fixes and asks what is due. @returns how many visitors were asked. Never rejects. */
  async look(): Promise<number> {
    const { store, clock, logger } = this.#parts;
    let asked = 0;
    try {
      const now = clock();
      const since = new Date(now.getTime() - openedWithinMs).toISOString();
      await store.followUps.plan({ since, afterMs: askAfterMs });
      for (const followUp of await store.followUps.due(now.toISOString(), batch)) {
        asked += (await this.#tryToAsk(followUp, now)) ? 1 : 0;
      }
    } catch (error) {
      logger.error({ err: errorFrom(error) }, 'follow-ups.failed');
    }
    return asked;
  }

  /** One that fails is tried again at the next look, and those behind it are not kept waiting. */
  async #tryToAsk(followUp: FollowUp, now: Date): Promise<boolean> {
    try {
      return await this.#handle(followUp, now);
    } catch (error) {
      const { caseId } = followUp;
      this.#parts.logger.error({ case: caseId, err: errorFrom(error) }, 'follow-ups.failed');
      return false;
    }
  }

  async #handle(followUp: FollowUp, now: Date): Promise<boolean> {
    const { store, turns, quiet, timeZone: fallback, logger } = this.#parts;
    const { caseId, conversationId, dueAt } = followUp;
    const skip = async () => {
      await store.followUps.update(caseId, { state: 'skipped' });
      return false;
    };
    const conversation = await store.findConversation(conversationId);
    const reference = await store.connector.findReference(conversationId);
    const isReached = !reference || (!reference.isGone && reference.scope === 'personal');
    if (!conversation || !isReached || now.getTime() - Date.parse(dueAt) > tooLateMs) return skip();
    const from = afterQuietHours({
      at: now,
      quiet,
      timeZone: reference ? reference.timeZone : await this.#zoneOf(conversationId),
      fallback,
    });
    if (from > now) {
      await store.followUps.update(caseId, { dueAt: from.toISOString() });
      return false;
    }
    const act = { do: 'ask-lasted', caseId } as const;
    const { entries, duplicate } = await turns.act({ conversation, act, clientKey: `lasted|${caseId}` });
    if (entries.length === 0) return skip();
    await store.followUps.update(caseId, { state: 'asked' });
    if (!duplicate) logger.info({ conversation: conversationId, case: caseId }, 'follow-ups.asked');
    return !duplicate;
  }

  /** That of a visitor on the web, as their page said it last. */
  async #zoneOf(conversationId: string): Promise<string | undefined> {
    const { store } = this.#parts;
    const after = Math.max(0, (await store.lastSeq(conversationId)) - batch);
    const entries = await store.readLog({ conversationId, after, limit: batch });
    const zones = entries.map(({ activity }) => activity['localTimezone']);
    return zones.findLast((zone) => typeof zone === 'string');
  }
}

import type { PrivacyStore } from '../conversation/privacy-store.ts';
import { errorFrom } from '../errors.ts';
import { applyRetention, type KeepDays } from './retention.ts';

/** How often it is done, and how often it is looked at whether it is due. Milliseconds. */
const dailyMs = 24 * 60 * 60 * 1000;
const lookEveryMs = 60 * 60 * 1000;

export interface RetentionJobParts {
  store: PrivacyStore;
  days: KeepDays;
  clock: () => Date;
  /** Does something again and again. @returns what stops it. */
  every: (milliseconds: number, work: () => void) => () => void;
  logger: { info(fields: object, event: string): void; error(fields: object, event: string): void };
}

/** Deletes once a day what is older than it may be; of several processes on one database one does it. */
export class RetentionJob {
  readonly #parts: RetentionJobParts;
  #running: Promise<void> = Promise.resolve();
  #stop: (() => void) | undefined;

  constructor(parts: RetentionJobParts) {
    this.#parts = parts;
  }

  /** Runs it at once when it is overdue, and then every day. */
  start(): void {
    this.#look();
    this.#stop = this.#parts.every(lookEveryMs, () => this.#look());
  }

  /** Resolves when a run that was begun has ended. */
  async stop(): Promise<void> {
    this.#stop?.();
    await this.#running;
  }

  #look(): void {
    this.#running = this.#running.then(() => this.#runWhenDue());
  }

  /** What fails is tried again after a day: it is begun, and a broken database is told of by every turn. */
  async #runWhenDue(): Promise<void> {
    const { store, days, clock, logger } = this.#parts;
    try {
      const now = clock();
      const dueBefore = new Date(now.getTime() - dailyMs).toISOString();
      if (!(await store.beginJob({ name: 'retention', dueBefore, now: now.toISOString() }))) return;
      logger.info({ deleted: await applyRetention(store, { days, now, dryRun: false }) }, 'retention.done');
    } catch (error) {
      logger.error({ err: errorFrom(error) }, 'retention.failed');
    }
  }
}

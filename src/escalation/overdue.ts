import type { EscalationStore } from '../conversation/escalation-store.ts';
import type { Store } from '../conversation/store.ts';
import type { TurnRunner } from '../conversation/turn.ts';
import { SupportError, errorFrom } from '../errors.ts';

/** How often it is looked for visitors who wait too long. */
const everyMs = 5000;
const batch = 50;

export interface OverdueParts {
  store: Pick<Store, 'findConversation'>;
  escalations: Pick<EscalationStore, 'overdueEscalations'>;
  turns: Pick<TurnRunner, 'act'>;
  clock: () => Date;
  logger: { error(fields: object, event: string): void };
}

/** Tells visitors whom nobody took in time. What is overdue stands in the store, so a restart forgets nobody. */
export class OverdueWatch {
  readonly #parts: OverdueParts;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<unknown> = Promise.resolve();

  constructor(parts: OverdueParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#running = this.#running.then(() => this.look());
    }, everyMs);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  /** @returns how many visitors were told. Never rejects. */
  async look(): Promise<number> {
    const { escalations, clock, logger } = this.#parts;
    try {
      const overdue = await escalations.overdueEscalations(clock().toISOString(), batch);
      let told = 0;
      for (const { id, conversationId } of overdue) told += await this.#tell(id, conversationId);
      return told;
    } catch (error) {
      logger.error({ err: errorFrom(error) }, 'escalation.not-timed');
      return 0;
    }
  }

  async #tell(escalationId: string, conversationId: string): Promise<number> {
    const { store, turns, logger } = this.#parts;
    const conversation = await store.findConversation(conversationId);
    if (!conversation) return 0;
    try {
      const act = { do: 'change', escalationId, by: { is: 'clock' }, event: { is: 'timed-out' } } as const;
      await turns.act({ conversation, act });
      return 1;
    } catch (error) {
      // Somebody took it in this very moment.
      if (error instanceof SupportError && error.code.startsWith('escalation.')) return 0;
      // It is looked at again, and those behind it are not kept waiting.
      logger.error({ escalation: escalationId, err: errorFrom(error) }, 'escalation.not-timed');
      return 0;
    }
  }
}

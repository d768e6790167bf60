import type { ConversationBus, ConversationNews } from '../conversation/bus.ts';
import { listedEscalation, type EscalationStore } from '../conversation/escalation-store.ts';
import type { Escalation, EscalationEvent } from '../conversation/escalation.ts';
import type { Committed } from '../conversation/turn.ts';
import type { DeskAgent, DeskNews } from './desk.ts';
import { hasEnded } from './escalation.ts';

/** Stands for every queue in an agent's list. */
export const allQueues = '*';

/** After these an escalation may stand in another list. */
const mayMove = new Set<EscalationEvent['is']>(['queued', 'accepted', 'handed-on', 'declined', 'timed-out']);

/** Whether an agent may see what is in a queue. */
export function serves({ queues }: Pick<DeskAgent, 'queues'>, queue: string): boolean {
  return queues.includes(queue) || queues.includes(allQueues);
}

export interface DeskNewsParts {
  bus: ConversationBus;
  escalations: Pick<EscalationStore, 'listEscalations'>;
  /** What a subscriber throws. */
  onError: (error: unknown) => void;
}

/** Agents that look on. A conversation is listened to while its escalation has not ended. */
export class DeskSubscribers {
  readonly #parts: DeskNewsParts;
  readonly #listeners = new Map<(news: DeskNews) => void, DeskAgent>();
  readonly #open = new Map<string, { escalation: Escalation; stop: () => void }>();
  #isListening = false;

  constructor(parts: DeskNewsParts) {
    this.#parts = parts;
  }

  add(agent: DeskAgent, listener: (news: DeskNews) => void): () => void {
    this.#listeners.set(listener, agent);
    if (!this.#isListening) void this.#listenToRunning();
    return () => void this.#listeners.delete(listener);
  }

  tell({ escalations, cases }: Pick<Committed, 'escalations' | 'cases'>): void {
    for (const { escalation, changes } of escalations) {
      this.#follow(escalation);
      const subject = cases.find(({ id }) => id === escalation.caseId);
      const line = subject && { listed: listedEscalation(escalation, subject) };
      for (const change of changes) {
        const listed = mayMove.has(change.event.is) ? line : undefined;
        this.#publish(escalation, { is: 'escalation', escalation, change, ...listed });
      }
      if (hasEnded(escalation)) this.#unfollow(escalation.id);
    }
  }

  /** Those that a visitor has deleted. */
  tellErased(escalations: readonly { id: string; queue: string }[]): void {
    for (const { id, queue } of escalations) {
      this.#publish({ queue }, { is: 'erased', escalationId: id });
      this.#unfollow(id);
    }
  }

  /** Those that began before the first agent came, or before this process. */
  async #listenToRunning(): Promise<void> {
    this.#isListening = true;
    try {
      const running = await this.#parts.escalations.listEscalations({
        states: ['requested', 'queued', 'accepted', 'declined', 'timed-out'],
        order: 'waiting',
        limit: 10_000,
      });
      for (const escalation of running) if (!this.#open.has(escalation.id)) this.#follow(escalation);
    } catch (error) {
      this.#isListening = false;
      this.#parts.onError(error);
    }
  }

  #follow(escalation: Escalation): void {
    const known = this.#open.get(escalation.id);
    if (known) {
      known.escalation = escalation;
      return;
    }
    const stop = this.#parts.bus.subscribe(escalation.conversationId, (news) =>
      this.#pass(escalation.id, news),
    );
    this.#open.set(escalation.id, { escalation, stop });
  }

  #unfollow(id: string): void {
    this.#open.get(id)?.stop();
    this.#open.delete(id);
  }

  #pass(escalationId: string, news: ConversationNews): void {
    const open = this.#open.get(escalationId);
    if (!open) return;
    const { escalation } = open;
    const owner = escalation.state === 'accepted' ? { agentId: escalation.agent?.id } : {};
    this.#publish(
      escalation,
      'passing' in news
        ? { is: 'passing', escalationId, activity: news.passing, ...owner }
        : { is: 'entries', escalationId, entries: news.entries, ...owner },
    );
  }

  #publish({ queue }: Pick<Escalation, 'queue'>, news: DeskNews): void {
    for (const [listener, agent] of this.#listeners) {
      if (!serves(agent, queue)) continue;
      try {
        listener(news);
      } catch (error) {
        this.#parts.onError(error);
      }
    }
  }
}

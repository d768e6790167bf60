import type { ConversationBus } from '../../conversation/bus.ts';
import type { ConnectorStore } from '../../conversation/connector-store.ts';
import type { EscalationStore } from '../../conversation/escalation-store.ts';
import type { Escalation } from '../../conversation/escalation.ts';
import { conversationIdOf, isConnectorConversation, scopeOf } from './addressing.ts';
import type { Deliveries } from './deliveries.ts';
import type { ChannelActivity } from './inbound.ts';

/** Milliseconds that a client shows somebody typing; nobody is told more often. */
const shownMs = 3000;
/** Cases that people have at a time. */
const mostFollowed = 10_000;

export interface TypingParts {
  bus: ConversationBus;
  escalations: Pick<EscalationStore, 'listEscalations'>;
  connector: Pick<ConnectorStore, 'findReference'>;
  deliveries: Pick<Deliveries, 'typing'>;
  clock: () => Date;
}

/** Who types while a person has the case: the agent at the desk to the visitor, and the other way round. Not stored. */
export class Typing {
  readonly #parts: TypingParts;
  readonly #followed = new Map<string, () => void>();
  readonly #toldAt = new Map<string, number>();

  constructor(parts: TypingParts) {
    this.#parts = parts;
  }

  /** Those that an earlier process has followed. */
  async start(): Promise<void> {
    const states = ['accepted'] as const;
    const running = await this.#parts.escalations.listEscalations({
      ...{ states, order: 'waiting', limit: mostFollowed },
    });
    for (const escalation of running) this.follow(escalation);
  }

  stop(): void {
    for (const leave of this.#followed.values()) leave();
    this.#followed.clear();
  }

  /** An escalation has changed: agents are listened to as long as somebody has it. */
  follow({ conversationId, state }: Pick<Escalation, 'conversationId' | 'state'>): void {
    if (!isConnectorConversation(conversationId)) return;
    const leave = this.#followed.get(conversationId);
    if (state !== 'accepted') {
      leave?.();
      this.#followed.delete(conversationId);
      this.#toldAt.delete(conversationId);
    } else if (!leave) {
      const stop = this.#parts.bus.subscribe(conversationId, (news) => {
        const isAgents = 'passing' in news && news.passing.from?.role === 'bot';
        if (isAgents && news.passing.type === 'typing') void this.#tell(conversationId);
      });
      this.#followed.set(conversationId, stop);
    }
  }

  /** The visitor types. */
  pass(activity: ChannelActivity): void {
    if (scopeOf(activity) !== 'personal') return;
    const { id, name } = activity.from;
    const from = { id, role: 'user', ...(name === undefined ? {} : { name }) };
    this.#parts.bus.publish({
      conversationId: conversationIdOf(activity),
      passing: { type: 'typing', from },
    });
  }

  async #tell(conversationId: string): Promise<void> {
    const now = this.#parts.clock().getTime();
    if (now - (this.#toldAt.get(conversationId) ?? -Infinity) < shownMs) return;
    this.#toldAt.set(conversationId, now);
    const reference = await this.#parts.connector.findReference(conversationId).catch(() => undefined);
    if (reference && !reference.isGone && reference.scope !== 'channel')
      await this.#parts.deliveries.typing(reference);
  }
}

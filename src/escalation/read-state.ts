import type { Activity } from '../conversation/activity.ts';
import type { EscalationStore } from '../conversation/escalation-store.ts';
import { readReceipt } from '../conversation/escalation.ts';
import type { LogPages } from '../conversation/log-pages.ts';
import type { ConversationRecord, Store } from '../conversation/store.ts';
import type { TurnRunner } from '../conversation/turn.ts';
import { SupportError } from '../errors.ts';

export interface ReadStateParts {
  store: Pick<Store, 'findActivity'>;
  escalations: Pick<EscalationStore, 'escalationOfConversation'>;
  logPages: Pick<LogPages, 'lastMessage'>;
  turns: Pick<TurnRunner, 'act'>;
}

/** What visitor and agent have read of each other, kept with the escalation. For the channels that visitors come by. */
export class ReadState {
  readonly #parts: ReadStateParts;

  constructor(parts: ReadStateParts) {
    this.#parts = parts;
  }

  /**
   * The visitor has seen everything up to a message. Noted while a person has the case, and never taken back: what
   * comes late or twice, or names no message of the conversation, changes nothing.
   */
  async visitorHasRead(conversation: ConversationRecord, activityId: string): Promise<void> {
    const { escalations, store, turns } = this.#parts;
    const escalation = await escalations.escalationOfConversation(conversation.id);
    if (escalation?.state !== 'accepted') return;
    const upTo = (await store.findActivity(conversation.id, activityId))?.seq ?? 0;
    if (upTo <= (escalation.visitorReadUpTo ?? 0)) return;
    const event = { is: 'read', upTo } as const;
    const act = { do: 'change', escalationId: escalation.id, by: { is: 'visitor' }, event } as const;
    try {
      await turns.act({ conversation, act });
    } catch (error) {
      // It ended, or gave way to another, in this very moment.
      if (!(error instanceof SupportError && error.code.startsWith('escalation.'))) throw error;
    }
  }

  /** Tells a client that comes, or comes back, which of the visitor's messages a person has read last. */
  async readByPerson(conversationId: string): Promise<Activity | undefined> {
    const { escalations, logPages } = this.#parts;
    const { readUpTo, agent } = (await escalations.escalationOfConversation(conversationId)) ?? {};
    if (readUpTo === undefined) return undefined;
    const last = await logPages.lastMessage({ conversationId, direction: 'in', upTo: readUpTo });
    if (!last) return undefined;
    const from = { id: 'agent', name: agent?.name, role: 'bot' };
    return { ...readReceipt(last.activityId), from };
  }
}

import type { Activity } from '../../conversation/activity.ts';
import type { ConversationReference } from '../../conversation/connector-store.ts';
import { isForChannel } from './channel-message.ts';

/**
 * What somebody is told whose data were erased in this very turn. Nothing of it is stored, and where they are reached
 * is not either by then: it is remembered for as long as the turn runs.
 */
export class LastWords {
  readonly #say: (reference: ConversationReference, text: string) => Promise<void>;
  readonly #talking = new Map<string, ConversationReference>();
  readonly #said = new Map<string, string>();

  constructor(say: (reference: ConversationReference, text: string) => Promise<void>) {
    this.#say = say;
  }

  /** A turn of this conversation runs until `done`, which never rejects. */
  async during(reference: ConversationReference, done: Promise<unknown>): Promise<void> {
    const { conversationId } = reference;
    this.#talking.set(conversationId, reference);
    await done;
    if (this.#talking.get(conversationId) === reference) this.#talking.delete(conversationId);
  }

  /** The conversation is erased, and these are the last messages. */
  tell({ conversationId, messages }: { conversationId: string; messages: readonly Activity[] }): void {
    const reference = this.#talking.get(conversationId);
    const text = messages
      .flatMap((message) => (isForChannel(message) ? (message.text ?? []) : []))
      .join('\n');
    if (!reference || text === '') return;
    this.#said.set(conversationId, text);
    void this.#say(reference, text);
  }

  /** What was said last to an erased conversation; once. */
  take(conversationId: string): string | undefined {
    const text = this.#said.get(conversationId);
    this.#said.delete(conversationId);
    return text;
  }
}

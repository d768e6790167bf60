import type { ConnectorStores } from './open-support-channel.ts';
import type { ChannelActivity } from './inbound.ts';
import { nonceOf } from './read-inbound.ts';

/** How long the same click counts as the same. Milliseconds. */
const sameClickMs = 60_000;

/** Which message of ours an activity of the channel is about. */
export class KnownMessages {
  readonly #store: ConnectorStores;
  readonly #clock: () => Date;

  constructor({ store, clock }: { store: ConnectorStores; clock: () => Date }) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Whether a card of somebody else's conversation was clicked. */
  async isOfAnother(activity: ChannelActivity, conversationId: string): Promise<boolean> {
    const { replyToId, channelId } = activity;
    if (replyToId === undefined || nonceOf(activity) === undefined) return false;
    const links = await this.#store.connector.findByRemoteId(channelId, replyToId);
    return links.length > 0 && links.every((link) => link.conversationId !== conversationId);
  }

  /**
   * Our id of the message that an activity is about. A message whose sending was in doubt did arrive when one of its
   * buttons is clicked, and gets its id from that.
   */
  async ourIdOf(activity: ChannelActivity, conversationId: string): Promise<string | undefined> {
    const { replyToId: remoteId, channelId } = activity;
    if (remoteId === undefined) return undefined;
    const store = this.#store;
    const links = await store.connector.findByRemoteId(channelId, remoteId);
    const known = links.find((link) => link.conversationId === conversationId)?.activityId;
    const nonce = nonceOf(activity);
    if (known !== undefined || nonce === undefined) return known ?? remoteId;
    const sent = await store.findActivity(conversationId, nonce);
    if (sent?.direction !== 'out') return remoteId;
    await store.connector.saveLink({ conversationId, activityId: nonce, remoteId });
    return nonce;
  }

  /** The key of a click, unless the same was clicked long before: then it is meant anew. */
  async freshKey(conversationId: string, key: string | undefined): Promise<string | undefined> {
    const store = this.#store;
    const clock = this.#clock;
    let fresh = key;
    while (fresh !== undefined) {
      const before = await store.findByClientKey(conversationId, fresh);
      const at = Date.parse(before?.activity.timestamp ?? '');
      if (!before || !(clock().getTime() - at > sameClickMs)) return fresh;
      fresh = `${key}|${before.seq}`;
    }
    return undefined;
  }
}

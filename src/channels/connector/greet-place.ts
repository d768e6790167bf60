import { createHash } from 'node:crypto';
import type { ConversationReference } from '../../conversation/connector-store.ts';
import type { Store } from '../../conversation/store.ts';
import { connectorPrefix, referenceOf } from './addressing.ts';
import type { ChannelActivity } from './inbound.ts';

/**
 * Says once in a team or a group chat what the bot is for and how it is called, in the conversation that Teams names:
 * of a team, its General channel. Teams tells of an installation in two ways, and again after another one; what is kept
 * is that the place was greeted. Source: Teams, "Send proactive messages", "Conversation events": one short message.
 */
export async function greetPlace(
  activity: ChannelActivity,
  parts: {
    store: Pick<Store, 'createConversation'>;
    clock: () => Date;
    say(reference: ConversationReference, text: string): Promise<void>;
    text: string;
  },
): Promise<undefined> {
  const { store, clock, say, text } = parts;
  const { channelId: channel } = activity;
  const place = placeOf(activity);
  const digest = createHash('sha256').update(JSON.stringify([channel, place, 'place']));
  const id = `${connectorPrefix}${digest.digest('base64url').slice(0, 32)}`;
  const isNew = await store.createConversation({
    ...{ id, channel, userId: place, startedAt: clock().toISOString() },
  });
  if (isNew) void say(referenceOf(activity), text);
}

/** The team, or the chat. */
function placeOf({ channelData, conversation }: ChannelActivity): string {
  const { id } = (channelData?.team ?? {}) as { id?: unknown };
  return typeof id === 'string' && id !== '' ? id.slice(0, 1024) : conversation.id;
}

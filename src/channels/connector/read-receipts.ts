import { lastReadOf } from '../../conversation/escalation.ts';
import type { ConnectorStore } from '../../conversation/connector-store.ts';
import type { Store } from '../../conversation/store.ts';
import type { ReadState } from '../../escalation/read-state.ts';
import { conversationIdOf } from './addressing.ts';
import type { ChannelActivity } from './inbound.ts';

/**
 * Notes what the visitor has read, when the activity is a read receipt. Teams sends them in personal chats, to apps
 * with the permission `ChatMessageReadReceipt.Read.Chat`. Source: Teams, "Receive read receipts".
 * @returns whether it is one.
 */
export async function noteRead(
  activity: ChannelActivity,
  parts: { store: Store & { connector: ConnectorStore }; readState?: Pick<ReadState, 'visitorHasRead'> },
): Promise<boolean> {
  const remoteId = lastReadOf(activity);
  if (remoteId === undefined) return false;
  const { store, readState } = parts;
  const id = conversationIdOf(activity);
  const links = await store.connector.findByRemoteId(activity.channelId, remoteId);
  const link = links.find(({ conversationId }) => conversationId === id);
  const conversation = link && (await store.findConversation(id));
  if (link && conversation) await readState?.visitorHasRead(conversation, link.activityId);
  return true;
}

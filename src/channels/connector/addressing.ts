import { createHash } from 'node:crypto';
import type { Activity } from '../../conversation/activity.ts';
import type { ConversationReference, ConversationScope } from '../../conversation/connector-store.ts';
import type { ConversationRecord } from '../../conversation/store.ts';
import type { ChannelActivity } from './inbound.ts';

/** What the ids of our conversations on channels begin with. */
export const connectorPrefix = 'connector-';

/** Whether a conversation is one of a channel of Azure Bot Service. */
export function isConnectorConversation(conversationId: string): boolean {
  return conversationId.startsWith(connectorPrefix);
}

/** Source: Teams, "conversationType"; other channels say at most whether it is a group. */
export function scopeOf({ conversation }: Pick<ChannelActivity, 'conversation'>): ConversationScope {
  if (conversation.conversationType === 'channel') return 'channel';
  return conversation.conversationType === 'groupChat' || conversation.isGroup === true
    ? 'group'
    : 'personal';
}

/**
 * Which conversation of ours an activity belongs to. Among several people each has their own, so that nobody answers
 * for another; the threads of a channel are apart already, as Teams gives each an id.
 */
export function conversationIdOf(activity: ChannelActivity): string {
  const { channelId, conversation, from } = activity;
  const owner = scopeOf(activity) === 'personal' ? '' : from.id;
  const digest = createHash('sha256').update(JSON.stringify([channelId, conversation.id, owner]));
  return `${connectorPrefix}${digest.digest('base64url').slice(0, 32)}`;
}

/** The conversation as it is stored when it begins. */
export function recordOf(activity: ChannelActivity, now: Date): ConversationRecord {
  const { channelId: channel, from, locale } = activity;
  return {
    id: conversationIdOf(activity),
    channel,
    // The same person in every chat of their tenant.
    userId: from.aadObjectId ?? from.id,
    ...(from.name === undefined ? {} : { userName: from.name }),
    ...(locale === undefined ? {} : { locale }),
    startedAt: now.toISOString(),
  };
}

export function referenceOf(activity: ChannelActivity): ConversationReference {
  const { channelId: channel, serviceUrl, conversation: remote, recipient, from, localTimezone } = activity;
  return {
    conversationId: conversationIdOf(activity),
    channel,
    serviceUrl,
    remote,
    bot: recipient,
    visitor: from,
    scope: scopeOf(activity),
    ...(localTimezone === undefined ? {} : { timeZone: localTimezone }),
  };
}

/** Whether two references say the same, in whatever order. */
export function isSameReference(one: object, other: object): boolean {
  const sorted = (value: object) =>
    JSON.stringify(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return sorted(one) === sorted(other);
}

/** An activity as the bot is given it: within our conversation, and about our message. */
export function attributed(
  activity: Activity,
  {
    conversationId,
    replyToId,
    timeZone,
  }: { conversationId: string; replyToId: string | undefined; timeZone?: string },
): Activity {
  const { replyToId: _, conversation, from, ...rest } = activity;
  return {
    ...(timeZone === undefined ? {} : { localTimezone: timeZone }),
    ...rest,
    from: from && { ...from, role: 'user' },
    conversation: { ...conversation, id: conversationId },
    ...(replyToId === undefined ? {} : { replyToId }),
  };
}

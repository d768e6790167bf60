import type { ConversationParameters, ConversationResourceResponse } from 'botbuilder';
import type { ConnectorStore } from '../../conversation/connector-store.ts';
import type { ConversationRecord } from '../../conversation/store.ts';
import type { ConnectorAdapter } from './adapter.ts';
import { conversationIdOf, recordOf } from './addressing.ts';
import { DeliveryFailure } from './delivery-failure.ts';
import type { ChannelActivity } from './inbound.ts';

/** Milliseconds that Teams is waited for; it waits five seconds for us. */
const patience = 3000;

/** The personal chat of a person with the bot, as Teams names it. */
export type PersonalChat =
  | { is: 'known'; conversation: ChannelActivity['conversation'] }
  /** They have not added the bot. */
  | { is: 'closed' }
  /** Teams did not say. */
  | { is: 'unknown'; failure: unknown };

export interface PersonalChatParts {
  store: {
    connector: Pick<ConnectorStore, 'findReference'>;
    privacy: { conversationsOf(of: { userId: string; channel?: string }): Promise<ConversationRecord[]> };
  };
  adapter: Pick<ConnectorAdapter, 'createConversationAsync'>;
  appId: string;
  /** Whom the bot's token is for when it calls the channel. */
  audience: string;
}

/** Finds the personal chat of whoever sent an activity from anywhere. */
export async function findPersonalChat(
  activity: ChannelActivity,
  parts: PersonalChatParts,
): Promise<PersonalChat> {
  const known = await findStored(activity, parts.store);
  return known ? { is: 'known', conversation: known } : askChannel(activity, parts);
}

/** Whether somebody was in touch with the bot before, in whatever chat. */
export async function isKnownVisitor(
  activity: ChannelActivity,
  { privacy }: Pick<PersonalChatParts['store'], 'privacy'>,
): Promise<boolean> {
  const { userId, channel } = recordOf(activity, new Date(0));
  return (await privacy.conversationsOf({ userId, channel })).length > 0;
}

/**
 * The chat they are in, or else wrote in last, unless they removed the bot from it. That a chat is between two does not
 * make it one with the bot: they may be in one with somebody else.
 */
async function findStored(
  activity: ChannelActivity,
  { connector, privacy }: PersonalChatParts['store'],
): Promise<ChannelActivity['conversation'] | undefined> {
  const { userId, channel } = recordOf(activity, new Date(0));
  const before = await privacy.conversationsOf({ userId, channel });
  for (const id of [conversationIdOf(activity), ...before.map((one) => one.id).reverse()]) {
    const reference = await connector.findReference(id);
    if (reference?.scope === 'personal' && !reference.isGone)
      return reference.remote as ChannelActivity['conversation'];
  }
  return undefined;
}

/**
 * Asks for a chat with them; Teams gives the one there is, and refuses those who have not added the bot.
 * Source: Teams, "Send proactive messages", "Get the conversation ID".
 */
async function askChannel(activity: ChannelActivity, parts: PersonalChatParts): Promise<PersonalChat> {
  const { channelId, serviceUrl, from, recipient, conversation } = activity;
  const { tenantId } = conversation;
  const asked: Partial<ConversationParameters> = {
    isGroup: false,
    bot: recipient as ConversationParameters['bot'],
    members: [from as ConversationParameters['bot']],
    ...(tenantId === undefined ? {} : { tenantId, channelData: { tenant: { id: tenantId } } }),
  };
  let id: ConversationResourceResponse['id'] | undefined;
  const asking = parts.adapter.createConversationAsync(
    parts.appId,
    channelId,
    serviceUrl,
    parts.audience,
    asked as ConversationParameters,
    (context) => {
      id = context.activity.conversation.id;
      return Promise.resolve();
    },
  );
  try {
    await withinTime(asking);
  } catch (failure) {
    const refused = failure instanceof DeliveryFailure && [400, 403, 404].includes(failure.status ?? 0);
    return refused ? { is: 'closed' } : { is: 'unknown', failure };
  }
  if (!id) return { is: 'unknown', failure: new Error('Teams gave the chat no id.') };
  return { is: 'known', conversation: { id, conversationType: 'personal', isGroup: undefined, tenantId } };
}

function withinTime(work: Promise<void>): Promise<void> {
  const late = new Promise<void>((_, reject) => {
    setTimeout(() => reject(new Error('Teams took too long.')), patience).unref();
  });
  return Promise.race([work, late]);
}

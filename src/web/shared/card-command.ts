import { type Activity, adaptiveCardType } from '../../conversation/activity.ts';

/**
 * The invoke activity for a card's command.
 * Source: Bot Framework, "Universal Actions for Adaptive Cards", `adaptiveCard/action`.
 */
export function toInvoke(
  command: { verb: string; data: unknown; trigger: string },
  identity: { userId: string; clientId: string; activityId: string | undefined },
): Activity {
  const { verb, data, trigger } = command;
  return {
    type: 'invoke',
    name: 'adaptiveCard/action',
    from: { id: identity.userId, role: 'user' },
    ...(identity.activityId === undefined ? {} : { replyToId: identity.activityId }),
    value: { action: { type: 'Action.Execute', verb, data }, trigger },
    channelData: { clientActivityID: identity.clientId },
  };
}

/** What the answer to a command says: another card, a text, or nothing. */
export function readCardAnswer(body: unknown): { card?: object; text?: string } {
  if (typeof body !== 'object' || body === null) return {};
  const { type, value } = body as { type?: unknown; value?: unknown };
  if (type === adaptiveCardType && typeof value === 'object' && value !== null) return { card: value };
  if (type === 'application/vnd.microsoft.activity.message' && typeof value === 'string')
    return { text: value };
  return {};
}

import { adaptiveCardType, type Activity, type Attachment } from '../../conversation/activity.ts';
import type { ConversationReference } from '../../conversation/connector-store.ts';
import { fitMessage, splitMessage } from './split-message.ts';
import { withUniversalActions } from './universal-actions.ts';

/** Characters of the line that stands in a notification. */
const longestSummary = 200;

/** Whether the channel is told of an activity of the log: what else is in it is between bot and desk. */
export function isForChannel({ type }: Activity): boolean {
  return type === 'message';
}

/** A message as a channel takes it, in as many pieces as it needs. Pure. */
export function channelMessages(activity: Activity, reference: ConversationReference): Activity[] {
  const plain = withoutOurFields(activity);
  if (reference.channel !== 'msteams') return [plain];
  return splitMessage(addressed(forTeams(plain, activity.id ?? '', reference), reference));
}

/** The same, for a message that takes the place of one that was sent. */
export function channelUpdate(activity: Activity, reference: ConversationReference): Activity {
  const plain = withoutOurFields(activity);
  if (reference.channel !== 'msteams') return plain;
  return fitMessage(addressed(forTeams(plain, activity.id ?? '', reference), reference));
}

/** A card that is the answer to a click. */
export function channelCard(card: object, reference: ConversationReference, activityId: string): object {
  if (reference.channel !== 'msteams') return card;
  return withUniversalActions(card, { activityId, visitorId: reference.visitor.id });
}

/** Ids of ours mean nothing to the channel, and who speaks to whom is for it to say. */
function withoutOurFields(activity: Activity): Activity {
  const {
    id: _,
    replyToId: __,
    timestamp: ___,
    from: ____,
    recipient: _____,
    conversation: ______,
    ...rest
  } = activity;
  const { summary } = rest;
  return typeof summary === 'string' ? { ...rest, summary: summary.slice(0, longestSummary) } : rest;
}

function forTeams(message: Activity, activityId: string, reference: ConversationReference): Activity {
  const { attachments, suggestedActions, ...rest } = message;
  const actions = reference.scope === 'personal' ? spokenActions(suggestedActions) : undefined;
  const place = { activityId, visitorId: reference.visitor.id };
  const converted = attachments?.map((attachment): Attachment =>
    attachment.contentType === adaptiveCardType
      ? { ...attachment, content: withUniversalActions(attachment.content as object, place) }
      : attachment,
  );
  return {
    ...rest,
    ...(converted ? { attachments: converted } : {}),
    ...(actions ? { suggestedActions: actions } : {}),
  };
}

/** Among several people it is said whom a message is for, and they are told of it. */
function addressed(message: Activity, { scope, visitor }: ConversationReference): Activity {
  if (scope === 'personal' || visitor.name === undefined) return message;
  const mention = `<at>${visitor.name.replace(/[<>&]/g, '')}</at>`;
  const entity = { type: 'mention', text: mention, mentioned: { id: visitor.id, name: visitor.name } };
  const { text, entities } = message;
  return {
    ...message,
    text: text ? `${mention} ${text}` : mention,
    entities: [...(Array.isArray(entities) ? (entities as unknown[]) : []), entity],
  };
}

interface SuggestedActions {
  actions?: { title?: string; text?: string }[];
}

/**
 * Teams has suggested actions in personal chats, and only such as say something for the visitor.
 * Source: Teams, "Suggested actions": `imBack` only, at most six.
 */
function spokenActions(suggested: unknown): object | undefined {
  const { actions = [] } = (suggested ?? {}) as SuggestedActions;
  if (actions.length === 0) return undefined;
  return {
    actions: actions
      .slice(0, 6)
      .map(({ title = '', text = title }) => ({ type: 'imBack', title, value: text })),
  };
}

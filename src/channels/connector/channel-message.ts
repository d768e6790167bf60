import { adaptiveCardType, type Activity, type Attachment } from '../../conversation/activity.ts';
import type { ConversationReference } from '../../conversation/connector-store.ts';
import { cardToText } from '../../presentation/plain-text.ts';
import { fitMessage, separateMessages, splitMessage } from './split-message.ts';
import { type CardPlace, withUniversalActions } from './universal-actions.ts';

/** Characters of the line that stands in a notification. */
const longestSummary = 200;
/** Characters of what stands in place of a card. */
const longestFallback = 1000;

/** Whether the channel is told of an activity of the log: what else is in it is between bot and desk. */
export function isForChannel({ type }: Activity): boolean {
  return type === 'message';
}

/** A message as a channel takes it, in as many pieces as it needs. Pure. */
export function channelMessages(activity: Activity, reference: ConversationReference): Activity[] {
  const plain = withoutOurFields(activity);
  if (reference.channel !== 'msteams') return [plain];
  const isToldByText = Boolean(plain.text);
  const message = forTeams(plain, activity.id ?? '', { ...reference, isMentioned: !isToldByText });
  return separateMessages(addressed(message, reference)).flatMap((part) => splitMessage(part));
}

/** The same, for a message that takes the place of one that was sent. It has to stay one: a text goes into its card. */
export function channelUpdate(activity: Activity, reference: ConversationReference): Activity {
  const plain = withoutOurFields(activity);
  if (reference.channel !== 'msteams') return plain;
  const { text, textFormat: _, ...rest } = forTeams(plain, activity.id ?? '', reference);
  const [first, ...others] = rest.attachments ?? [];
  if (first?.contentType !== adaptiveCardType)
    return fitMessage(addressed(forTeams(plain, activity.id ?? '', reference), reference));
  const content = text ? below({ text }, first.content as object) : first.content;
  return fitMessage({ ...rest, attachments: [{ ...first, content }, ...others] });
}

/** A card that is the answer to a click. */
export function channelCard(card: object, reference: ConversationReference, activityId: string): object {
  if (reference.channel !== 'msteams') return card;
  return cardForTeams(card, { activityId, visitorId: reference.visitor.id }, reference);
}

/** A conversation, and whether its visitor is to be told of a card among several people. */
type Addressee = ConversationReference & { isMentioned?: boolean };

/**
 * A client shows the text in place of a card of a version that it does not know, and what is typed does what the
 * buttons do. Source: Adaptive Cards, "Versioning", `fallbackText`.
 */
function cardForTeams(card: object, place: CardPlace, addressee: Addressee): object {
  const fallbackText = cardToText(card).slice(0, longestFallback);
  return named({ fallbackText, ...withUniversalActions(card, place) }, addressee);
}

/**
 * Among several people a card says whose it is, as text and card are messages apart.
 * Source: Teams, "Mention support within Adaptive Cards".
 */
function named(card: object, { scope, visitor, isMentioned = false }: Addressee): object {
  if (scope === 'personal' || visitor.name === undefined) return card;
  const { text, entity } = mentionOf(visitor);
  const name = { text: isMentioned ? text : withoutMarks(visitor.name), size: 'Small', isSubtle: true };
  const withName = below(name, card) as { msteams?: object };
  if (!isMentioned) return withName;
  return { ...withName, msteams: { ...withName.msteams, entities: [entity] } };
}

/** The card with a line above everything. */
function below(line: { text: string; [property: string]: unknown }, card: object): object {
  const { body = [] } = card as { body?: unknown[] };
  return { ...card, body: [{ type: 'TextBlock', wrap: true, ...line }, ...body] };
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

function forTeams(message: Activity, activityId: string, reference: Addressee): Activity {
  const { attachments, suggestedActions, ...rest } = message;
  const actions = reference.scope === 'personal' ? spokenActions(suggestedActions) : undefined;
  const place = { activityId, visitorId: reference.visitor.id };
  const converted = attachments?.map((attachment): Attachment =>
    attachment.contentType === adaptiveCardType
      ? { ...attachment, content: cardForTeams(attachment.content as object, place, reference) }
      : attachment,
  );
  return {
    ...rest,
    ...(converted ? { attachments: converted } : {}),
    ...(actions ? { suggestedActions: actions } : {}),
  };
}

/** Among several people it is said whom a text is for, and they are told of it. */
function addressed(message: Activity, { scope, visitor }: ConversationReference): Activity {
  const { text, entities } = message;
  if (!text || scope === 'personal' || visitor.name === undefined) return message;
  const mention = mentionOf(visitor);
  return {
    ...message,
    text: `${mention.text} ${text}`,
    entities: [...(Array.isArray(entities) ? (entities as unknown[]) : []), mention.entity],
  };
}

function mentionOf({ id, name = '' }: ConversationReference['visitor']): { text: string; entity: object } {
  const text = `<at>${withoutMarks(name)}</at>`;
  return { text, entity: { type: 'mention', text, mentioned: { id, name } } };
}

function withoutMarks(name: string): string {
  return name.replace(/[<>&]/g, '');
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

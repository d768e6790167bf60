import { createHash } from 'node:crypto';
import type { Activity } from '../../conversation/activity.ts';
import { scopeOf } from './addressing.ts';
import type { ChannelActivity } from './inbound.ts';
import { isMentioned, textWithoutMentions } from './mentions.ts';

/** What an activity of a channel means here. */
export type Inbound =
  | {
      is: 'turn';
      activity: Activity;
      /** The same for every delivery of what the visitor did once. */
      key?: string;
      /** What was clicked says so itself, and not by the id it came under: `key` counts for a while only. */
      isClick: boolean;
    }
  /** The client asks for the present form of a card. */
  | { is: 'refresh' }
  /** The visitor said whether a file may be kept for them. */
  | { is: 'file-consent' }
  /** Somebody among several named the bot and said nothing else. */
  | { is: 'called' }
  /** Something was done with the message extension, in whatever conversation. */
  | { is: 'extension' }
  /** Somebody added the bot to a team or to a chat of several. */
  | { is: 'added' }
  /** The visitor removed the bot. */
  | { is: 'left' }
  | { is: 'ignored'; why: 'not-mentioned' | 'not-for-us' };

/** The verb with which a client asks for the present form of a card, and wants nothing done. */
export const refreshVerb = 'refresh';

/** Decides what an activity is to us. Pure. Source: Teams, "Conversation events in your bot". */
export function readInbound(activity: ChannelActivity): Inbound {
  const { type, recipient } = activity;
  const isPersonal = scopeOf(activity) === 'personal';
  const includesBot = (members: ChannelActivity['membersAdded']) =>
    members?.some(({ id }) => id === recipient.id) ?? false;
  switch (type) {
    case 'message':
      return readMessage(activity, isPersonal);
    case 'invoke':
      return readInvoke(activity);
    case 'conversationUpdate':
      if (!isPersonal)
        return includesBot(activity.membersAdded) ? { is: 'added' } : { is: 'ignored', why: 'not-for-us' };
      if (includesBot(activity.membersRemoved)) return { is: 'left' };
      return activity.membersAdded ? welcome(activity) : { is: 'ignored', why: 'not-for-us' };
    case 'installationUpdate':
      if (!isPersonal)
        return activity.action === 'add' ? { is: 'added' } : { is: 'ignored', why: 'not-for-us' };
      return activity.action?.startsWith('remove') ? { is: 'left' } : welcome(activity);
    case 'messageUpdate':
    case 'messageDelete':
    case 'messageReaction':
      return isPersonal ? passing(activity) : { is: 'ignored', why: 'not-for-us' };
    default:
      return { is: 'ignored', why: 'not-for-us' };
  }
}

/** What a click sends, from either kind of action. */
export function clickOf({ type, value }: Activity): Record<string, unknown> | undefined {
  const data = type === 'invoke' ? dataOf(value) : value;
  return isRecord(data) && typeof data.do === 'string' ? data : undefined;
}

/** Which of our messages was clicked, as its buttons say. */
export function nonceOf(activity: Activity): string | undefined {
  const nonce = clickOf(activity)?.nonce;
  return typeof nonce === 'string' && nonce.length <= 100 ? nonce : undefined;
}

function readMessage(activity: ChannelActivity, isPersonal: boolean): Inbound {
  if (clickOf(activity)) return clicked(activity);
  if (!isPersonal && !isMentioned(activity)) return { is: 'ignored', why: 'not-mentioned' };
  const text = textWithoutMentions(activity);
  const attachments = withoutCopies(activity.attachments);
  if (!isPersonal && text === '' && attachments === undefined) return { is: 'called' };
  const { attachments: _, ...rest } = activity;
  return {
    is: 'turn',
    activity: { ...rest, text, ...(attachments ? { attachments } : {}) },
    ...keyOf('activity', activity.id),
    isClick: false,
  };
}

function readInvoke(activity: ChannelActivity): Inbound {
  if (activity.name === 'fileConsent/invoke') return { is: 'file-consent' };
  if (activity.name?.startsWith('composeExtension/')) return { is: 'extension' };
  if (activity.name === 'adaptiveCard/action' && verbOf(activity.value) === refreshVerb)
    return { is: 'refresh' };
  if (nonceOf(activity) !== undefined) return clicked(activity);
  return { is: 'turn', activity, ...keyOf('activity', activity.id), isClick: false };
}

/** Teams delivers an invoke again, under a new id, when it thinks that it got lost. */
function clicked(activity: ChannelActivity): Inbound {
  const data = clickOf(activity) ?? {};
  const nonce = nonceOf(activity);
  if (nonce === undefined) {
    return { is: 'turn', activity, ...keyOf('activity', activity.id), isClick: false };
  }
  const digest = createHash('sha256')
    .update(JSON.stringify([activity.from.id, data]))
    .digest('base64url');
  return { is: 'turn', activity, key: `click|${nonce}|${digest}`, isClick: true };
}

/** One who is known is asked what is wrong; others are greeted. */
export function answerToCall(activity: ChannelActivity, isKnown: boolean): Extract<Inbound, { is: 'turn' }> {
  if (!isKnown) return welcome(activity);
  const { attachments: _, ...rest } = activity;
  return { is: 'turn', activity: { ...rest, text: '' }, ...keyOf('activity', activity.id), isClick: false };
}

/** Teams tells of a new visitor in up to three ways, and again when the app is installed again. */
function welcome(activity: ChannelActivity): Extract<Inbound, { is: 'turn' }> {
  const { from, action: _, membersRemoved: __, ...rest } = activity;
  return {
    is: 'turn',
    activity: { ...rest, from, type: 'conversationUpdate', membersAdded: [from] },
    key: 'welcome',
    isClick: false,
  };
}

/** Kept in the log, and nothing is done about it. */
function passing(activity: ChannelActivity): Inbound {
  const { type, id, timestamp } = activity;
  return { is: 'turn', activity, ...keyOf(type, id, timestamp), isClick: false };
}

function keyOf(kind: string, id: string | undefined, time?: string): { key?: string } {
  return id === undefined ? {} : { key: [kind, id, ...(time === undefined ? [] : [time])].join('|') };
}

/** Teams attaches each text once more, as HTML. */
function withoutCopies(attachments: ChannelActivity['attachments']): Activity['attachments'] {
  const own = attachments?.filter(({ contentType }) => contentType !== 'text/html');
  return own && own.length > 0 ? own : undefined;
}

function verbOf(value: unknown): unknown {
  return isRecord(value) && isRecord(value.action) ? value.action.verb : undefined;
}

function dataOf(value: unknown): unknown {
  return isRecord(value) && isRecord(value.action) ? value.action.data : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { adaptiveCardType, type Activity, type Attachment } from '../../conversation/activity.ts';

/**
 * Bytes of a message's JSON. Teams takes about 28 KB with all that stands around it.
 * Source: Teams, "Format your bot messages", "Message size limit".
 */
const largestMessage = 26 * 1024;

/**
 * A text and each attachment as messages of their own. Teams makes that of them anyway, says the id of one only, and
 * takes no update for two at once; the buttons are in the last.
 * Source: Teams, "Update and delete messages", "Activity resulted into multiple skype activities".
 */
export function separateMessages(message: Activity): Activity[] {
  const { text, textFormat, entities, attachments = [], suggestedActions, summary, ...rest } = message;
  if (attachments.length + (text ? 1 : 0) <= 1 || message['attachmentLayout'] === 'carousel')
    return [message];
  const said = { ...rest, text, textFormat, ...(entities === undefined ? {} : { entities }) };
  const parts: Activity[] = [
    ...(text ? [said] : []),
    ...attachments.map((attachment) => ({
      ...rest,
      ...(summary === undefined ? {} : { summary }),
      attachments: [attachment],
    })),
  ];
  const last = parts.at(-1);
  if (last && suggestedActions !== undefined) last.suggestedActions = suggestedActions;
  return parts;
}

/**
 * A message that is too large, as several in reading order; the buttons are in the last. What cannot be split, such as
 * one very long word, is cut.
 */
export function splitMessage(message: Activity, limit = largestMessage): Activity[] {
  if (bytesOf(message) <= limit) return [message];
  const { text, attachments = [], suggestedActions, summary: _, ...rest } = message;
  const parts: Activity[] = [];
  if (text !== undefined && text !== '')
    parts.push(...splitText(text, limit / 2).map((piece) => ({ ...rest, text: piece })));
  for (const attachment of attachments) {
    const { text: __, textFormat: ___, ...bare } = rest as Activity;
    parts.push(...splitCard(attachment, limit - 2048).map((piece) => ({ ...bare, attachments: [piece] })));
  }
  const last = parts.at(-1);
  if (last && suggestedActions !== undefined) last.suggestedActions = suggestedActions;
  return parts;
}

/** A message that has to stay one, as it replaces another: what is too much of it is left out. */
export function fitMessage(message: Activity, limit = largestMessage): Activity {
  return splitMessage(message, limit).at(-1) ?? message;
}

export function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value), 'utf8');
}

/** Between paragraphs where that is possible, else between lines, words, characters. */
function splitText(text: string, limit: number): string[] {
  if (bytesOf(text) <= limit) return [text];
  for (const separator of ['\n\n', '\n', ' ', '']) {
    const pieces = text.split(separator);
    if (pieces.length > 1 && pieces.every((piece) => bytesOf(piece) <= limit))
      return joined(pieces, separator, limit);
  }
  return [[...text].slice(0, Math.floor(limit / 6)).join('')];
}

function joined(pieces: string[], separator: string, limit: number): string[] {
  const parts: string[] = [];
  for (const piece of pieces) {
    const longer = parts.length === 0 ? piece : `${parts.at(-1)}${separator}${piece}`;
    if (parts.length > 0 && bytesOf(longer) <= limit) parts[parts.length - 1] = longer;
    else parts.push(piece);
  }
  return parts;
}

interface Card {
  body?: unknown[];
  actions?: unknown;
  refresh?: unknown;
  [field: string]: unknown;
}

function splitCard(attachment: Attachment, limit: number): Attachment[] {
  if (attachment.contentType !== adaptiveCardType || bytesOf(attachment) <= limit) return [attachment];
  const { body = [], actions, refresh, ...frame } = attachment.content as Card;
  const end = {
    ...(actions === undefined ? {} : { actions }),
    ...(refresh === undefined ? {} : { refresh }),
  };
  const room = limit - bytesOf({ ...frame, ...end });
  const bodies: unknown[][] = [[]];
  for (const element of body.flatMap((one) => shortened(one, room))) {
    const current = bodies.at(-1) ?? [];
    if (current.length > 0 && bytesOf([...current, element]) > room) bodies.push([element]);
    else current.push(element);
  }
  return bodies.map((part, index) => ({
    ...attachment,
    content: { ...frame, body: part, ...(index === bodies.length - 1 ? end : {}) },
  }));
}

/** An element that fills a message alone: a text becomes several, anything else has to go. */
function shortened(element: unknown, room: number): unknown[] {
  if (bytesOf([element]) <= room) return [element];
  const { text, ...rest } = element as { text?: unknown };
  if (typeof text !== 'string') return [];
  return splitText(text, room - bytesOf(rest) - 64).map((piece) => ({ ...rest, text: piece }));
}

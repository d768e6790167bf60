import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'adaptivecards-templating';
import { adaptiveCardType, type Attachment } from '../conversation/activity.ts';
import { rememberCards } from './remembered-cards.ts';

/** The templates under `cards/`, each `<name>.card.json` with `<name>.sample.json` beside it. */
export const cardNames = [
  'ask-person',
  'check',
  'check-to-read',
  'confirm',
  'delete-data',
  'did-it-last',
  'did-you-mean',
  'greeting',
  'handed-over',
  'new-or-part',
  'notice',
  'record',
  'solved',
  'support-case',
  'support-transcript',
  'where-we-are',
  'which-phone',
] as const;

export type CardName = (typeof cardNames)[number];

/** Largest card a channel takes: Teams allows 28 KB for a whole message. Bytes of JSON in UTF-8. */
export const cardLimit = 25 * 1024;

export type FillCard = (name: CardName, data: object) => Attachment;

/** Reads all templates from a folder, once. */
export function createCards(folder: string): FillCard {
  const templates = new Map(
    cardNames.map((name) => [
      name,
      new Template(JSON.parse(readFileSync(join(folder, `${name}.card.json`), 'utf8'))),
    ]),
  );
  return rememberCards((name, data) => {
    const content: unknown = templates.get(name)?.expand({ $root: data });
    return { contentType: adaptiveCardType, content };
  });
}

/** Size of a filled card as it is sent, in bytes. */
export function cardBytes(card: Attachment): number {
  return Buffer.byteLength(JSON.stringify(card.content), 'utf8');
}

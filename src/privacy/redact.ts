import { findCards } from './find-cards.ts';
import { findCodes } from './find-codes.ts';
import { findEmails } from './find-emails.ts';
import { findPhones } from './find-phones.ts';
import type { PersonalKind } from '../conversation/personal.ts';
import type { Span } from './personal.ts';

export interface RedactOptions {
  /** Countries whose phone numbers are known without a country code, as ISO 3166-1 alpha-2. */
  regions: readonly string[];
  /** Kinds that are left as they are. */
  reveal?: readonly PersonalKind[];
}

/** Something personal in a text. */
export interface Finding extends Span {
  kind: PersonalKind;
}

/** Everything personal in a text, in the order of the text, none overlapping another. Pure. */
export function findPersonal(text: string, { regions }: Pick<RedactOptions, 'regions'>): Finding[] {
  const finders: Record<PersonalKind, () => Span[]> = {
    email: () => findEmails(text),
    card: () => findCards(text),
    phone: () => findPhones(text, regions),
    code: () => findCodes(text),
  };
  const found: Finding[] = [];
  for (const kind of ['email', 'card', 'code', 'phone'] as const) {
    for (const span of finders[kind]()) {
      const isTaken = found.some(({ from, to }) => span.from < to && from < span.to);
      if (!isTaken) found.push({ kind, ...span });
    }
  }
  return found.sort((a, b) => a.from - b.from);
}

/** What stands in place of something personal: `[email]`, `[phone]`, `[card]`, `[code]`. */
function markOf(kind: PersonalKind): string {
  return `[${kind}]`;
}

/** The text with everything personal replaced by its mark. Pure; a text that was redacted before stays as it is. */
export function redactText(text: string, { regions, reveal = [] }: RedactOptions): string {
  if (!mayBePersonal(text)) return text;
  let redacted = '';
  let end = 0;
  for (const { kind, from, to } of findPersonal(text, { regions })) {
    if (reveal.includes(kind)) continue;
    redacted += text.slice(end, from) + markOf(kind);
    end = to;
  }
  return redacted + text.slice(end);
}

/** Fields that name things for programs. What stands in them is no text of a person, and must not change. */
const technical = new Set(
  (
    'id activityId replyToId conversationId escalationId caseId case check section checks sections guideVersion ' +
    'type contentType contentUrl thumbnailUrl url channelId serviceUrl locale timestamp localTimestamp at openedAt closedAt ' +
    'requestedAt queuedAt acceptBy acceptedAt endedAt startedAt dueAt createdAt expiresAt $schema version ' +
    'clientActivityID userId queue state role style key target channel'
  ).split(' '),
);

/**
 * The same for a whole JSON value, such as an activity or a hand-over package: every text in it but those of fields
 * that name things for programs. Pure: the value given is left as it is.
 */
export function redactDeep<T>(value: T, options: RedactOptions): T {
  return redactValue(value, options) as T;
}

function redactValue(value: unknown, options: RedactOptions): unknown {
  if (typeof value === 'string') return redactText(value, options);
  if (typeof value === 'number') return redactNumber(value, options);
  if (Array.isArray(value)) return value.map((item) => redactValue(item, options));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      name,
      technical.has(name) && typeof field === 'string' ? field : redactValue(field, options),
    ]),
  );
}

/** A card's input may have been sent as a number. Positions and counts are too short to be one. */
function redactNumber(value: number, options: RedactOptions): number | string {
  const text = String(value);
  const redacted = text.length < 10 ? text : redactText(text, options);
  return redacted === text ? value : redacted;
}

/** A quick look that lets nearly every text pass: an address has an @ or "at", the rest has digits. */
function mayBePersonal(text: string): boolean {
  return text.includes('@') || /\bat\b/i.test(text) || /\d/.test(text);
}

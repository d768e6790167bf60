import { findPhoneNumbersInText, isSupportedCountry, type CountryCode } from 'libphonenumber-js/min';
import type { Span } from './personal.ts';

/** Digits with what people put between them; not a part of a word, a version, a link or a longer number. */
const candidate =
  /(?:(?<![\p{L}\p{N}_])\(?\+|(?<![\p{L}\p{N}_./=#&@+-]|\d:)\(?)\d[\d ()./\u00a0-]{4,28}\d(?![\p{L}\p{N}_]|[.:]\d)/gu;

/** What such digits are when they are no phone number: a date, a time, an address of the network, a version. */
const somethingElse = [
  /^(19|20)\d\d[-/. ]\d{1,2}[-/. ]\d{1,2}(?!\d)/,
  /^\d{1,2}[-/. ]\d{1,2}[-/. ](19|20)\d\d(?!\d)/,
  /^\d{1,3}(\.\d{1,3}){3}$/,
  /^\d+(\.\d+){1,3}$(?<!^0\d(\.\d\d){4}$)(?<!^\d{3}\.\d{3}\.\d{4}$)/,
];

/** Forms that are phone numbers whoever gave them out; the digits need not be in use. */
const forms = [
  /^\(?\+(?:\D{0,2}\d){7,15}$/,
  /^(?:1[-. ])?\(?\d{3}\)?[-. ] ?\d{3}[-. ]\d{4}$/,
  /^0\d(?:[. ]\d\d){4}$/,
  /^\(?0\d{1,5}\)?[ /-]{1,3}\d(?:[ /-]?\d){4,9}$/,
  /^0\d{9,11}$/,
];

/** A number that is said to be something else. */
const otherLabel =
  /\b(?:versions?|builds?|case|ticket|ref(?:erence)?|order|serial|model|error|code|kb|driver|firmware|imei|step|check)\W{0,3}(?:(?:number|no|nr|code|is|id)\W{1,3}){0,2}$/i;
/** A number that is said to be one to call. */
const phoneLabel =
  /\b(?:phone|mobile|cell|cellphone|tel|telephone|whatsapp|number|call|text|reach|ring|contact)\W{1,3}(?:(?:me|us|him|her|is|at|on|my|number|no|now|the|under)\W{1,3}){0,4}$/i;
const labelLength = 48;

/**
 * Phone numbers in a text. Pure.
 * @param regions countries whose numbers are known without a country code, as ISO 3166-1 alpha-2.
 */
export function findPhones(text: string, regions: readonly string[]): Span[] {
  return [...text.matchAll(candidate)].flatMap((match) => {
    const [found] = match;
    const from = match.index;
    const before = text.slice(Math.max(0, from - labelLength), from);
    const isInternational = /^\(?\+/.test(found);
    if (!isInternational && (somethingElse.some((form) => form.test(found)) || otherLabel.test(before)))
      return [];
    const number = withoutRest(found).find(
      (part) => forms.some((form) => form.test(part)) || isLabelled(part, before),
    );
    if (number !== undefined) return [{ from, to: from + number.length }];
    if (!mayBeKnown(found)) return [];
    return knownIn(found, regions).map((span) => ({ from: from + span.from, to: from + span.to }));
  });
}

/** The digits, and the same without the last group or two: "206 555 0123 25 times". */
function withoutRest(found: string): string[] {
  const shorter = found.replace(/ +\d+$/, '');
  return [...new Set([found, shorter, shorter.replace(/ +\d+$/, '')])];
}

function isLabelled(found: string, before: string): boolean {
  const digits = found.replace(/\D/g, '').length;
  return digits >= 7 && digits <= 15 && phoneLabel.test(before);
}

/** Numbers are not written digit by digit; looking one up is dear. */
function mayBeKnown(found: string): boolean {
  const groups = found.match(/\d+/g) ?? [];
  const digits = groups.join('').length;
  return digits >= 7 && digits >= 2 * groups.length;
}

/** Numbers that one of the regions has given out. */
function knownIn(text: string, regions: readonly string[]): Span[] {
  for (const region of regions) {
    const found = findPhoneNumbersInText(text, { defaultCountry: region as CountryCode });
    if (found.length > 0) return found.map(({ startsAt, endsAt }) => ({ from: startsAt, to: endsAt }));
  }
  return [];
}

/** Whether numbers of this region are known, such as `US`. */
export function isPhoneRegion(region: string): boolean {
  return isSupportedCountry(region);
}

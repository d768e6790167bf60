import type { Span } from './personal.ts';

const digits = String.raw`(?:[A-Z]{1,2}-)?(?:\d{3}[ -]\d{3}|\d{4,8})(?![\p{L}\p{N}_-]|[.,:]\d)`;
const secret = String.raw`(?:codes?|otp|pin|passcode|password)`;

/** "code 482913", "the code they sent me is 482 913", "PIN: 1234". Groups: before the word, between, the digits. */
const named = new RegExp(
  String.raw`(?<![\p{L}\p{N}])${secret}\b(?<between>[^\d.!?\n]{1,32}?)(?<![\p{L}\p{N}_.#/])(?<found>${digits})`,
  'giu',
);
/** "482913 is your verification code". */
const explained = new RegExp(
  String.raw`(?<![\p{L}\p{N}_.:/#-])(?<found>${digits})\W{1,3}(?:is|was|as)\W{1,3}(?<between>(?:[\p{L}'-]{1,20}\W{1,3}){0,4}?)${secret}\b`,
  'giu',
);
/** Codes with letters are only believed where nothing else can be meant: "security code: 7F3-K9Q". */
const strong = new RegExp(
  String.raw`(?:verification|security|login|sign-?in|one-time|confirmation|access|backup|recovery|pairing)[ -]${secret}\W{1,3}(?:(?:is|was)\W{1,3})?(?<found>(?=[A-Z-]*\d)[A-Z0-9]{2,6}-?[A-Z0-9]{2,6})(?![\p{L}\p{N}_-])`,
  'gu',
);

/** Codes that are no secret: what a machine reports, what a product or a place is called. */
const harmless =
  /\b(?:error|stop|exit|status|event|result|fault|hex|model|product|country|area|zip|postal|post|qr|bar|source|build|dial|case|windows|android|ios|version|update|galaxy|pixel|kb|minutes|seconds|times|port)\W{0,3}$/i;
/** The same anywhere between the word and the number. */
const harmlessBetween =
  /\b(?:error|stop|build|windows|android|ios|version|update|galaxy|pixel|kb|since|year|port|checks?|step)\b/i;
/** Errors of Windows written without 0x, such as 80070057. */
const windowsError = /^80\d{6}$/;
const year = /^(?:19|20)\d\d$/;

/** One-time codes, PINs and passwords of digits, where the words around them say so. Pure. */
export function findCodes(text: string): Span[] {
  if (!/\d/.test(text)) return [];
  return [
    ...spansOf(text, named, (match) => {
      const { between = '', found = '' } = match.groups ?? {};
      const before = text.slice(Math.max(0, match.index - 20), match.index);
      if (harmless.test(before) || harmlessBetween.test(between) || windowsError.test(found)) return false;
      return !year.test(found) || /^\W*(?:(?:is|was)\W*)?$/i.test(between);
    }),
    ...spansOf(text, explained, (match) => {
      const { between = '', found = '' } = match.groups ?? {};
      return !harmless.test(between) && !windowsError.test(found);
    }),
    ...spansOf(text, strong, () => true),
  ];
}

function spansOf(text: string, pattern: RegExp, isSecret: (match: RegExpExecArray) => boolean): Span[] {
  return [...text.matchAll(pattern)].filter(isSecret).map((match) => {
    const found = match.groups?.found ?? '';
    const from = match.index + match[0].indexOf(found);
    return { from, to: from + found.length };
  });
}

import type { Span } from './personal.ts';

const name = String.raw`[\p{L}\p{N}._%+'-]{1,64}`;
const domain = String.raw`(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}`;
const spelledDomain = String.raw`[\p{L}\p{N}-]{1,63}(?:\s{0,2}(?:\.|[([]dot[)\]]|\bdot\b)\s{0,2}[\p{L}\p{N}-]{2,63}){1,3}`;

const plain = new RegExp(String.raw`(?<![\p{L}\p{N}._%+-])${name}@${domain}`, 'giu');
/** "jo (at) example.org", "jo at example dot org": people hide addresses from programs, and mean them all the same. */
const hidden = new RegExp(
  String.raw`(?<![\p{L}\p{N}._%+-])${name}\s{0,2}(?:[([]at[)\]]\s{0,2}${spelledDomain}|at\s+[\p{L}\p{N}-]{1,63}\s+dot\s+\p{L}{2,24})`,
  'giu',
);

/** E-mail addresses in a text. Pure. */
export function findEmails(text: string): Span[] {
  const patterns = [...(text.includes('@') ? [plain] : []), ...(/\bat\b/i.test(text) ? [hidden] : [])];
  return patterns.flatMap((pattern) =>
    [...text.matchAll(pattern)].map((match) => ({ from: match.index, to: match.index + match[0].length })),
  );
}

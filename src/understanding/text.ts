/** Longest part of a text that is read; what comes later rarely changes what it is about. Characters. */
const readLimit = 2_000;

/** Signs that say as much as words do; all others are left out. */
const spokenSigns: [RegExp, string][] = [
  [/[\u{1F44D}\u{1F44C}\u2705\u2714]/gu, ' thumbs up '],
  [/[\u{1F44E}\u274C]/gu, ' thumbs down '],
];

/**
 * The form in which texts and terms are compared: compatibility forms folded, lower case, no accents, no
 * apostrophes, everything but letters and digits a single space.
 */
function normalise(text: string): string {
  const read = text.slice(0, readLimit);
  return (plainAscii.test(read) ? read : withoutAccents(spoken(read)))
    .toLowerCase()
    .replace(/['’‘`´]/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function spoken(text: string): string {
  return spokenSigns.reduce((said, [sign, words]) => said.replace(sign, words), text);
}

/** What nearly everybody writes: there is nothing to fold in it. */
const plainAscii = /^[\0-\x7F]*$/u;

function withoutAccents(text: string): string {
  return (
    text
      .normalize('NFKD')
      // One character may stand for a whole phrase.
      .slice(0, 2 * readLimit)
      .toLowerCase()
      .replace(/\p{M}+/gu, '')
  );
}

/** The words of a text in its normal form. */
export function words(text: string): string[] {
  const normal = normalise(text);
  return normal === '' ? [] : normal.split(' ');
}

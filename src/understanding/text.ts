/** Longest part of a text that is read; what comes later rarely changes what it is about. Characters. */
const readLimit = 2_000;

/**
 * The form in which texts and terms are compared: compatibility forms folded, lower case, no accents, no
 * apostrophes, everything but letters and digits a single space.
 */
function normalise(text: string): string {
  return (
    text
      .slice(0, readLimit)
      .normalize('NFKD')
      // One character may stand for a whole phrase.
      .slice(0, 2 * readLimit)
      .toLowerCase()
      .replace(/\p{M}+/gu, '')
      .replace(/['’‘`´]/gu, '')
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
  );
}

/** The words of a text in its normal form. */
export function words(text: string): string[] {
  const normal = normalise(text);
  return normal === '' ? [] : normal.split(' ');
}

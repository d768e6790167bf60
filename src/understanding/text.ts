/** Longest part of a text that is read; what comes later rarely changes what it is about. Characters. */
export const readLimit = 2_000;

/**
 * The form in which texts and terms are compared: compatibility forms folded, lower case, no accents, no
 * apostrophes, everything but letters and digits a single space.
 */
export function normalise(text: string): string {
  return text
    .slice(0, readLimit)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .replace(/['’‘`´]/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The words of a text in its normal form. */
export function words(text: string): string[] {
  const normal = normalise(text);
  return normal === '' ? [] : normal.split(' ');
}

/** The parts of a text that stand for themselves: sentences and clauses. Never empty for a text with words. */
export function clauses(text: string): string[] {
  return text
    .slice(0, readLimit)
    .split(/[.!?;\n]+|,|\b(?:but|although|though|while|whereas|however|except)\b/iu)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

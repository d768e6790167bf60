const rightToLeft = new Set(['ar', 'ckb', 'dv', 'fa', 'he', 'ks', 'ps', 'sd', 'ug', 'ur', 'yi']);

/** The way a language is written, for a tag such as `ar` or `he-IL` (BCP 47). */
export function directionOf(language: string): 'ltr' | 'rtl' {
  return rightToLeft.has(primary(language)) ? 'rtl' : 'ltr';
}

/** The language file to use: the one for the whole tag, else for its first part; undefined when there is none. */
export function chooseLanguage(wanted: string, available: readonly string[]): string | undefined {
  const tag = wanted.toLowerCase();
  return available.find((one) => one.toLowerCase() === tag) ?? available.find((one) => one === primary(tag));
}

/** The tag, or English in its place when the browser does not know it as one. */
export function validLanguage(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'en';
  } catch {
    return 'en';
  }
}

function primary(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? '';
}

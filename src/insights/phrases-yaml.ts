/**
 * Texts as they stand under `phrases` of a section's file: one line each, quoted where YAML would read something else.
 * @param texts what visitors wrote; personal data is to be taken out before.
 */
export function phrasesAsYaml(texts: readonly string[]): string {
  return texts.map((text) => `  - ${scalar(text.replace(/\s+/gu, ' ').trim())}\n`).join('');
}

/** Plain when nothing in it can mean anything to YAML. Source: YAML 1.2.2, chapter 7.3.3, plain style. */
function scalar(text: string): string {
  const isPlain =
    /^[\p{L}][\p{L}\p{N} ',.()/+?!-]*$/u.test(text) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text);
  return isPlain ? text : JSON.stringify(text);
}

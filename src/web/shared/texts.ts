import english from './texts.en.json' with { type: 'json' };

export { counted, fill } from './wording.ts';

/** Every sentence the browser shows. English until another language file is put in its place. */
export const texts = structuredClone(english);

/** Shows another language from now on; what its file lacks stays in English. */
export function useTexts(other: unknown): void {
  overlay(texts, other);
}

/** Puts each text of the language file in the place of ours; anything else in it is left out. */
export function overlay(ours: object, theirs: unknown): void {
  if (typeof theirs !== 'object' || theirs === null) return;
  const target = ours as Record<string, unknown>;
  for (const [key, value] of Object.entries(theirs)) {
    const known = target[key];
    if (!Object.hasOwn(target, key)) continue;
    if (typeof known === 'string' && typeof value === 'string') target[key] = value;
    if (typeof known === 'object' && known !== null) overlay(known, value);
  }
}

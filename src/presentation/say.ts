import type { Phrases } from '../guide/schema.ts';
import type { PhraseKey } from './phrase-keys.ts';

export type Say = (key: PhraseKey, values?: Record<string, string | number>) => string;

/** Makes the function that says a sentence: `{name}` in the text becomes `values.name`. */
export function createSay(phrases: Phrases): Say {
  return (key, values = {}) =>
    (phrases[key] ?? key).replace(/\{([a-z-]+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

import { isContentWord, stem } from './english.ts';
import { namedFeature, wordFeature } from './feature-hash.ts';
import { letterGrams, pairGrams, wordGrams } from './n-grams.ts';
import type { FeatureBlocks } from './vectorizer.ts';

/** Words remembered at most; then it starts afresh, so that no stranger can fill the memory. */
const mostRemembered = 4_000;
/** Longer words are hardly ever seen twice. */
const longestRemembered = 24;

/** Turns the words of a text into what a classifier sees of it, whatever field the text is from. */
export class WordFeatures {
  readonly #stemOf = remembering((word) => wordFeature(stem(word)));
  readonly #lettersOf = remembering(letterGrams);

  /**
   * Words, letters, what is named, pairs of words: the blocks of features, in the order of their weights.
   * @param text `words` are corrected as far as that is possible, `plain` as they were written; `named` is what a
   * lexicon finds in the text, and empty where there is none.
   */
  blocks({ words, plain, named }: Record<'words' | 'plain' | 'named', readonly string[]>): FeatureBlocks {
    return [
      wordGrams(words.map(this.#stemOf)),
      this.#letters(plain),
      named.map(namedFeature),
      pairGrams(words.filter(isContentWord).map(this.#stemOf)),
    ];
  }

  #letters(words: readonly string[]): number[] {
    const grams: number[] = [];
    for (const word of words) for (const gram of this.#lettersOf(word)) grams.push(gram);
    return grams;
  }
}

/** The function with its answers kept, as the same words come again and again. */
export function remembering<T>(answer: (word: string) => T): (word: string) => T {
  const known = new Map<string, T>();
  return (word) => {
    if (word.length > longestRemembered) return answer(word);
    const kept = known.get(word);
    if (kept !== undefined) return kept;
    if (known.size >= mostRemembered) known.clear();
    const value = answer(word);
    known.set(word, value);
    return value;
  };
}

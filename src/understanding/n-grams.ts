import { isContentWord, stem } from './english.ts';

/** Content words this far apart still make a pair; it keeps the number of pairs linear in a text's length. */
const pairReach = 6;

/**
 * Stems of single words, of neighbours, of words with one between them, and pairs of near content words in whatever
 * order, so that "card not arrived" and "my card has still not arrived" share more than their words.
 */
export function wordGrams(words: readonly string[]): string[] {
  const stems = words.map(stem);
  const content = stems.filter((_, index) => isContentWord(words[index] as string));
  const grams = [...stems];
  for (let index = 0; index + 1 < stems.length; index += 1) {
    const [word, next, afterNext] = [stems[index], stems[index + 1], stems[index + 2]];
    grams.push(`${word} ${next}`);
    if (afterNext !== undefined) grams.push(`${word} _ ${afterNext}`);
  }
  return [...grams, ...contentPairs(content)];
}

function contentPairs(content: readonly string[]): Set<string> {
  const pairs = new Set<string>();
  content.forEach((word, index) => {
    for (const other of content.slice(index + 1, index + 1 + pairReach)) {
      if (word !== other) pairs.add(word < other ? `${word}&${other}` : `${other}&${word}`);
    }
  });
  return pairs;
}

/** Runs of `shortest` to `longest` letters inside each word, with its ends marked. */
export function letterGrams(words: readonly string[], { shortest = 3, longest = 5 } = {}): string[] {
  const grams: string[] = [];
  for (const word of words) {
    const marked = `<${word}>`;
    for (let length = shortest; length <= longest; length += 1) {
      for (let from = 0; from + length <= marked.length; from += 1) grams.push(`#${marked.slice(from, from + length)}`);
    }
  }
  return grams;
}

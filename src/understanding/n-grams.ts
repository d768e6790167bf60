import { isContentWord, stem } from './english.ts';

/** Content words this far apart still make a pair; it keeps the number of pairs linear in a text's length. */
const pairReach = 6;

/** Stems of single words and of neighbours. */
export function wordGrams(words: readonly string[], stemOf = stem): string[] {
  const stems = words.map((word) => stemOf(word));
  const grams = [...stems];
  for (let index = 0; index + 1 < stems.length; index += 1) {
    grams.push(`${stems[index]} ${stems[index + 1]}`);
  }
  return grams;
}

/**
 * Pairs of content words that stand near each other, as stems and in whatever order, so that "messages not sent"
 * and "it has not sent one of my messages" share more than their words. Each pair once.
 */
export function pairGrams(words: readonly string[], stemOf = stem): string[] {
  const content = words.filter(isContentWord).map((word) => stemOf(word));
  const pairs = new Set<string>();
  for (let from = 0; from < content.length; from += 1) {
    const word = content[from] as string;
    for (let to = from + 1; to < content.length && to <= from + pairReach; to += 1) {
      const other = content[to] as string;
      if (word !== other) pairs.add(word < other ? `${word}&${other}` : `${other}&${word}`);
    }
  }
  return [...pairs];
}

/** Runs of `shortest` to `longest` letters inside each word, with its ends marked. */
export function letterGrams(words: readonly string[], { shortest = 3, longest = 4 } = {}): string[] {
  const grams: string[] = [];
  for (const word of words) {
    const marked = `<${word}>`;
    for (let length = shortest; length <= longest; length += 1) {
      for (let from = 0; from + length <= marked.length; from += 1)
        grams.push(`#${marked.slice(from, from + length)}`);
    }
  }
  return grams;
}

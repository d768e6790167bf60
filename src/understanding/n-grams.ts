import { letterFeatures, neighboursFeature, pairFeature } from './feature-hash.ts';

/** Content words this far apart still make a pair; it keeps the number of pairs linear in a text's length. */
const pairReach = 6;
/** Letters of a run; its word's ends count as one each. */
const [shortestRun, longestRun] = [3, 4];
const [wordBegin, wordEnd] = ['<', '>'].map((mark) => mark.charCodeAt(0)) as [number, number];

/** From the features of words: these, and neighbours. */
export function wordGrams(words: readonly number[]): number[] {
  const grams = [...words];
  for (let index = 0; index + 1 < words.length; index += 1)
    grams.push(neighboursFeature(words[index] as number, words[index + 1] as number));
  return grams;
}

/**
 * From the features of content words: pairs of those that stand near each other, in whatever order, so that
 * "messages not sent" and "it has not sent one of my messages" share more than their words. Each pair once.
 */
export function pairGrams(content: readonly number[]): number[] {
  const pairs = new Set<number>();
  for (let from = 0; from < content.length; from += 1) {
    const word = content[from] as number;
    for (let to = from + 1; to < content.length && to <= from + pairReach; to += 1) {
      const other = content[to] as number;
      if (word !== other) pairs.add(pairFeature(word, other));
    }
  }
  return [...pairs];
}

/** Runs of three and four letters inside a word, with its ends marked. */
export function letterGrams(word: string): number[] {
  const codes = [wordBegin];
  for (let at = 0; at < word.length; at += 1) codes.push(word.charCodeAt(at));
  codes.push(wordEnd);
  return letterFeatures(codes, shortestRun, longestRun);
}

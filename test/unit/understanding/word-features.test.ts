import {
  namedFeature,
  neighboursFeature,
  pairFeature,
  wordFeature,
} from '../../../src/understanding/feature-hash.ts';
import { letterGrams } from '../../../src/understanding/n-grams.ts';
import { remembering, WordFeatures } from '../../../src/understanding/word-features.ts';

const blocksOf = (features: WordFeatures, words: string[], plain = words) =>
  features.blocks({ words, plain, named: ['product'] });

describe('the features of words', () => {
  const [call, ring] = ['call', 'ring'].map(wordFeature) as [number, number];

  it('are stems, letters word by word as they were written, what is named, and pairs', () => {
    const [words, letters, named, pairs] = blocksOf(new WordFeatures(), ['calls', 'ring'], ['cals', 'ring']);
    expect(words).toEqual([call, ring, neighboursFeature(call, ring)]);
    expect(letters).toEqual([...letterGrams('cals'), ...letterGrams('ring')]);
    expect(named).toEqual([namedFeature('product')]);
    expect(pairs).toEqual([pairFeature(call, ring)]);
  });

  it('pair no words that carry grammar only', () => {
    const [, , , pairs] = blocksOf(new WordFeatures(), ['the', 'calls', 'are', 'to', 'ring']);
    expect(pairs).toEqual([pairFeature(call, ring)]);
  });
});

describe('a function that remembers', () => {
  function counted() {
    const asked: string[] = [];
    const lengthOf = remembering((word) => {
      asked.push(word);
      return word.length;
    });
    return { asked, lengthOf };
  }

  it('is asked once for a word', () => {
    const { asked, lengthOf } = counted();
    expect(['call', 'ring!', 'call'].map(lengthOf)).toEqual([4, 5, 4]);
    expect(asked).toEqual(['call', 'ring!']);
  });

  it.each([
    [24, 1],
    [25, 2],
  ])('is asked for a word of %i letters %i times', (length, times) => {
    const { asked, lengthOf } = counted();
    expect([1, 2].map(() => lengthOf('a'.repeat(length)))).toEqual([length, length]);
    expect(asked).toHaveLength(times);
  });

  it('forgets after four thousand words', () => {
    const { asked, lengthOf } = counted();
    for (let index = 0; index < 4_000; index += 1) lengthOf(`w${index}`);
    lengthOf('w0');
    expect(asked).toHaveLength(4_000);
    lengthOf('another');
    expect(lengthOf('w0')).toBe(2);
    expect(asked.slice(4_000)).toEqual(['another', 'w0']);
  });
});

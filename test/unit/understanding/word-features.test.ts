import { letterGrams } from '../../../src/understanding/n-grams.ts';
import { WordFeatures } from '../../../src/understanding/word-features.ts';

const blocksOf = (features: WordFeatures, words: string[], plain = words) =>
  features.blocks({ words, plain, named: ['product'] });

describe('the features of words', () => {
  it('are words, letters word by word as they were written, what is named, and pairs', () => {
    const [words, letters, named, pairs] = blocksOf(new WordFeatures(), ['calls', 'ring'], ['cals', 'ring']);
    expect(words).toEqual(['call', 'ring', 'call ring']);
    expect(letters).toEqual([letterGrams(['cals']), letterGrams(['ring'])]);
    expect(named).toEqual(['product']);
    expect(pairs).toEqual(['call&ring']);
  });

  it('give the letters of a word as the same bundle again', () => {
    const features = new WordFeatures();
    const [first, second] = [1, 2].map(() => blocksOf(features, ['bluetooth'])[1]?.[0]);
    expect(second).toBe(first);
  });

  it.each([
    [24, true],
    [25, false],
  ])('keep the letters of a word of %i letters: %s', (length, kept) => {
    const features = new WordFeatures();
    const [first, second] = [1, 2].map(() => blocksOf(features, ['a'.repeat(length)])[1]?.[0]);
    expect(second === first).toBe(kept);
    expect(second).toEqual(first);
  });

  it('are forgotten when there were four thousand others, and the same afterwards', () => {
    const features = new WordFeatures();
    const letters = () => blocksOf(features, ['bluetooth'])[1]?.[0];
    const first = letters();
    for (let index = 1; index < 4000; index += 1) blocksOf(features, [`w${index}`]);
    expect(letters()).toBe(first);
    blocksOf(features, ['another']);
    expect(letters()).not.toBe(first);
    expect(letters()).toEqual(first);
  });
});

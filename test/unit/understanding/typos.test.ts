import { editDistance } from '../../../src/understanding/spelling.ts';
import { withTypos } from '../../../src/understanding/typos.ts';

const text = 'notifications from my galaxy never reach the computer since the great update of last thursday';

const slipped = (seed: number) => {
  const after = withTypos(text, seed).split(' ');
  return text.split(' ').map((word, place) => [word, after[place] ?? ''] as const);
};

describe('typos', () => {
  it('are in every third word of three letters or more, and in no other', () => {
    const changed = slipped(0).flatMap(([before, after]) => (before === after ? [] : [before]));
    expect(changed).toEqual(['galaxy', 'the', 'the', 'last']);
  });

  it('are one slip each, of every kind, and never in the first letter', () => {
    for (let seed = 0; seed < 20; seed += 1) {
      for (const [before, after] of slipped(seed)) {
        expect(editDistance(before, after, 3)).toBeLessThanOrEqual(1);
        expect(after[0]).toBe(before[0]);
      }
    }
  });

  it('are the same for the same seed and others for another', () => {
    expect(withTypos(text, 1)).toBe(withTypos(text, 1));
    expect(withTypos(text, 1)).not.toBe(withTypos(text, 2));
  });

  it.each([
    [1, 'a letter left out', 'one two wrds'],
    [0, 'a letter doubled', 'one two wordds'],
    [3, 'letters swapped', 'one two worsd'],
    [2, 'the key beside', 'one two wotds'],
  ])('with seed %i are %s', (seed, _, expected) => {
    expect(withTypos('one two words', seed)).toBe(expected);
  });

  it.each([
    ['one two toPic', 'one two toqic'],
    ['one two malty', 'one two maaty'],
    ['one two tämty', 'one two täzty'],
    ['one two taäty', 'one two taäty'],
  ])('of the key beside go round at the end of a row and know no other keys: %s → %s', (before, after) => {
    expect(withTypos(before, 2)).toBe(after);
  });

  it('keep everything between the words', () => {
    expect(withTypos('Is, it... on?! 42', 5)).toBe('Is, it... on?! 42');
  });
});

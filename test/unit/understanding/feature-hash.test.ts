import {
  letterFeatures,
  namedFeature,
  neighboursFeature,
  pairFeature,
  wordFeature,
} from '../../../src/understanding/feature-hash.ts';

const [call, drop] = ['call', 'drop'].map(wordFeature) as [number, number];
const codesOf = (text: string) => Array.from(text, (letter) => letter.charCodeAt(0));

describe('a feature', () => {
  test.each([wordFeature('ring'), namedFeature('phone=android'), neighboursFeature(call, drop)])(
    'is an integer of 32 bits: %i',
    (feature) => {
      expect(feature).toBe(feature | 0);
    },
  );

  test('is the same each time, and in each version of the program', () => {
    expect(wordFeature('notification')).toBe(wordFeature('notification'));
    expect([wordFeature('notification'), namedFeature('notification')]).toMatchInlineSnapshot(`
     [
       -49054082,
       376755250,
     ]
    `);
  });

  test('of another kind is another one', () => {
    const all = [
      wordFeature('call'),
      namedFeature('call'),
      ...letterFeatures(codesOf('call'), 4, 4),
      neighboursFeature(call, drop),
      pairFeature(call, drop),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  test.each([
    ['off', 'of'],
    ['off', 'foo'],
    ['', 'a'],
    ['a', 'aa'],
    ['\0', ''],
    ['no', 'on'],
  ])('of %j is none of %j', (one, other) => {
    expect(wordFeature(one)).not.toBe(wordFeature(other));
  });

  test('of neighbours knows which comes first, that of a pair does not', () => {
    expect(neighboursFeature(call, drop)).not.toBe(neighboursFeature(drop, call));
    expect(pairFeature(call, drop)).toBe(pairFeature(drop, call));
    expect(pairFeature(call, drop)).not.toBe(pairFeature(call, call));
  });

  test('is shared by hardly any two of a hundred thousand', () => {
    const words = Array.from({ length: 100_000 }, (_, index) => `w${index}`);
    expect(words.length - new Set(words.map(wordFeature)).size).toBeLessThan(8);
  });

  test('has every bit set as often as not', () => {
    const features = Array.from({ length: 4_000 }, (_, index) => wordFeature(`w${index}`));
    for (let bit = 0; bit < 32; bit += 1) {
      const share = features.filter((feature) => (feature >>> bit) & 1).length / features.length;
      expect(Math.abs(share - 0.5)).toBeLessThan(0.04);
    }
  });
});

describe('the features of letters', () => {
  const of = (text: string) => letterFeatures(codesOf(text), 3, 4);

  test('are one for each run of each length', () => {
    expect(of('abcde')).toEqual([
      ...of('abc'),
      ...of('abcd').slice(1, 2),
      ...of('bcd'),
      ...of('bcde').slice(1, 2),
      ...of('cde'),
    ]);
    expect(new Set(of('abcde')).size).toBe(5);
  });

  test.each([
    ['ab', 0],
    ['abc', 1],
    ['abcd', 3],
    ['', 0],
  ])('of %j are %i', (text, count) => {
    expect(of(text)).toHaveLength(count);
  });
});

import { isContentWord, stem } from '../../../src/understanding/english.ts';
import {
  letterFeatures,
  neighboursFeature,
  pairFeature,
  wordFeature,
} from '../../../src/understanding/feature-hash.ts';
import { letterGrams, pairGrams, wordGrams } from '../../../src/understanding/n-grams.ts';

describe('stem', () => {
  test.each(['pair', 'pairs', 'paired', 'pairing'])('%s has the stem of pair', (word) => {
    expect(stem(word)).toBe('pair');
  });

  test.each([
    ['notifications', 'notific'],
    ['notification', 'notific'],
    ['batteries', 'batter'],
    ['battery', 'batter'],
    ['yes', 'yes'],
    ['ring', 'ring'],
    ['need', 'need'],
    ['used', 'use'],
    ['sent', 'send'],
    ['changing', 'chang'],
    ['change', 'chang'],
    ['sms', 'sms'],
  ])('of %s is %s', (word, expected) => {
    expect(stem(word)).toBe(expected);
  });
});

describe('content words', () => {
  test.each(['the', 'my', 'how', 'does'])('%s is none', (word) => {
    expect(isContentWord(word)).toBe(false);
  });

  test.each(['bluetooth', 'not', 'no', 'cant', 'why', 'off'])('%s is one', (word) => {
    expect(isContentWord(word)).toBe(true);
  });
});

const features = (...words: string[]) => words.map(wordFeature);
const both = (of: (one: number, other: number) => number, one: string, other: string) =>
  of(wordFeature(one), wordFeature(other));

describe('word grams', () => {
  test('are the words and neighbours', () => {
    expect(wordGrams(features('call', 'never', 'ring'))).toEqual([
      ...features('call', 'never', 'ring'),
      both(neighboursFeature, 'call', 'never'),
      both(neighboursFeature, 'never', 'ring'),
    ]);
  });

  test('of one word are that word', () => {
    expect(wordGrams(features('help'))).toEqual(features('help'));
  });

  test('of nothing are nothing', () => {
    expect(wordGrams([])).toEqual([]);
  });
});

describe('pair grams', () => {
  test('do not depend on the order of the words', () => {
    expect(pairGrams(features('photos', 'missing'))).toEqual([both(pairFeature, 'missing', 'photos')]);
    expect(pairGrams(features('missing', 'photos'))).toEqual([both(pairFeature, 'missing', 'photos')]);
  });

  test('name each pair once and no word with itself', () => {
    expect(pairGrams(features('call', 'drop', 'call', 'drop'))).toEqual([both(pairFeature, 'call', 'drop')]);
  });

  test('join words that are six content words apart and none further', () => {
    const pairs = pairGrams(features('aa', 'bb', 'cc', 'dd', 'ee', 'ff', 'gg', 'hh'));
    expect(pairs).toContain(both(pairFeature, 'aa', 'gg'));
    expect(pairs).not.toContain(both(pairFeature, 'aa', 'hh'));
  });

  test('grow in proportion to the length of a text', () => {
    const text = Array.from({ length: 500 }, (_, index) => `w${index}`);
    expect(pairGrams(features(...text)).length).toBeLessThan(500 * 6);
  });
});

describe('letter grams', () => {
  const runs = (...texts: string[]) =>
    texts.flatMap((text) =>
      letterFeatures(
        Array.from(text, (letter) => letter.charCodeAt(0)),
        text.length,
        text.length,
      ),
    );

  test('mark where a word begins and ends', () => {
    expect(letterGrams('pc')).toEqual(runs('<pc', '<pc>', 'pc>'));
    expect(letterGrams('call')).toEqual(runs('<ca', '<cal', 'cal', 'call', 'all', 'all>', 'll>'));
  });

  test('of a single letter are the one run with its ends', () => {
    expect(letterGrams('a')).toEqual(runs('<a>'));
  });

  test('two spellings of a word share most of them', () => {
    const right = new Set(letterGrams('bluetooth'));
    const shared = letterGrams('bluetoth').filter((gram) => right.has(gram));
    expect(shared.length).toBeGreaterThan(right.size / 2);
  });
});

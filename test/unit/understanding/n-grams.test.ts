import { isContentWord, stem } from '../../../src/understanding/english.ts';
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

describe('word grams', () => {
  test('are stems and neighbours', () => {
    expect(wordGrams(['calls', 'never', 'ring']).sort()).toEqual(
      ['call', 'never', 'ring', 'call never', 'never ring'].sort(),
    );
  });

  test('of one word are that word', () => {
    expect(wordGrams(['help'])).toEqual(['help']);
  });

  test('of nothing are nothing', () => {
    expect(wordGrams([])).toEqual([]);
  });
});

describe('pair grams', () => {
  test('do not depend on the order of the words', () => {
    expect(pairGrams(['photos', 'missing'])).toEqual(pairGrams(['missing', 'photos']));
  });

  test('leave out words that carry grammar only', () => {
    expect(pairGrams(['the', 'photos', 'are', 'missing'])).toEqual(['miss&photo']);
  });

  test('name each pair once and no word with itself', () => {
    expect(pairGrams(['call', 'drops', 'calls', 'drop'])).toEqual(['call&drop']);
  });

  test('join words that are six content words apart and none further', () => {
    const pairs = pairGrams(['aa', 'bb', 'cc', 'dd', 'ee', 'ff', 'gg', 'hh']);
    expect(pairs).toContain('aa&gg');
    expect(pairs).not.toContain('aa&hh');
  });

  test('grow in proportion to the length of a text', () => {
    const text = Array.from({ length: 500 }, (_, index) => `w${index}`);
    expect(pairGrams(text).length).toBeLessThan(500 * 6);
  });
});

describe('letter grams', () => {
  test('mark where a word begins and ends', () => {
    expect(letterGrams(['pc'], { shortest: 2, longest: 4 })).toEqual([
      '#<p',
      '#pc',
      '#c>',
      '#<pc',
      '#pc>',
      '#<pc>',
    ]);
  });

  test('never cross from one word into the next', () => {
    expect(letterGrams(['ab', 'cd']).filter((gram) => gram.includes('bc'))).toEqual([]);
  });

  test('two spellings of a word share most of them', () => {
    const right = new Set(letterGrams(['bluetooth']));
    const shared = letterGrams(['bluetoth']).filter((gram) => right.has(gram));
    expect(shared.length).toBeGreaterThan(right.size / 2);
  });
});

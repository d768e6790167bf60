import { TermMatcher } from '../../../src/understanding/term-matcher.ts';

const terms = [
  ['phone', 'device'],
  ['Phone Link', 'product'],
  ['link to windows', 'companion'],
  ['windows', 'system'],
  ['Do-Not-Disturb', 'quiet'],
  ['...', 'nothing'],
  ['phone', 'second of its kind'],
] as const;

const find = (text: string) => new TermMatcher<string>(terms).find(text.split(' '));

describe('finding terms', () => {
  test('gives the value and the words it covers', () => {
    expect(find('my phone link broke')).toEqual([{ value: 'product', from: 1, to: 3 }]);
  });

  test('the longest term wins where terms begin with the same word', () => {
    expect(find('phone link').map(({ value }) => value)).toEqual(['product']);
  });

  test('the first term wins where terms overlap', () => {
    expect(find('phone link to windows').map(({ value }) => value)).toEqual(['product', 'system']);
  });

  test('a term is found again after itself', () => {
    expect(find('phone phone').map(({ from }) => from)).toEqual([0, 1]);
  });

  test('terms are read in the normal form of texts', () => {
    expect(find('do not disturb')).toEqual([{ value: 'quiet', from: 0, to: 3 }]);
  });

  test.each(['telephone', 'phones', 'do not', 'link to', ''])('%j holds none', (text) => {
    expect(find(text)).toEqual([]);
  });
});

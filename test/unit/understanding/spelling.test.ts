import { editDistance, Spelling } from '../../../src/understanding/spelling.ts';

let spelling: Spelling;

beforeEach(() => {
  spelling = new Spelling(
    new Map([
      ['bluetooth', 9],
      ['notifications', 9],
      ['phone', 9],
      ['phones', 2],
      ['photo', 3],
      ['photos', 5],
      ['text', 4],
      ['test', 2],
      ['call', 4],
      ['sms', 9],
      ['windows11', 3],
      ['the', 30],
      ['now', 29],
    ]),
  );
});

describe('correcting words', () => {
  test.each([
    ['a letter left out', 'bluetoth', 'bluetooth'],
    ['a letter too many', 'phonne', 'phone'],
    ['a letter too many in a word of three', 'smsx', 'sms'],
    ['a wrong letter', 'phome', 'phone'],
    ['neighbours swapped', 'pohne', 'phone'],
    ['a letter left out of a long word', 'notfications', 'notifications'],
    ['a letter left out of a word of four', 'phot', 'photo'],
    ['two slips in a word of eight letters', 'bloetoth', 'bluetooth'],
    ['a slip behind the first eight letters', 'notificatioms', 'notifications'],
    ['two slips far apart in a long word', 'notificatoinz', 'notifications'],
    ['swapped letters of a frequent word of three', 'teh', 'the'],
    ['a wrong letter of a frequent word of three', 'tje', 'the'],
  ])('%s is put right: %s → %s', (_, slip, word) => {
    expect(spelling.correct(slip)).toBe(word);
  });

  test.each([
    ['is known', 'phones'],
    ['is too far from any', 'printer'],
    ['has two slips and is short', 'pnohes'],
    ['has three letters, and the near one is not frequent', 'nwo'],
    ['has three letters, and the near one begins otherwise', 'rhe'],
    ['has two letters', 'th'],
    ['has digits', 'windows12'],
    ['is longer than any word', 'bluetoothbluetoothbluetooth'],
    ['is empty', ''],
    ['has two slips and seven letters', 'pxotosz'],
    ['is near to one with digits', 'windowsll'],
  ])('a word that %s stays as it is: %s', (_, word) => {
    expect(spelling.correct(word)).toBe(word);
  });

  test('of words that are as near the more frequent one is taken', () => {
    expect(spelling.correct('tezt')).toBe('text');
  });

  test('a nearer word is taken before a more frequent one', () => {
    expect(spelling.correct('photoss')).toBe('photos');
  });

  test.each([
    ['the one that begins the same', 'barx', { darx: 40, bark: 5 }, 'bark'],
    ['one that begins otherwise and is far more frequent', 'barx', { darx: 51, bark: 5 }, 'darx'],
    ['the more frequent of two that are as near', 'barx', { bark: 5, barn: 2 }, 'bark'],
    ['the more frequent of two, though it comes later', 'barx', { bark: 2, barn: 5 }, 'barn'],
    ['the first by the alphabet of two that are as frequent', 'barx', { barn: 2, bark: 2 }, 'bark'],
    ['the nearer though it is rarer', 'calendars', { calenders: 1, calendrrz: 9 }, 'calenders'],
    [
      'the nearer though it is rarer and comes later',
      'calendars',
      { calaxdars: 9, calenders: 1 },
      'calenders',
    ],
  ])('takes %s: %s', (_, slip, counts, word) => {
    expect(new Spelling(new Map(Object.entries(counts))).correct(slip)).toBe(word);
  });

  test('two letters left out are too many for a word of six', () => {
    expect(new Spelling(new Map([['notebook', 1]])).correct('notebo')).toBe('notebo');
  });

  test('a word of 24 letters is still put right', () => {
    const word = 'abcdefghijklmnopqrstuvwx';
    expect(new Spelling(new Map([[word, 1]])).correct('abcdefghijklmnopqrstuvxx')).toBe(word);
  });

  test('the answer is the same the second time', () => {
    expect([spelling.correct('photoz'), spelling.correct('photoz')]).toEqual(['photos', 'photos']);
  });

  test('the answer is the same after more strangers than it remembers', () => {
    const before = spelling.correct('bluetooht');
    for (let index = 0; index < 20_100; index += 1)
      spelling.correct(`${index.toString(26).replace(/\d/g, 'q')}zzzz`);
    expect(spelling.correct('bluetooht')).toBe(before);
  });

  test('tells which words it knows', () => {
    expect([spelling.knows('phone'), spelling.knows('phon')]).toEqual([true, false]);
  });
});

describe('edit distance', () => {
  test.each([
    ['same', 'same', 0],
    ['abcd', 'abdc', 1],
    ['abcd', 'abd', 1],
    ['abcd', 'abxcd', 1],
    ['abcd', 'axcd', 1],
    ['abcd', 'badc', 2],
    ['ab', 'ca', 2],
    ['ab', 'bc', 2],
    ['abc', 'cab', 2],
    ['abcdef', 'badcfe', 3],
    ['', 'ab', 2],
  ])('from %j to %j is %i', (a, b, distance) => {
    expect(editDistance(a, b, 3)).toBe(distance);
    expect(editDistance(b, a, 3)).toBe(distance);
  });

  test.each([
    ['abcd', 'wxyz'],
    ['a', 'abcdef'],
  ])('from %j to %j is given up above the limit', (a, b) => {
    expect(editDistance(a, b, 2)).toBe(3);
  });
});

import { clauses, normalise, readLimit, words } from '../../../src/understanding/text.ts';

describe('the form in which texts are compared', () => {
  test.each([
    ['Phone LINK', 'phone link'],
    ['café', 'cafe'],
    ["don't won’t can`t", 'dont wont cant'],
    ['Wi-Fi/Bluetooth: off?!', 'wi fi bluetooth off'],
    ['  two \n\t lines ', 'two lines'],
    ['ﬁne ①', 'fine 1'],
    ['Телефон 电话', 'телефон 电话'],
  ])('%j is read as %j', (text, normal) => {
    expect(normalise(text)).toBe(normal);
  });

  test('it is its own normal form', () => {
    const normal = normalise('My Galaxy’s SMS — “not” synced!');
    expect(normalise(normal)).toBe(normal);
  });

  test('nothing behind the limit is read', () => {
    expect(normalise(`${'a'.repeat(readLimit)} tail`)).toBe('a'.repeat(readLimit));
  });
});

describe('words', () => {
  test('are the parts of the normal form', () => {
    expect(words('Calls, texts & photos')).toEqual(['calls', 'texts', 'photos']);
  });

  test.each(['', '   ', '?!…', '👍'])('%j has none', (text) => {
    expect(words(text)).toEqual([]);
  });
});

describe('clauses', () => {
  test('end at punctuation and at words that turn the sentence', () => {
    expect(clauses('Texts are fine but calls fail. Photos, however, work')).toEqual([
      'Texts are fine',
      'calls fail',
      'Photos',
      'work',
    ]);
  });

  test('a word that only begins like one of those does not end a clause', () => {
    expect(clauses('the button on the butler')).toEqual(['the button on the butler']);
  });

  test('a text without words has none', () => {
    expect(clauses(' ... ')).toEqual([]);
  });
});

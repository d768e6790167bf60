import { words } from '../../../src/understanding/text.ts';

describe('the words of a text', () => {
  test.each([
    ['Phone LINK', 'phone link'],
    ['café', 'cafe'],
    ["don't won’t can`t", 'dont wont cant'],
    ['Wi-Fi/Bluetooth: off?!', 'wi fi bluetooth off'],
    ['  two \n\t lines ', 'two lines'],
    ['ﬁne ①', 'fine 1'],
    ['Телефон 电话', 'телефон 电话'],
  ])('of %j are those of %j', (text, normal) => {
    expect(words(text)).toEqual(normal.split(' '));
  });

  test('stay the same when they are read again', () => {
    const once = words('My Galaxy’s SMS — “not” synced!');
    expect(words(once.join(' '))).toEqual(once);
  });

  test.each(['', '   ', '?!…', '🎉'])('%j has none', (text) => {
    expect(words(text)).toEqual([]);
  });

  test.each([
    ['👍🏽', 'thumbs up'],
    ['ok ✅', 'ok thumbs up'],
    ['👎👎', 'thumbs down thumbs down'],
    ['❌ nope', 'thumbs down nope'],
  ])('of %j are %s', (text, said) => {
    expect(words(text).join(' ')).toBe(said);
  });

  test('stay few when a character stands for a whole phrase', () => {
    expect(words('ﷺ'.repeat(2000)).join(' ').length).toBeLessThanOrEqual(4000);
  });

  test('behind the two thousandth character are not read', () => {
    expect(words(`${'a'.repeat(1999)} tail`)).toEqual(['a'.repeat(1999)]);
    expect(words(`${'a'.repeat(1995)} tail more`)).toEqual(['a'.repeat(1995), 'tail']);
  });
});

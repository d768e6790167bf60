import { takesBackAnswer, takesBackEnd } from '../../../src/understanding/second-thoughts.ts';

describe('an answer', () => {
  it.each([
    'wait, no, it was off',
    'hold on that was off',
    'sorry I meant it was off',
    'oops it is not on',
    "I didn't say that",
    'no thats wrong',
    "wait I haven't checked that yet",
  ])('is taken back: %s', (text) => {
    expect(takesBackAnswer(text)).toBe(true);
  });

  it.each([
    'it was off',
    'sorry it was off',
    'wait a second',
    'wait let me look',
    'I did not find it',
    `wait it was off ${'and so '.repeat(5)}on`,
  ])('stands: %s', (text) => {
    expect(takesBackAnswer(text)).toBe(false);
  });
});

describe('the end of a case', () => {
  it.each([
    'false alarm',
    'no wait it doesnt',
    'hmm actually no',
    'they disappeared again',
    'again not working',
    'its back to square one',
    'oh it just stopped',
    'they are gone again',
  ])('is taken back: %s', (text) => {
    expect(takesBackEnd(text)).toBe(true);
  });

  it.each([
    'thanks again',
    'no',
    'actually very helpful',
    'it worked',
    'all back to normal',
    'wait',
    `it stopped ${'and so on '.repeat(4)}again`,
  ])('stands: %s', (text) => {
    expect(takesBackEnd(text)).toBe(false);
  });
});

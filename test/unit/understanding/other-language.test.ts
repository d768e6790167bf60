import { isInOtherLanguage } from '../../../src/understanding/other-language.ts';

const languages = { spanish: new Set(['donde', 'esta', 'mi']), german: new Set(['wo', 'ist', 'das']) };
const isOther = (text: string) => isInOtherLanguage(text, languages);

describe('another language', () => {
  it.each(['donde esta eso', 'Wo ist das Menü?', 'wo jetzt'])(
    'is that of half of the words: "%s"',
    (text) => {
      expect(isOther(text)).toBe(true);
    },
  );

  it.each(['my phone esta off', 'where is das menu now', 'the button is blue'])(
    'is not that of fewer: "%s"',
    (text) => {
      expect(isOther(text)).toBe(false);
    },
  );

  it('is not told by words of two others together', () => {
    expect(isOther('donde das phone off')).toBe(false);
  });

  it.each(['das', '', '??'])('is not told by a single word: "%s"', (text) => {
    expect(isOther(text)).toBe(false);
  });

  it.each(['Где это?', '設定がない', 'أين هذا'])('is any without Latin letters: "%s"', (text) => {
    expect(isOther(text)).toBe(true);
  });

  it('is not told by a few such letters', () => {
    expect(isOther('it says Ω on the screen')).toBe(false);
    expect(isOther('abΩΩ')).toBe(false);
  });
});

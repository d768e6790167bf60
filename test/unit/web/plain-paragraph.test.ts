import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { plainParagraph } from '../../../src/web/shared/plain-paragraph.ts';
import { examples } from '../../support/examples.ts';

const parser = new MarkdownIt({ html: false, linkify: true, breaks: true });
parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false });

describe('plain words', () => {
  it.each([
    "Hi! I'm a bot that gets Phone Link working again.",
    'Is “Nearby devices” allowed (step 2 of 5), yes or no?',
    'Über 100% … – — ok; gut',
    'Ends with a space ',
  ])('become what the parser makes of them: %s', (text) => {
    expect(plainParagraph(text)).toBe(parser.render(text));
  });

  it.each(['**bold**', '1. first', 'a <b>', 'a & b', 'https://example.org', 'two\nlines', '# title', ''])(
    'are not: %j',
    (text) => {
      expect(plainParagraph(text)).toBeUndefined();
    },
  );

  it('become that whatever letters, numbers and punctuation they are of', () => {
    const signs = Array.from("abcÄß漢א019 ,;.?!'’“”…–—()%");
    const words = fc.string({ unit: fc.constantFrom(...signs), maxLength: 40 }).map((rest) => `A${rest}`);
    fc.assert(
      fc.property(words, (text) => plainParagraph(text) === parser.render(text)),
      examples(),
    );
  });
});

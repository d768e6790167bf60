import fc from 'fast-check';
import { loadUnderstanding } from '../../src/model-cache.ts';
import { createUnderstanding } from '../../src/understanding/understanding.ts';
import { realContent } from '../support/content.ts';
import { examples } from '../support/examples.ts';

const { guide } = realContent();
const { diagnose, models } = loadUnderstanding(guide);

/** Words of the guide, so that texts come near its sections, mixed with whatever else. */
const guideWords = guide.sections
  .flatMap(({ phrases }) => phrases.slice(0, 5))
  .flatMap((phrase) => phrase.split(' '));

const texts = fc.oneof(
  fc.array(fc.constantFrom(...guideWords), { maxLength: 60 }).map((parts) => parts.join(' ')),
  fc.string({ unit: 'grapheme', maxLength: 3000, size: 'max' }),
  fc.string({ unit: 'binary', maxLength: 3000, size: 'max' }),
  // Halves of surrogate pairs, as a client may cut them.
  fc
    .array(fc.integer({ min: 0, max: 0xff_ff }), { maxLength: 200 })
    .map((codes) => String.fromCharCode(...codes)),
  fc.constantFrom(...guideWords).map((word) => word.repeat(2000)),
);

const kinds = ['symptom', 'person', 'small-talk', 'off-topic'];

describe('for any text', () => {
  test('there is a diagnosis whose shares are probabilities and sum to at most 1', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { kind, confidence, sections } = diagnose(text);
        expect(kinds).toContain(kind);
        expect(confidence).toBeGreaterThanOrEqual(0);
        expect(confidence).toBeLessThanOrEqual(1);
        for (const { share } of sections) expect(share).toBeGreaterThanOrEqual(0);
        expect(sections.reduce((sum, { share }) => sum + share, 0)).toBeLessThanOrEqual(1 + 1e-9);
      }),
      examples(),
    );
  });

  test('the sections of the diagnosis are sections of the guide, each once, the best first', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { sections } = diagnose(text);
        expect(sections.every(({ section }) => guide.section(section))).toBe(true);
        expect(new Set(sections.map(({ section }) => section)).size).toBe(sections.length);
        expect(sections.map(({ share }) => share)).toEqual(
          sections.map(({ share }) => share).sort((a, b) => b - a),
        );
      }),
      examples(),
    );
  });

  test('the same text twice gives the same diagnosis', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(diagnose(text)).toEqual(diagnose(text));
      }),
      examples(),
    );
  });

  test('what was asked before does not change a diagnosis', () => {
    fc.assert(
      fc.property(fc.array(texts, { minLength: 2, maxLength: 6 }), (several) => {
        const fresh = several.map((text) => diagnose(text));
        const reversed = several.toReversed().map((text) => diagnose(text));
        expect(reversed.toReversed()).toEqual(fresh);
      }),
      examples(30),
    );
  });
});

test('an understanding made anew from the same model diagnoses alike', () => {
  const again = createUnderstanding(guide, models);
  fc.assert(
    fc.property(texts, (text) => {
      expect(again.diagnose(text)).toEqual(diagnose(text));
    }),
    examples(),
  );
});

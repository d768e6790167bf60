import { stem } from '../../../src/understanding/english.ts';
import { namedFeature, wordFeature } from '../../../src/understanding/feature-hash.ts';
import type { IntentModel } from '../../../src/understanding/intent-model.ts';
import { createUnderstanding } from '../../../src/understanding/understanding.ts';
import { checkLike, sectionLike, smallGuide } from '../../support/small-guide.ts';

const guide = smallGuide({
  sections: [
    sectionLike({ id: 'android.photos', phone: 'android', features: ['photos'], checks: [] }),
    sectionLike({ id: 'iphone.photos', phone: 'iphone', features: ['photos'], checks: [] }),
    sectionLike({ id: 'test.calls', features: ['calls', 'messages'], checks: [] }),
    sectionLike({ id: 'test.ringing', features: ['calls'], sameAs: ['test.calls'], checks: [] }),
    sectionLike({ id: 'test.battery', title: 'Battery saving', checks: [] }),
    sectionLike({
      id: 'test.rest',
      checks: [
        { check: 'test.quiet', weight: 3 },
        { check: 'test.loud', weight: 1 },
      ],
    }),
  ],
  checks: [checkLike({ id: 'test.quiet', signs: ['do not disturb'] }), checkLike({ id: 'test.loud' })],
});

const labels = [
  ...guide.sections.map(({ id }) => id),
  'off-topic',
  'person',
  'small-talk.greeting',
  'small-talk.thanks',
].sort();

/** Hardly anything, so that it does not show in sums. */
const least = 1e-9;

/** A model that finds in a text with one of these words the shares that stand beside it. Words with digits are never corrected. */
function modelOf(words: Record<string, Record<string, number>>): IntentModel {
  const features = Int32Array.from(Object.keys(words), (word) =>
    word.includes('=') ? namedFeature(word) : wordFeature(stem(word)),
  );
  return {
    labels,
    features,
    idf: new Float32Array(features.length).fill(1),
    weights: Float32Array.from(
      Object.values(words).flatMap((shares) => labels.map((label) => Math.log(shares[label] ?? least))),
    ),
  };
}

const model = modelOf({
  calls1: { 'test.calls': 0.9, 'test.rest': 0.1 },
  twins1: { 'test.calls': 0.4, 'test.ringing': 0.35, 'test.rest': 0.25 },
  torn1: { 'test.calls': 0.3, 'test.battery': 0.28, 'test.rest': 0.22, 'off-topic': 0.2 },
  photos1: { 'android.photos': 0.4, 'iphone.photos': 0.4, 'test.rest': 0.2 },
  iphone1: { 'iphone.photos': 0.95, 'test.rest': 0.05 },
  battery1: { 'test.battery': 1 },
  mostly1: { 'test.calls': 0.3, 'test.battery': 0.22, person: 0.3, 'off-topic': 0.18 },
  calling1: { 'test.calls': 0.9, 'iphone.photos': 0.1 },
  besides1: { 'iphone.photos': 0.8, 'test.calls': 0.15, person: 0.05 },
  asking1: { person: 0.9, 'test.calls': 0.1 },
  human1: { person: 0.45, 'test.calls': 0.55 },
  busy1: { person: 0.42, 'small-talk.greeting': 0.44, 'off-topic': 0.14 },
  someone1: { person: 0.35, 'off-topic': 0.25, 'small-talk.thanks': 0.1, 'test.calls': 0.3 },
  weather1: { 'off-topic': 0.7, 'test.calls': 0.3 },
  hello1: { 'small-talk.greeting': 0.5, 'small-talk.thanks': 0.3, 'off-topic': 0.2 },
  thanks1: { 'small-talk.thanks': 0.6, 'small-talk.greeting': 0.3, 'test.calls': 0.1 },
  draw1: { 'small-talk.thanks': 0.48, 'off-topic': 0.52 },
  'phone=android': { 'test.battery': 1 },
  many1: Object.fromEntries(guide.sections.map(({ id }, index) => [id, (index + 1) / 21])),
});
let understanding: ReturnType<typeof createUnderstanding>;
let diagnose: typeof understanding.diagnose;

beforeEach(() => {
  understanding = createUnderstanding(guide, { intents: model });
  ({ diagnose } = understanding);
});

const sharesOf = (text: string, known?: Parameters<typeof diagnose>[1]) =>
  Object.fromEntries(diagnose(text, known).sections.map(({ section, share }) => [section, share]));

describe('the kind of a text', () => {
  it.each([
    ['calls1', 'symptom'],
    ['torn1', 'symptom'],
    ['mostly1', 'symptom'],
    ['human1', 'person'],
    ['someone1', 'person'],
    ['busy1', 'small-talk'],
    ['hello1', 'small-talk'],
    ['weather1', 'off-topic'],
    ['draw1', 'off-topic'],
    ['', 'off-topic'],
  ])('%j is a %s', (text, kind) => {
    expect(diagnose(text).kind).toBe(kind);
  });

  it.each([
    ['hello1', 'greeting'],
    ['thanks1', 'thanks'],
  ])('tells which small talk %j is: %s', (text, smallTalk) => {
    expect(diagnose(text).smallTalk).toBe(smallTalk);
  });

  it.each(['calls1', 'human1', 'weather1'])('tells no small talk of anything else: %j', (text) => {
    expect(diagnose(text)).not.toHaveProperty('smallTalk');
  });
});

describe('the sections of a diagnosis', () => {
  it('are those that fit, best first, with their shares', () => {
    const { sections } = diagnose('torn1');
    expect(sections.slice(0, 3).map(({ section }) => section)).toEqual([
      'test.calls',
      'test.battery',
      'test.rest',
    ]);
    expect(sections.map(({ share }) => share)[1]).toBeCloseTo(0.28, 4);
  });

  it('are five at most', () => {
    expect(diagnose('many1').sections.map(({ section }) => section)).toEqual([
      'test.rest',
      'test.battery',
      'test.ringing',
      'test.calls',
      'iphone.photos',
    ]);
  });

  it.each(['hello1', 'weather1', 'human1', ''])('are none when it is no symptom: %j', (text) => {
    expect(diagnose(text).sections).toEqual([]);
  });

  it('for the other phone keep a fiftieth', () => {
    const total = 0.4 + 0.2 + 0.4 * 0.02;
    const known = sharesOf('photos1', { phone: 'iphone' });
    expect(known['iphone.photos']).toBeCloseTo(0.4 / total, 4);
    expect(known['test.rest']).toBeCloseTo(0.2 / total, 4);
    expect(known['android.photos']).toBeCloseTo((0.4 * 0.02) / total, 4);
  });

  it('go by the phone that is named before the one that was known', () => {
    const named = sharesOf('photos1 android', { phone: 'iphone' });
    expect(named['android.photos']).toBeGreaterThan(named['iphone.photos'] ?? NaN);
  });

  it('for both phones are alike while none is known', () => {
    const { 'android.photos': android, 'iphone.photos': iphone } = sharesOf('photos1');
    expect(android).toBeCloseTo(iphone ?? NaN, 6);
  });
});

describe('the confidence', () => {
  it.each([
    ['calls1', 0.9, 'the share of the best section, its twin with it'],
    ['twins1', 0.75, 'the shares of twin sections together'],
    ['torn1', 0.3, 'no more than that of the best, when others say otherwise'],
    ['hello1', 0.8, 'that of all small talk'],
    ['weather1', 0.7, 'that of being off topic'],
    ['human1', 0.45, 'that of asking for a person'],
    ['', 0, 'none of an empty text'],
  ])('of %j is %f: %s', (text, confidence, _) => {
    expect(diagnose(text).confidence).toBeCloseTo(confidence, 4);
  });

  it('is never more than 1', () => {
    expect(diagnose('battery1').confidence).toBeLessThanOrEqual(1);
  });

  it('decides whether the diagnosis is sure', () => {
    expect(['calls1', 'torn1', ''].map((text) => diagnose(text).sure)).toEqual([true, false, false]);
  });
});

describe('a phone that was told before', () => {
  it('leaves it to the words whether the text is a symptom', () => {
    const shares = sharesOf('besides1', { phone: 'android' });
    expect(shares['test.calls']).toBeCloseTo((0.95 * 0.15) / (0.15 + 0.02 * 0.8), 1);
    expect(shares['iphone.photos']).toBeCloseTo((0.95 * 0.02 * 0.8) / (0.15 + 0.02 * 0.8), 1);
  });

  it('counts as if it were named, but for what is named', () => {
    const first = (text: string, phone: 'android' | 'iphone') =>
      diagnose(text, { phone }).sections[0]?.section;
    expect(first('torn1', 'android')).toBe('test.battery');
    expect(first('torn1', 'iphone')).toBe('test.calls');
    expect(first('torn1 iphone', 'android')).toBe('test.calls');
    expect(diagnose('torn1', { phone: 'android' }).named).toEqual({});
  });
});

describe('the facets of a diagnosis', () => {
  it('are what is known, what is named, and what follows from the section', () => {
    expect(diagnose('iphone1 here with windows 11', { trigger: 'rename' }).facets).toEqual({
      trigger: 'rename',
      windows: 11,
      feature: 'photos',
    });
  });

  it('that are named count before those that were known', () => {
    expect(diagnose('calls1 galaxy', { phone: 'iphone', maker: 'oppo' }).facets).toMatchObject({
      phone: 'android',
      maker: 'samsung',
    });
  });

  it.each(['weather1', 'human1', 'hello1'])(
    'are kept and no feature inferred when it is no symptom: %j',
    (text) => {
      expect(diagnose(`${text} windows 11`, { phone: 'iphone' }).facets).toEqual({
        phone: 'iphone',
        windows: 11,
      });
    },
  );

  it('come beside the features that words name, first those at fault, then those that are fine', () => {
    expect(diagnose('calls1 photos work but texts never do').features).toEqual(['messages', 'photos']);
  });
});

describe('a diagnosis', () => {
  it('points at the checks whose signs are quoted, for a symptom only', () => {
    expect(diagnose('calls1 says do not disturb').pointedAt).toEqual(['test.quiet']);
    expect(diagnose('weather1 says do not disturb').pointedAt).toEqual([]);
  });

  it('believes the more in a section the more of its checks a sign points at', () => {
    // Three quarters of the checks of test.rest are meant: 1 + 8 · 0.75 times likelier.
    const { sections, confidence } = diagnose('calls1 says do not disturb');
    expect(sections.slice(0, 2)).toEqual([
      { section: 'test.calls', share: expect.closeTo(0.9 / (0.9 + 0.7), 6) as number },
      { section: 'test.rest', share: expect.closeTo(0.7 / (0.9 + 0.7), 6) as number },
    ]);
    expect(confidence).toBeCloseTo(0.9 / 1.6, 6);
  });

  it('remembers further symptoms, for a symptom only', () => {
    expect(diagnose('calling1 is all dead. also besides1 is gone').later).toEqual(['besides1 is gone']);
    expect(diagnose('calling1 is all dead').later).toEqual([]);
    expect(diagnose('asking1 for it. asking1 for it. also besides1 is gone')).toMatchObject({
      kind: 'person',
      later: [],
    });
  });

  it('says how the text was read, what stood out, and what came nearest', () => {
    expect(diagnose('Calls1, galaxy & WIN11!').evidence).toEqual([
      'read as: calls1 galaxy win11',
      'stands out: phone=android, maker=samsung, windows=11, no product, length=2',
      'test.calls 90 %',
      'test.rest 10 %',
      expect.stringMatching(/^\S+ 0 %$/),
      expect.stringMatching(/^\S+ 0 %$/),
    ]);
  });

  it('says no more than forty words and twelve features of a long text', () => {
    const [readAs = '', standsOut = ''] = diagnose(
      `${'zzz '.repeat(50)} ${'missing late '.repeat(10)} calls1`,
    ).evidence;
    expect(readAs.split(' ')).toHaveLength(2 + 40);
    expect(standsOut.split(', ')).toHaveLength(12);
  });

  it('of the same text is the same, whatever was asked in between', () => {
    const before = diagnose('torn1 galaxy');
    for (let index = 0; index < 40; index += 1) diagnose(`calls1 ${index}`);
    expect(diagnose('torn1 galaxy')).toEqual(before);
  });
});

describe('an understanding', () => {
  it('finds the names of sections in a few words', () => {
    const diagnosis = diagnose('battery saving');
    const after = understanding.searchNames('battery saving', diagnosis);
    expect(after.kind).toBe('symptom');
    expect(after.sections[0]?.section).toBe('test.battery');
    expect(understanding.searchNames('zebra', diagnosis)).toBe(diagnosis);
  });

  it('reads replies in the words of its guide', () => {
    expect(understanding.replies.read('where is that')).toEqual([{ reply: 'not-found', certainty: 1 }]);
  });

  it('gives the models that it was made with', () => {
    const { models } = understanding;
    expect(models.intents).toBe(model);
    expect(createUnderstanding(guide, models).models).toEqual(models);
  });

  it('is trained on the phrases of the guide when it is given no model', () => {
    const taught = smallGuide({
      sections: [
        sectionLike({
          id: 'test.lights',
          phrases: ['the lamp is dark', 'my lamp stays dark', 'a dark lamp'],
          checks: [],
        }),
        sectionLike({
          id: 'test.water',
          phrases: ['the tap drips', 'my tap always drips', 'one tap drips'],
          checks: [],
        }),
      ],
      checks: [],
    });
    const { sections } = createUnderstanding(taught).diagnose('why is this lamp so dark');
    expect(sections[0]?.section).toBe('test.lights');
  });
});

import { namedFeature, wordFeature } from '../../../src/understanding/feature-hash.ts';
import { letterGrams } from '../../../src/understanding/n-grams.ts';
import { TextReader } from '../../../src/understanding/text-reader.ts';
import { checkLike, sectionLike, smallGuide } from '../../support/small-guide.ts';

const guide = smallGuide({
  sections: [
    sectionLike({
      id: 'test.section',
      title: 'Screenshot',
      choice: 'Screenshots vanish',
      phrases: ['the screenshot vanished', 'a screenshot was there', 'a lonely zeppelin'],
      checks: [],
    }),
  ],
  checks: [
    checkLike({
      id: 'test.check',
      title: 'Permission',
      names: ['Permission granted', 'storage permission'],
      signs: ['autostart once', 'autostart twice', 'autostart thrice'],
    }),
    checkLike({ id: 'test.without', title: 'Without signs', names: ['Without signs'] }),
  ],
});
const read = (text: string) => new TextReader(guide).read(text);
const standsFor = (text: string) => read(text).standsFor;

describe('the words of a read text', () => {
  it('have their slips put right', () => {
    expect(read('screenshto of notificatons').words).toEqual(['screenshot', 'of', 'notifications']);
  });

  it.each([
    ['screenshto', 'screenshot', 'of a section, when it occurs three times'],
    ['permisson', 'permission', 'of a check, when it occurs three times'],
    ['autostrat', 'autostart', 'of a sign, when it occurs three times'],
    ['delayyed', 'delayed', 'of the lexicon, when it occurs once'],
    ['headphnes', 'headphones', 'that is foreign'],
    ['vanishde', 'vanishde', 'but none that occurs once'],
    ['zeppelim', 'zeppelim', 'but none of a single phrase'],
  ])('are put right to a word of the guide: %s to %s, %s', (slip, word) => {
    expect(read(slip).words).toEqual([word]);
  });

  describe('that the authors themselves have misspelt', () => {
    /** A guide whose phrases have these words so often. */
    const readWith = (counts: Record<string, number>, text: string) => {
      const phrases = Object.entries(counts).flatMap(([word, count]) => Array<string>(count).fill(word));
      const own = smallGuide({
        sections: [sectionLike({ id: 'test.own', phrases, checks: [] })],
        checks: [],
      });
      return new TextReader(own).read(text).words.join(' ');
    };

    it.each([
      ['a letter is missing', 'buzzers', 'buzers'],
      ['two letters are swapped', 'buzzers', 'buzzesr'],
      ['a letter is doubled', 'buzzers', 'buzzerss'],
      ['a letter is missing of five', 'buzzy', 'buzy'],
      ['the first letter is missing', 'buzzers', 'uzzers'],
      ['the last letter is missing', 'buzzers', 'buzzer'],
    ])('are put right where %s: %s for %s', (_, word, slip) => {
      expect(readWith({ [word]: 30, [slip]: 3 }, slip)).toBe(word);
    });

    it.each([
      ['is less than ten times as frequent', { buzzers: 29, buzers: 3 }, 'buzers'],
      ['is too short to tell', { buzz: 90, buz: 3 }, 'buz'],
      ['differs by another letter', { buzzers: 90, fuzzers: 3 }, 'fuzzers'],
      ['has another letter less', { buzzers: 90, buzzters: 3 }, 'buzzters'],
      ['is itself', { buzzzzer: 90 }, 'buzzzzer'],
    ])('stay where the other word %s', (_, counts, word) => {
      expect(readWith(counts, word)).toBe(word);
    });
  });

  it('have each product in one word, under its own name', () => {
    expect(read('my Your Phone app and the phone companion too').words).toEqual([
      'my',
      'phone-link',
      'app',
      'and',
      'the',
      'link-to-windows',
      'too',
    ]);
  });

  it('are read to the 160th', () => {
    const words = Array.from({ length: 170 }, (_, index) => `${index}`);
    expect(read(words.join(' ')).words).toEqual(words.slice(0, 160));
  });

  it('are none for an empty text', () => {
    expect(read('').words).toEqual([]);
  });
});

describe('the features of a text', () => {
  it('are its corrected words, and the letters as they were typed', () => {
    const [words, letters] = read('screenshto').blocks;
    expect(words).toEqual([wordFeature('screenshot')]);
    expect(letters).toEqual(letterGrams('screenshto'));
  });

  it('are what it stands for', () => {
    const { standsFor: names, blocks } = read('photos of my iphone');
    expect(blocks[2]).toEqual(names.map(namedFeature));
  });

  it('are the concepts, and each two that follow each other', () => {
    expect(standsFor('gone and delayed and missing').filter((feature) => feature.startsWith('~'))).toEqual([
      '~missing',
      '~late',
      '~missing',
      '~missing ~late',
      '~late ~missing',
    ]);
  });

  it('are the facets that are named, each and in pairs', () => {
    const features = standsFor('photos of my iphone on windows 11 once and for all');
    expect(features).toEqual(
      expect.arrayContaining([
        'phone=iphone',
        'windows=11',
        'feature=photos',
        'phone=iphone&windows=11',
        'phone=iphone&feature=photos',
        'windows=11&feature=photos',
      ]),
    );
    expect(features.filter((feature) => feature.includes('&'))).toHaveLength(3);
  });

  it('are the main feature and those that are fine', () => {
    const features = standsFor('the connection is there and texts work but photos never come up');
    expect(features).toContain('feature=photos');
    expect(features).toContain('fine=messages');
    expect(features).not.toContain('feature=connection');
  });

  it('name no feature when the text names none', () => {
    expect(standsFor('my iphone').filter((feature) => feature.startsWith('feature='))).toEqual([]);
  });

  it('tell what is foreign, and that anything is', () => {
    expect(standsFor('my printer')).toEqual(expect.arrayContaining(['foreign=printer', 'foreign']));
    expect(standsFor('my photos')).not.toContain('foreign');
  });

  it.each([
    ['phonelink', 'product'],
    ['link to windows', 'product'],
    ['nothing of the kind', 'no product'],
  ])('tell whether a product is named: %s', (text, feature) => {
    const other = feature === 'product' ? 'no product' : 'product';
    expect(standsFor(text)).toContain(feature);
    expect(standsFor(text)).not.toContain(other);
  });

  it.each([
    [1, 'length=1'],
    [2, 'length=1'],
    [3, 'length=2'],
    [5, 'length=2'],
    [6, undefined],
    [30, undefined],
    [31, 'length=4'],
  ])('tell that a text of %i words is short or long: %s', (count, feature) => {
    const text = Array.from({ length: count }, () => 'zzz').join(' ');
    expect(standsFor(text).filter((one) => one.startsWith('length='))).toEqual(feature ? [feature] : []);
  });

  it('are just these for a text that names nothing', () => {
    expect(standsFor('some words which nobody would ever expect')).toEqual(['no product']);
  });
});

import type { Facets } from '../../../src/conversation/case.ts';
import type { Feature } from '../../../src/guide/schema.ts';
import { FacetReader, isConcrete, mainFeature } from '../../../src/understanding/facets.ts';
import { smallGuide } from '../../support/small-guide.ts';

const { lexicon } = smallGuide({ sections: [], checks: [] });
const read = (text: string) => new FacetReader(lexicon).read(text.split(' '));
const facetsOf = (text: string) => read(text).facets;

describe('the facets that words name', () => {
  it.each<[string, Facets]>([
    ['my iphone', { phone: 'iphone' }],
    ['an android thing', { phone: 'android' }],
    ['the samsung', { phone: 'android', maker: 'samsung' }],
    ['a fairphone', { phone: 'android' }],
    ['fairphone or pixel', { phone: 'android', maker: 'google' }],
    ['on windows 10', { windows: 10 }],
    ['on win11', { windows: 11 }],
    ['on windows 7', {}],
    ['since the update', { trigger: 'os-update' }],
    ['i reinstalled it after the update', { trigger: 'reinstall' }],
    [
      'pixel on windows 11 since the update',
      { phone: 'android', maker: 'google', windows: 11, trigger: 'os-update' },
    ],
    ['nothing of the kind', {}],
  ])('of %j are %j', (text, facets) => {
    expect(facetsOf(text)).toEqual(facets);
  });

  it('hold no feature, which depends on what the text is about', () => {
    expect(facetsOf('calls on my iphone')).toEqual({ phone: 'iphone' });
  });
});

describe('a phone that is denied', () => {
  it.each<[string, Facets]>([
    ['i dont have an iphone', { phone: 'android' }],
    ['we do not use android', { phone: 'iphone' }],
    ['its not an android', { phone: 'iphone' }],
    ['not android iphone', { phone: 'iphone' }],
    ['its an iphone not android', { phone: 'iphone' }],
    ['no iphone', { phone: 'android' }],
  ])('tells the other kind: %s', (text, facets) => {
    expect(facetsOf(text)).toEqual(facets);
  });

  it.each(['not a samsung', 'i dont have a samsung'])('by its maker tells nothing: %s', (text) => {
    expect(facetsOf(text)).toEqual({});
  });

  it.each([
    'no iphone calls',
    'i dont have iphone messages on my pc',
    'not my iphone alone',
    'the pc is not seen by my iphone',
    'it is not that i have an iphone',
    'i have not seen one call of my iphone on the pc this week',
    'the calls are fine but not iphone',
  ])('is not one in "%s"', (text) => {
    expect(facetsOf(text)).toMatchObject({ phone: 'iphone' });
  });
});

describe("somebody else's phone", () => {
  it('is not told by another device of the same maker', () => {
    expect(facetsOf('my samsung tv finds no wifi')).toEqual({});
    expect(facetsOf('my samsung finds no wifi')).toMatchObject({ phone: 'android', maker: 'samsung' });
  });

  it.each(['my friends iphone is fine', 'my colleagues old iphone', 'my brothers very old iphone'])(
    'is not the visitor\'s: "%s"',
    (text) => {
      expect(facetsOf(text)).toEqual({});
    },
  );

  it('tells no maker either', () => {
    expect(facetsOf('my cousins samsung')).toEqual({});
  });

  it('does not hide the one that is named further on', () => {
    expect(facetsOf('my friends iphone works but not my pixel')).toEqual({
      phone: 'android',
      maker: 'google',
    });
  });

  it('is forgotten four words later', () => {
    expect(facetsOf('friends say that an iphone')).toEqual({ phone: 'iphone' });
  });
});

describe('of two kinds of phone', () => {
  it.each([
    ['switched from iphone to galaxy', 'android'],
    ['i moved from android to iphone', 'iphone'],
    ['moved over here from iphone to android', 'android'],
    ['iphone now changed from android', 'iphone'],
  ])('the one that was left is not meant: "%s"', (text, phone) => {
    expect(facetsOf(text).phone).toBe(phone);
  });

  it.each([
    ['iphone of the office and my android', 'android'],
    ['android of the office and my new iphone', 'iphone'],
  ])('the one called "my" is meant: "%s"', (text, phone) => {
    expect(facetsOf(text).phone).toBe(phone);
  });

  it.each([
    ['my wife has an iphone but i use android', 'android'],
    ['the iphone is my husbands and my daughters is an android', 'iphone'],
    ['not the iphone mine is an android', 'android'],
  ])('the one of the family is not meant: "%s"', (text, phone) => {
    expect(facetsOf(text).phone).toBe(phone);
  });

  it('the only one may well be one of the family', () => {
    expect(facetsOf('my wifes iphone').phone).toBe('iphone');
  });

  it.each([
    'an iphone and an android',
    'my iphone and my android',
    'a message from iphone to android',
    'switched an iphone for an android',
    'my very own iphone against an android',
    'switched long ago once more from iphone to android',
  ])('none is meant for sure: "%s"', (text) => {
    expect(facetsOf(text).phone).toBeUndefined();
  });
});

describe('the features that words name', () => {
  it('come in the order of naming, each once', () => {
    expect(read('photos and texts and pictures missing').features).toEqual(['photos', 'messages']);
  });

  it.each([
    'calls are fine',
    'calls work',
    'calls to the pc work',
    'my calls work ok',
    'calls on the pc are great',
    'calls in phone-link on my laptop still work fine',
    'calls i can make',
  ])('are told to be fine: "%s"', (text) => {
    expect(read(text)).toMatchObject({ features: [], fine: ['calls'] });
  });

  it.each([
    'calls dont work',
    'calls stopped working',
    'calls are hardly ever good',
    'no calls work',
    'none of it not calls work',
    'without calls it works',
    'calls on the big pc work',
    'work calls',
    'calls',
  ])('are at fault: "%s"', (text) => {
    expect(read(text)).toMatchObject({ features: ['calls'], fine: [] });
  });

  it('are fine when what is denied lies further back', () => {
    expect(read('not that it matters calls work').fine).toEqual(['calls']);
  });

  it('are fine when what fails comes after: "calls work but not texts"', () => {
    expect(read('calls work but not texts')).toMatchObject({ features: ['messages'], fine: ['calls'] });
  });

  it('may be at fault in one place and fine in another', () => {
    expect(read('calls work on wifi but other calls never ring')).toMatchObject({
      features: ['calls'],
      fine: ['calls'],
    });
  });
});

describe('nothing but devices', () => {
  it.each([
    'android',
    'my iphone',
    'i have a galaxy s23',
    'windows 11',
    'samsung a54 with windows 10',
    'its a pixel 8',
  ])('is said by "%s"', (text) => expect(read(text).onlyDevices).toBe(true));

  it.each(['iphone drops', 'my samsung is slow', 'calls on android', 'my phone', 'hello', '', '12'])(
    'is not all that is said by "%s"',
    (text) => expect(read(text).onlyDevices).toBe(false),
  );
});

describe('the main feature', () => {
  it.each<[Feature[], Feature | undefined]>([
    [['connection', 'everything', 'photos', 'calls'], 'photos'],
    [['everything', 'connection'], 'connection'],
    [['everything'], 'everything'],
    [[], undefined],
  ])('of %j is %s', (features, main) => {
    expect(mainFeature(features)).toBe(main);
  });

  it.each<[Feature, boolean]>([
    ['photos', true],
    ['notifications', true],
    ['connection', false],
    ['everything', false],
  ])('%s is one thing that Phone Link shows: %s', (feature, concrete) => {
    expect(isConcrete(feature)).toBe(concrete);
  });
});

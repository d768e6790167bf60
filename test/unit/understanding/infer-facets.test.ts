import type { Facets } from '../../../src/conversation/case.ts';
import type { Feature, Section } from '../../../src/guide/schema.ts';
import { inferFacets } from '../../../src/understanding/infer-facets.ts';
import { sectionLike, smallGuide } from '../../support/small-guide.ts';

/** What is inferred when a text that names these is about a section like this. */
function infer(section: Partial<Section>, named: { facets?: Facets; features?: Feature[] } = {}): Facets {
  return inferFacets({
    guide: smallGuide({
      sections: [sectionLike({ id: 'test.section', checks: [], ...section })],
      checks: [],
    }),
    read: {
      words: [],
      named: { facets: {}, features: [], fine: [], onlyDevices: false, ...named },
      standsFor: [],
      blocks: [],
    },
    sections: [{ label: 'test.section' }],
  });
}

describe('the phone', () => {
  it.each(['android', 'iphone', 'any'] as const)('does not follow from a section for %s', (phone) => {
    expect(infer({ phone })).not.toHaveProperty('phone');
  });

  it('is the one that is named', () => {
    expect(infer({ phone: 'iphone' }, { facets: { phone: 'android' } }).phone).toBe('android');
  });
});

describe('the feature', () => {
  it.each<[string, Feature[], Feature[], Feature]>([
    ['the one that the section has, whatever is named', ['photos'], ['calls'], 'photos'],
    ['the first of the section when none is named', ['calls', 'messages'], [], 'calls'],
    ['a named one that the section is about', ['calls', 'messages'], ['messages'], 'messages'],
    [
      'the first of the section when several are named, it among them',
      ['calls', 'messages'],
      ['messages', 'calls'],
      'calls',
    ],
    [
      'the first that is named of the others',
      ['calls', 'messages', 'photos'],
      ['photos', 'messages'],
      'photos',
    ],
    ['the first of the section when the named one is another', ['calls', 'messages'], ['photos'], 'calls'],
    [
      'the first of the section when only the connection is named',
      ['calls', 'connection'],
      ['connection'],
      'calls',
    ],
    [
      'everything when the section is about everything and nothing is named',
      ['everything', 'calls'],
      [],
      'everything',
    ],
    ['the one named, when the section is about everything', ['everything', 'calls'], ['calls'], 'calls'],
    [
      'everything when several are named',
      ['everything', 'calls', 'photos'],
      ['calls', 'photos'],
      'everything',
    ],
    [
      'everything when the named one is not of the section',
      ['everything', 'calls'],
      ['photos'],
      'everything',
    ],
    [
      'the connection when it is named and next to everything',
      ['everything', 'connection'],
      ['connection'],
      'connection',
    ],
    ['everything when the connection is not named', ['everything', 'connection'], [], 'everything'],
    [
      'everything when it is named, next to the connection, and the connection is not',
      ['connection', 'everything'],
      ['everything'],
      'everything',
    ],
    [
      'the connection when both are named',
      ['connection', 'everything'],
      ['everything', 'connection'],
      'connection',
    ],
    ['the connection when nothing is named', ['connection', 'everything'], [], 'connection'],
    [
      'the connection when everything is a lesser part',
      ['connection', 'calls', 'everything'],
      ['everything'],
      'connection',
    ],
    [
      'everything when three are named that the section does not begin with',
      ['messages', 'contacts', 'calls'],
      ['contacts', 'photos', 'notifications'],
      'everything',
    ],
    [
      'the first of the section among three that are named',
      ['messages', 'contacts', 'calls'],
      ['photos', 'messages', 'notifications'],
      'messages',
    ],
    [
      'the names that are missing where messages are told too',
      ['messages', 'contacts', 'calls'],
      ['messages', 'contacts'],
      'contacts',
    ],
    [
      'the names that are missing where calls are told too',
      ['calls', 'messages', 'contacts'],
      ['contacts', 'calls'],
      'contacts',
    ],
    [
      'everything when names and alerts are missing',
      ['everything', 'notifications', 'contacts'],
      ['contacts', 'notifications'],
      'everything',
    ],
    [
      'the names that are missing of a section about everything',
      ['everything', 'messages', 'contacts'],
      ['contacts', 'messages'],
      'contacts',
    ],
    [
      'everything when the connection is named and a lesser part',
      ['everything', 'calls', 'connection'],
      ['connection'],
      'everything',
    ],
    [
      'the concrete one before the connection',
      ['everything', 'connection', 'calls'],
      ['connection', 'calls'],
      'calls',
    ],
    [
      'the connection of a section that begins with it',
      ['connection', 'calls'],
      ['connection'],
      'connection',
    ],
    [
      'the concrete one of a section that begins with the connection',
      ['connection', 'calls'],
      ['connection', 'calls'],
      'calls',
    ],
  ])('is %s: %j with %j named', (_, features, named, feature) => {
    expect(infer({ features }, { features: named }).feature).toBe(feature);
  });

  it('is everything for a section that tells none', () => {
    expect(infer({ features: [] }).feature).toBe('everything');
  });
});

describe('facets that are named', () => {
  const named = { facets: { maker: 'oppo', trigger: 'rename', windows: 10 } as const };

  it('are all kept', () => {
    expect(infer({ features: ['photos'] }, named)).toEqual({ ...named.facets, feature: 'photos' });
  });

  it('are all there is when the guide has no such section, or none was found', () => {
    const guide = smallGuide({ sections: [], checks: [] });
    const read = {
      words: [],
      named: { ...named, features: ['calls' as const], fine: [], onlyDevices: false },
      standsFor: [],
      blocks: [],
    };
    for (const sections of [[{ label: 'test.gone' }], []])
      expect(inferFacets({ guide, read, sections })).toEqual(named.facets);
  });
});

import type { Facets } from '../../../src/conversation/case.ts';
import type { Check, Section } from '../../../src/guide/schema.ts';
import { priorBeliefs, suitsDevices } from '../../../src/troubleshooting/beliefs.ts';
import { checkLike, sectionLike, smallGuide } from '../../support/small-guide.ts';
import { expectBeliefs, guideOf, probabilities, subject } from './hand-worked.ts';

const about = (facets: Facets) => subject({ facets: { feature: 'photos', phone: 'android', ...facets } });

describe('a section', () => {
  const sharesOf = (section: Partial<Section>, facets: Facets = {}, checks: Partial<Check>[] = []) => {
    const { outside, ...causes } = probabilities(
      priorBeliefs(
        guideOf([{ id: 'test.section', priors: { photos: 90 }, ...section }], checks),
        about(facets),
      ),
    );
    return Object.fromEntries(
      Object.entries(causes).map(([id, probability]) => [id, probability / (1 - (outside ?? 0))]),
    );
  };
  const weighed = {
    checks: [
      { check: 'test.a', weight: 3, byFeature: { photos: 1, calls: 9 }, byMaker: { samsung: 7 } },
      { check: 'test.b', weight: 1 },
    ],
  };

  it('gives its checks their weights', () => {
    const shares = sharesOf(weighed, { feature: 'contacts' });
    expect(shares['test.a']).toBeCloseTo(0.75, 10);
    expect(shares['test.b']).toBeCloseTo(0.25, 10);
  });

  it('gives a check the weight of the feature before its own', () => {
    expect(sharesOf(weighed)['test.a']).toBeCloseTo(0.5, 10);
  });

  it('gives a check the weight of the maker before that of the feature', () => {
    expect(sharesOf(weighed, { maker: 'samsung' })['test.a']).toBeCloseTo(7 / 8, 10);
    expect(sharesOf(weighed, { maker: 'oppo' })['test.a']).toBeCloseTo(0.5, 10);
  });

  it('names no check of weight 0', () => {
    const checks = [
      { check: 'test.a', weight: 0 },
      { check: 'test.b', weight: 2 },
    ];
    expect(sharesOf({ checks })).toEqual({ 'test.b': 1 });
  });

  it('names no check that the guide has lost', () => {
    const lost = smallGuide({
      sections: [
        sectionLike({
          id: 'test.section',
          priors: { photos: 90 },
          checks: [
            { check: 'test.gone', weight: 5 },
            { check: 'test.b', weight: 1 },
          ],
        }),
      ],
      checks: [checkLike({ id: 'test.b' })],
      settings: { outside: { photos: 10 } },
    });
    expectBeliefs(priorBeliefs(lost, subject()), { 'test.b': 0.9, outside: 0.1 });
  });

  it('leaves its belief to the others when none of its checks suits', () => {
    const guide = guideOf(
      [
        { id: 'test.one', priors: { photos: 45 } },
        { id: 'test.other', priors: { photos: 45 } },
      ],
      [{ id: 'test.other', device: 'iphone' }],
    );
    expectBeliefs(priorBeliefs(guide, subject()), { 'test.one': 0.9, outside: 0.1 });
  });

  it('names no check for the other phone or the other Windows version', () => {
    const checks = ['test.a', 'test.b', 'test.c'].map((check) => ({ check, weight: 1 }));
    const kinds: Partial<Check>[] = [
      { id: 'test.a', device: 'iphone' },
      { id: 'test.b', windows: 10 },
    ];
    expect(sharesOf({ checks }, { windows: 11 }, kinds)).toEqual({ 'test.c': 1 });
  });

  it('weighs checks for one phone by the share of that phone while it is not known', () => {
    const checks = ['test.android', 'test.iphone', 'test.pc'].map((check) => ({ check, weight: 1 }));
    const kinds: Partial<Check>[] = [
      { id: 'test.android', device: 'android' },
      { id: 'test.iphone', device: 'iphone' },
    ];
    const shares = sharesOf({ checks }, { phone: undefined }, kinds);
    expect(shares['test.android']).toBeCloseTo(0.3, 10);
    expect(shares['test.iphone']).toBeCloseTo(0.2, 10);
    expect(shares['test.pc']).toBeCloseTo(0.5, 10);
  });

  it('weighs checks for the known phone in full', () => {
    const checks = ['test.android', 'test.pc'].map((check) => ({ check, weight: 1 }));
    const shares = sharesOf({ checks }, {}, [{ id: 'test.android', device: 'android' }]);
    expect(shares['test.android']).toBeCloseTo(0.5, 10);
  });
});

describe('a check of two sections', () => {
  const shared = (one: number, two: number) => {
    const guide = guideOf([
      { id: 'test.one', priors: { photos: one }, checks: [{ check: 'test.shared', weight: 1 }] },
      {
        id: 'test.two',
        priors: { photos: two },
        checks: [
          { check: 'test.shared', weight: 1 },
          { check: 'test.own', weight: 1 },
        ],
      },
    ]);
    return priorBeliefs(guide, subject());
  };

  it('is believed in once, by what both give it', () => {
    expectBeliefs(shared(50, 40), { 'test.shared': 0.7, 'test.own': 0.2, outside: 0.1 });
  });

  it.each([
    [50, 40, 'test.one'],
    [10, 80, 'test.two'],
    [30, 60, 'test.one'],
  ])('belongs to the section that gives it more: of %i and half of %i to %s', (one, two, section) => {
    expect(shared(one, two).causes.find(({ check }) => check.id === 'test.shared')?.section.id).toBe(section);
  });
});

describe('what suits the devices', () => {
  it.each<[Partial<Check>, Facets, boolean]>([
    [{ device: 'android' }, { phone: 'android' }, true],
    [{ device: 'android' }, { phone: 'iphone' }, false],
    [{ device: 'android' }, {}, true],
    [{ device: 'iphone' }, { phone: 'iphone' }, true],
    [{ device: 'iphone' }, { phone: 'android' }, false],
    [{ device: 'phone' }, { phone: 'iphone' }, true],
    [{ device: 'both' }, { phone: 'iphone' }, true],
    [{ device: 'windows' }, { phone: 'android' }, true],
    [{ windows: 10 }, { windows: 11 }, false],
    [{ windows: 10 }, { windows: 10 }, true],
    [{ windows: 10 }, {}, true],
    [{}, { windows: 11 }, true],
  ])('a check of %j for %j: %s', (check, facets, suits) => {
    expect(suitsDevices(checkLike({ id: 'test.check', ...check }), facets)).toBe(suits);
  });
});

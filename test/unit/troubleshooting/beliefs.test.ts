import type { Answer, Facets } from '../../../src/conversation/case.ts';
import type { Feature } from '../../../src/guide/schema.ts';
import { beliefsAfter, priorBeliefs } from '../../../src/troubleshooting/beliefs.ts';
import { expectBeliefs, guideOf, probabilities, subject } from './hand-worked.ts';

const about = (facets: Facets) => subject({ facets: { feature: 'photos', phone: 'android', ...facets } });

describe('beliefs before the first answer', () => {
  const table = guideOf([
    { id: 'test.one', priors: { photos: 60 } },
    { id: 'test.two', priors: { photos: 30 }, triggers: { 'os-update': 4 } },
  ]);

  it('are the table of priors when the text says nothing', () => {
    expectBeliefs(priorBeliefs(table, subject()), { 'test.one': 0.6, 'test.two': 0.3, outside: 0.1 });
  });

  it('are four fifths the text when it speaks of one section, but for what lies outside', () => {
    const said = subject({ sections: [{ section: 'test.two', share: 1 }] });
    expectBeliefs(priorBeliefs(table, said), {
      'test.one': 0.9 * (0.2 * (2 / 3)),
      'test.two': 0.9 * (0.8 + 0.2 * (1 / 3)),
      outside: 0.1,
    });
  });

  it('trust the text as far as it is about a symptom at all', () => {
    const said = subject({ sections: [{ section: 'test.two', share: 0.5 }] });
    expectBeliefs(priorBeliefs(table, said), {
      'test.one': 0.9 * (0.6 * (2 / 3)),
      'test.two': 0.9 * (0.4 + 0.6 * (1 / 3)),
      outside: 0.1,
    });
  });

  it('split the text as its shares are split', () => {
    const shares = [
      { section: 'test.one', share: 0.25 },
      { section: 'test.two', share: 0.75 },
    ];
    expectBeliefs(priorBeliefs(table, subject({ sections: shares })), {
      'test.one': 0.9 * (0.8 * 0.25 + 0.2 * (2 / 3)),
      'test.two': 0.9 * (0.8 * 0.75 + 0.2 * (1 / 3)),
      outside: 0.1,
    });
  });

  it('never trust the text by more than four fifths, though its shares sum to more than 1', () => {
    const shares = [
      { section: 'test.one', share: 1 },
      { section: 'test.two', share: 1 },
    ];
    expectBeliefs(priorBeliefs(table, subject({ sections: shares })), {
      'test.one': 0.9 * (0.8 * 0.5 + 0.2 * (2 / 3)),
      'test.two': 0.9 * (0.8 * 0.5 + 0.2 * (1 / 3)),
      outside: 0.1,
    });
  });

  it('follow the multiplier of a trigger, and of no other', () => {
    expectBeliefs(priorBeliefs(table, about({ trigger: 'os-update' })), {
      'test.one': 60 / 190,
      'test.two': 120 / 190,
      outside: 10 / 190,
    });
    expect(priorBeliefs(table, about({ trigger: 'rename' }))).toEqual(priorBeliefs(table, subject()));
  });

  it('point ten times harder at a check whose sign was quoted', () => {
    const pointed = subject({ pointedAt: ['test.two'] });
    expectBeliefs(priorBeliefs(table, pointed), {
      'test.one': 0.6 / 3.7,
      'test.two': 3 / 3.7,
      outside: 0.1 / 3.7,
    });
  });

  it('give a quarter to a check whose sign was quoted, however rare it is', () => {
    const rare = guideOf([
      { id: 'test.one', priors: { photos: 89 } },
      { id: 'test.two', priors: { photos: 1 } },
    ]);
    expectBeliefs(priorBeliefs(rare, subject({ pointedAt: ['test.two'] })), {
      'test.one': 0.75 * (0.89 / 0.99),
      'test.two': 0.25,
      outside: 0.75 * (0.1 / 0.99),
    });
  });

  it('share the quarter among all that signs point at, as likely as they were', () => {
    const rare = guideOf([
      { id: 'test.one', priors: { photos: 87 } },
      { id: 'test.two', priors: { photos: 2 } },
      { id: 'test.three', priors: { photos: 1 } },
    ]);
    const pointed = subject({ pointedAt: ['test.two', 'test.three'] });
    expect(probabilities(priorBeliefs(rare, pointed))).toMatchObject({
      'test.two': expect.closeTo((0.25 * 2) / 3, 9) as number,
      'test.three': expect.closeTo(0.25 / 3, 9) as number,
    });
  });

  it('are two fifths one cause for all and else one of each where several features fail', () => {
    const guide = guideOf([
      { id: 'test.one', features: ['everything', 'photos', 'calls'], priors: { everything: 90 } },
      { id: 'test.two', features: ['photos'], priors: { photos: 90 } },
      { id: 'test.three', features: ['calls'], priors: { 'calls-android': 90 } },
    ]);
    const of = (facets: Facets) => probabilities(priorBeliefs(guide, about(facets)));
    const several = subject({
      facets: { feature: 'everything', phone: 'android' },
      features: ['photos', 'calls'],
    });
    const mixed = probabilities(priorBeliefs(guide, several));
    const [all, photos, calls] = [of({ feature: 'everything' }), of({}), of({ feature: 'calls' })];
    for (const id of ['test.one', 'test.two', 'test.three', 'outside'])
      expect(mixed[id]).toBeCloseTo(
        0.4 * (all[id] ?? 0) + 0.3 * (photos[id] ?? 0) + 0.3 * (calls[id] ?? 0),
        9,
      );
    expect(mixed['test.two']).toBeGreaterThan(2 * (all['test.two'] ?? 1));
  });

  it('name the section that most of the mixture comes from', () => {
    const guide = guideOf([
      { id: 'test.one', priors: { everything: 50 }, checks: [{ check: 'test.one', weight: 1 }] },
      { id: 'test.two', priors: { photos: 90 }, checks: [{ check: 'test.one', weight: 1 }] },
    ]);
    const sectionWith = (features: Feature[]) =>
      priorBeliefs(
        guide,
        subject({ facets: { feature: 'everything', phone: 'android' }, features }),
      ).causes.find(({ check }) => check.id === 'test.one')?.section.id;
    expect(sectionWith([])).toBe('test.one');
    expect(sectionWith(['photos'])).toBe('test.two');
  });

  it('leave out what the guide does not have', () => {
    const stranger = subject({ sections: [{ section: 'test.gone', share: 0.5 }], pointedAt: ['test.gone'] });
    expect(Object.keys(probabilities(priorBeliefs(table, stranger))).sort()).toEqual([
      'outside',
      'test.one',
      'test.two',
    ]);
  });

  it('leave at least two percent outside of the guide', () => {
    const sure = guideOf([{ id: 'test.one', priors: { photos: 60 } }], [], { outside: {} });
    expectBeliefs(priorBeliefs(sure, subject()), { 'test.one': 0.98, outside: 0.02 });
  });

  it('are that nothing helps when the guide has nothing for the phone', () => {
    const other = guideOf([{ id: 'test.one', phone: 'iphone', priors: { photos: 60 } }]);
    expectBeliefs(priorBeliefs(other, subject()), { outside: 1 });
  });

  it('are that nothing helps when neither the guide nor the table has anything', () => {
    expectBeliefs(priorBeliefs(guideOf([], [], { outside: {} }), subject()), { outside: 1 });
  });

  it('take the columns of both phones by the share of Android while the phone is not known', () => {
    const guide = guideOf(
      [
        { id: 'test.one', priors: { 'calls-android': 50, 'calls-iphone': 20 } },
        { id: 'test.two', priors: { 'calls-android': 40, 'calls-iphone': 70 } },
      ],
      [],
      { outside: { 'calls-android': 10, 'calls-iphone': 10 } },
    );
    expectBeliefs(priorBeliefs(guide, subject({ facets: { feature: 'calls' } })), {
      'test.one': 0.6 * 0.5 + 0.4 * 0.2,
      'test.two': 0.6 * 0.4 + 0.4 * 0.7,
      outside: 0.1,
    });
  });

  it('weigh what lies outside by the share of each phone', () => {
    const guide = guideOf([{ id: 'test.one', priors: { 'calls-android': 90, 'calls-iphone': 60 } }], [], {
      outside: { 'calls-android': 10, 'calls-iphone': 40 },
    });
    expect(priorBeliefs(guide, subject({ facets: { feature: 'calls' } })).outside).toBeCloseTo(
      0.6 * 0.1 + 0.4 * 0.4,
      10,
    );
  });

  it('hold one percent for what the table leaves out, a fifth of that for another feature', () => {
    const guide = guideOf([
      { id: 'test.listed', priors: { photos: 88.8 } },
      { id: 'test.rare', features: ['calls', 'photos'] },
      { id: 'test.other', features: ['calls'] },
    ]);
    expectBeliefs(priorBeliefs(guide, subject()), {
      'test.listed': 0.888,
      'test.rare': 0.01,
      'test.other': 0.002,
      outside: 0.1,
    });
  });

  it('hold one percent for every section while the feature is not known', () => {
    const guide = guideOf(
      [
        { id: 'test.listed', priors: { everything: 98 } },
        { id: 'test.other', features: ['calls'] },
      ],
      [],
      { outside: { everything: 1 } },
    );
    const { 'test.other': other } = probabilities(
      priorBeliefs(guide, subject({ facets: { phone: 'android' } })),
    );
    expect(other).toBeCloseTo(0.01 * (0.98 / 0.99), 10);
  });
});

describe('beliefs after answers', () => {
  const guide = guideOf([
    { id: 'test.one', priors: { photos: 60 } },
    { id: 'test.two', priors: { photos: 30 } },
  ]);
  const after = (...answers: [string, Answer][]) =>
    beliefsAfter(guide, subject({ answers: answers.map(([check, answer]) => ({ check, answer })) }));

  it('"already right" leaves the chance that it was a mistake', () => {
    const total = 0.6 * 0.05 + 0.3 + 0.1;
    expectBeliefs(after(['test.one', 'already-ok']), {
      'test.one': (0.6 * 0.05) / total,
      'test.two': 0.3 / total,
      outside: 0.1 / total,
    });
  });

  it('"I cannot find it" leaves the part for a person', () => {
    const total = 0.6 * 0.35 + 0.3 + 0.1;
    expectBeliefs(after(['test.one', 'not-found']), {
      'test.one': (0.6 * 0.35) / total,
      'test.two': 0.3 / total,
      outside: 0.1 / total,
    });
  });

  it('"skip" leaves everything as it was', () => {
    expect(after(['test.one', 'skip'])).toEqual(after());
  });

  it('a fix that did not help weighs a second fault against a chance find', () => {
    const two = 0.3 * (0.85 * 0.05 + 2 * 0.15 * 0.6);
    const outside = 0.1 * 0.05;
    expectBeliefs(after(['test.one', 'fixed']), {
      'test.one': 0,
      'test.two': two / (two + outside),
      outside: outside / (two + outside),
    });
  });

  it('a fix of a rarer check speaks less for a second fault', () => {
    const one = 0.6 * (0.85 * 0.05 + 2 * 0.15 * 0.3);
    const outside = 0.1 * 0.05;
    expectBeliefs(after(['test.two', 'fixed']), {
      'test.one': one / (one + outside),
      'test.two': 0,
      outside: outside / (one + outside),
    });
  });

  it('a fix of a check that is no cause here speaks for none of the others', () => {
    const odds = ({ 'test.one': one = 0, 'test.two': two = 0 }: Record<string, number>) => one / two;
    expect(odds(probabilities(after(['test.gone', 'fixed'])))).toBeCloseTo(2, 10);
  });

  it('of a check that was skipped and then answered only the last answer counts', () => {
    expect(after(['test.one', 'skip'], ['test.one', 'not-found'])).toEqual(after(['test.one', 'not-found']));
    expect(after(['test.one', 'not-found'], ['test.one', 'skip'])).toEqual(after());
  });

  it('several answers count one after the other', () => {
    const total = 0.6 * 0.05 + 0.3 * 0.35 + 0.1;
    expectBeliefs(after(['test.one', 'already-ok'], ['test.two', 'not-found']), {
      'test.one': (0.6 * 0.05) / total,
      'test.two': (0.3 * 0.35) / total,
      outside: 0.1 / total,
    });
  });

  it('when every cause is ruled out for sure it is said that nothing helps', () => {
    const certain = guideOf([{ id: 'test.one', priors: { photos: 90 } }], [], {
      answers: { wrongAlreadyOk: 0, secondFault: 0, keptNotFound: 0 },
    });
    const answers = [{ check: 'test.one', answer: 'fixed' as const }];
    expectBeliefs(beliefsAfter(certain, subject({ answers })), { 'test.one': 0, outside: 1 });
  });
});

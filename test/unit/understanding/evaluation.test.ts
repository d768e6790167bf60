import type { Diagnosis } from '../../../src/understanding/diagnosis.ts';
import {
  evaluate,
  topicOf,
  type Judged,
  type LabelledSymptom,
} from '../../../src/understanding/evaluation.ts';
import { sectionLike, smallGuide } from '../../support/small-guide.ts';

const guide = smallGuide({
  sections: [
    sectionLike({ id: 'test.photos', checks: [], sameAs: ['test.pictures'] }),
    ...['test.pictures', 'test.calls', 'test.texts'].map((id) => sectionLike({ id, checks: [] })),
  ],
  checks: [],
});

const blank: Diagnosis = {
  kind: 'symptom',
  sections: [],
  confidence: 0.9,
  sure: false,
  facets: {},
  named: {},
  features: [],
  working: [],
  pointedAt: [],
  later: [],
  evidence: [],
};

/** A text with these topics, diagnosed as these sections unless told otherwise. */
function judged(
  topics: string[],
  sections: string[],
  change: { symptom?: Partial<LabelledSymptom>; diagnosis?: Partial<Diagnosis> } = {},
): Judged {
  return {
    symptom: {
      id: topics.join('+'),
      text: 'a text',
      kind: 'plain',
      phone: 'unknown',
      feature: 'everything',
      topics,
      ...change.symptom,
    },
    diagnosis: {
      ...blank,
      sections: sections.map((section) => ({ section, share: 0.2 })),
      ...change.diagnosis,
    },
  };
}

const as = (kind: Diagnosis['kind'], change: Partial<Diagnosis> = {}) => ({ diagnosis: { kind, ...change } });

describe('the evaluation of diagnoses', () => {
  const symptoms = [
    judged(['test.calls', 'test.texts'], ['test.calls']),
    judged(['test.calls', 'test.texts'], ['test.texts', 'test.calls']),
    judged(['test.calls'], ['test.photos', 'test.texts', 'test.calls']),
    judged(['test.calls'], ['test.photos', 'test.texts', 'test.pictures', 'test.calls']),
  ];

  it('counts a hit at the best section, at any acceptable one, and among the first three', () => {
    expect(evaluate(guide, symptoms)).toMatchObject({ n: 4, hitBest: 0.25, hitAt1: 0.5, hitAt3: 0.75 });
  });

  it('takes a section that answers the same for a hit', () => {
    expect(evaluate(guide, [judged(['test.photos'], ['test.pictures'])])).toMatchObject({ hitBest: 1 });
  });

  it('counts what is off topic and was seen to be, small talk with it', () => {
    const some = [
      judged(['none'], [], as('off-topic')),
      judged(['none'], [], as('small-talk')),
      judged(['none'], ['test.calls']),
      judged(['none'], [], as('person')),
    ];
    expect(evaluate(guide, some)).toMatchObject({ offTopicRecall: 0.5 });
  });

  it('counts symptoms that were refused, and only those', () => {
    const some = [
      judged(['test.calls'], [], as('off-topic')),
      judged(['test.calls'], [], as('small-talk')),
      judged(['test.calls'], [], as('person')),
      judged(['test.calls'], ['test.texts']),
      judged(['none'], [], as('off-topic')),
      judged(['human'], [], as('off-topic')),
    ];
    expect(evaluate(guide, some)).toMatchObject({ falseRefusals: 0.5 });
  });

  it('counts requests for a person that were seen', () => {
    const some = [judged(['human'], [], as('person')), judged(['human'], ['test.calls'])];
    expect(evaluate(guide, some)).toMatchObject({ personRecall: 0.5 });
  });

  it('compares the phone, where not telling is right when the text does not tell', () => {
    const some = [
      judged(['test.calls'], [], {
        symptom: { phone: 'iphone' },
        diagnosis: { facets: { phone: 'iphone' } },
      }),
      judged(['test.calls'], []),
      judged(['test.calls'], [], { diagnosis: { facets: { phone: 'iphone' } } }),
      judged(['test.calls'], [], { symptom: { phone: 'android' } }),
    ];
    expect(evaluate(guide, some)).toMatchObject({ phoneAccuracy: 0.5 });
  });

  it('compares the feature: everything when none is told, none when it is no symptom', () => {
    const some = [
      judged(['test.calls'], [], {
        symptom: { feature: 'calls' },
        diagnosis: { facets: { feature: 'calls' } },
      }),
      judged(['test.calls'], []),
      judged(['none'], [], {
        ...as('off-topic', { facets: { feature: 'calls' } }),
        symptom: { feature: 'none' },
      }),
      judged(['test.calls'], [], { symptom: { feature: 'calls' } }),
    ];
    expect(evaluate(guide, some)).toMatchObject({ featureAccuracy: 0.75 });
  });

  it('tells how many answers were sure, and how many of those were right', () => {
    const sure = { sure: true };
    const some = [
      judged(['test.calls'], ['test.calls'], { diagnosis: sure }),
      judged(['test.calls'], ['test.texts', 'test.calls'], { diagnosis: sure }),
      judged(['none'], [], as('off-topic', sure)),
      judged(['human'], [], as('person', sure)),
      judged(['human'], ['test.calls'], { diagnosis: sure }),
      judged(['test.calls'], ['test.texts']),
      judged(['test.calls'], ['test.calls']),
      judged(['test.calls'], ['test.calls']),
    ];
    expect(evaluate(guide, some)).toMatchObject({ sureShare: 5 / 8, sureRight: 3 / 5 });
  });

  it('lists the misses with what was got and what was wanted', () => {
    const some = [
      judged(['test.calls'], ['test.texts', 'test.calls'], { symptom: { id: 'wrong' } }),
      judged(['test.calls'], ['test.calls'], { symptom: { id: 'right' } }),
      judged(['human'], [], { ...as('small-talk'), symptom: { id: 'missed' } }),
      judged(['none'], [], { ...as('off-topic'), symptom: { id: 'seen' } }),
    ];
    expect(evaluate(guide, some).misses).toEqual([
      { id: 'wrong', got: 'test.texts', want: ['test.calls'] },
      { id: 'missed', got: 'none', want: ['human'] },
    ]);
  });

  it('tells no share of what was not there', () => {
    expect(evaluate(guide, [judged(['none'], [], as('off-topic'))])).toMatchObject({
      hitAt1: NaN,
      personRecall: NaN,
      sureRight: NaN,
      offTopicRecall: 1,
    });
  });
});

describe('the topic of a diagnosis', () => {
  it.each<[Partial<Diagnosis>, string]>([
    [{ kind: 'person' }, 'human'],
    [{ kind: 'symptom', sections: [{ section: 'test.calls', share: 1 }] }, 'test.calls'],
    [{ kind: 'symptom' }, 'none'],
    [{ kind: 'off-topic', sections: [{ section: 'test.calls', share: 1 }] }, 'none'],
    [{ kind: 'small-talk' }, 'none'],
  ])('%j is %s', (change, topic) => {
    expect(topicOf({ ...blank, ...change })).toBe(topic);
  });
});

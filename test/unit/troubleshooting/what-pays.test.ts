import type { Answer } from '../../../src/conversation/case.ts';
import type { Check, GuideSettings } from '../../../src/guide/schema.ts';
import type { PlanningCase } from '../../../src/troubleshooting/beliefs.ts';
import { planNext } from '../../../src/troubleshooting/plan.ts';
import { checkLike, sectionLike, smallGuide } from '../../support/small-guide.ts';

const subject: PlanningCase = {
  facets: { phone: 'android', feature: 'photos' },
  sections: [],
  pointedAt: [],
  answers: [],
};
const unknownPhone: PlanningCase = { ...subject, facets: { feature: 'photos' } };

interface Part {
  id: string;
  /** Of all cases, the rest of which nothing in the guide fixes. */
  percent: number;
  seconds?: number;
  redo?: string;
  device?: Check['device'];
}

/** A guide with a section for each check; those for one phone are for that phone only. */
function guideOf(
  parts: Part[],
  change: { costs?: Partial<GuideSettings['costs']>; settings?: Partial<GuideSettings> } = {},
) {
  return smallGuide({
    sections: parts.map(({ id, percent, device }) =>
      sectionLike({
        id,
        phone: device === 'android' || device === 'iphone' ? device : 'any',
        priors: { photos: percent },
        checks: [{ check: id, weight: 1 }],
      }),
    ),
    checks: parts.map(({ id, seconds = 30, redo, device = 'windows' }) =>
      checkLike({ id, device, seconds: { median: seconds, slow: seconds }, ...(redo ? { redo } : {}) }),
    ),
    settings: {
      outside: { photos: 100 - parts.reduce((sum, { percent }) => sum + percent, 0) },
      costs: { person: 1200, question: 8, redo: 300, ...change.costs },
      ...change.settings,
    },
  });
}

function next(guide: ReturnType<typeof guideOf>, of = subject, mayAsk = true): string {
  const plan = planNext({ guide, subject: of, mayAsk });
  if (plan.do === 'check') return plan.next.check.id;
  return plan.do === 'hand-over' ? plan.because : plan.do;
}

function after(...answers: [string, Answer][]): PlanningCase {
  return { ...subject, answers: answers.map(([check, answer]) => ({ check, answer })) };
}

describe('a case in which no check pays', () => {
  const costly = (first: number, second: number) =>
    guideOf([
      { id: 'test.a', percent: first, seconds: 900 },
      { id: 'test.b', percent: second, seconds: 800 },
    ]);

  it('begins with what most likely is wrong all the same, though another is cheaper', () => {
    expect(next(costly(40, 30))).toBe('test.a');
    expect(next(costly(30, 32))).toBe('test.b');
  });

  it('is handed over after that one', () => {
    expect(next(costly(40, 30), after(['test.a', 'already-ok']))).toBe('person-is-quicker');
    expect(next(costly(40, 30), after(['test.a', 'skip']))).toBe('person-is-quicker');
  });

  it('is handed over at once when nothing stands out', () => {
    expect(next(costly(24, 24))).toBe('person-is-quicker');
    expect(next(costly(25, 24))).toBe('test.a');
  });
});

describe('the order of checks', () => {
  it('puts what must be redone behind, though it promises more for its cost', () => {
    const guide = guideOf([
      { id: 'test.reset', percent: 80, seconds: 10, redo: 'All is set up again.' },
      { id: 'test.plain', percent: 10, seconds: 60 },
    ]);
    expect(next(guide)).toBe('test.plain');
    expect(next(guide, after(['test.plain', 'already-ok']))).toBe('test.reset');
  });

  it('puts what must be redone behind among skipped checks too', () => {
    const guide = guideOf([
      { id: 'test.reset', percent: 80, seconds: 10, redo: 'All is set up again.' },
      { id: 'test.plain', percent: 10, seconds: 60 },
    ]);
    expect(next(guide, after(['test.plain', 'skip'], ['test.reset', 'skip']))).toBe('test.plain');
  });

  it('of equals takes the first of the alphabet, in whatever order the guide has them', () => {
    const [a, b] = [
      { id: 'test.a', percent: 40 },
      { id: 'test.b', percent: 40 },
    ];
    expect([next(guideOf([a, b])), next(guideOf([b, a]))]).toEqual(['test.a', 'test.a']);
  });

  it('holds nothing that cannot be the cause any more', () => {
    const guide = guideOf(
      [
        { id: 'test.one', percent: 50 },
        { id: 'test.two', percent: 40 },
      ],
      { settings: { answers: { wrongAlreadyOk: 0, secondFault: 0, keptNotFound: 0 } } },
    );
    expect(next(guide, after(['test.one', 'fixed']))).toBe('used-up');
  });
});

describe('a check that pays', () => {
  it('is one whose chance, times what it spares, is more than its cost while it is needed', () => {
    const guide = (person: number) =>
      guideOf(
        [
          { id: 'test.first', percent: 50, seconds: 10 },
          { id: 'test.second', percent: 10, seconds: 60 },
        ],
        { costs: { person } },
      );
    const total = (person: number) => {
      const plan = planNext({ guide: guide(person), subject, mayAsk: true });
      return plan.do === 'check' ? plan.total : plan.do;
    };
    // The second is only reached in half of the cases: 60 s × 0.5 against 10 % of the person.
    expect([total(290), total(310)]).toEqual([1, 2]);
  });

  it('spares the checks after it as well as the person', () => {
    const guide = guideOf(
      [
        { id: 'test.first', percent: 10, seconds: 20 },
        { id: 'test.reset', percent: 80, seconds: 100, redo: 'All is set up again.' },
      ],
      { costs: { person: 600, redo: 0 } },
    );
    expect(next(guide)).toBe('test.first');
    const dear = guideOf(
      [
        { id: 'test.first', percent: 10, seconds: 80 },
        { id: 'test.reset', percent: 80, seconds: 100, redo: 'All is set up again.' },
      ],
      { costs: { person: 600, redo: 0 } },
    );
    expect(next(dear)).toBe('test.reset');
  });

  it('is judged as if what was skipped were ruled out', () => {
    const guide = guideOf(
      [
        { id: 'test.likely', percent: 90, seconds: 100 },
        { id: 'test.rare', percent: 5, seconds: 40 },
      ],
      { costs: { person: 120 } },
    );
    expect(next(guide)).toBe('test.likely');
    const skipped = planNext({ guide, subject: after(['test.likely', 'skip']), mayAsk: true });
    expect(skipped).toMatchObject({
      do: 'check',
      next: { check: { id: 'test.rare' } },
      position: 2,
      total: 2,
    });
  });
});

describe('what is most often the reason', () => {
  it('holds a quarter of all cases', () => {
    const isLikeliest = (percent: number) => {
      const guide = guideOf([{ id: 'test.one', percent }]);
      return planNext({ guide, subject, mayAsk: true });
    };
    expect(isLikeliest(25)).toMatchObject({ isLikeliest: true });
    expect(isLikeliest(24)).toMatchObject({ isLikeliest: false });
  });
});

describe('the question for the phone', () => {
  const guide = (question: number) =>
    guideOf(
      [
        { id: 'test.windows', percent: 40, seconds: 10 },
        { id: 'test.android', percent: 30, seconds: 100, device: 'android' },
        { id: 'test.iphone', percent: 20, seconds: 100, device: 'iphone' },
      ],
      { costs: { question } },
    );
  // Visitor seconds to expect, the person at the end included.
  const unknown = 10 + 100 * 0.6 + 100 * 0.3 + 1200 * 0.1;
  const android = 10 + 100 * (4 / 8) + 1200 * (1 / 8);
  const iphone = 10 + 100 * (3 / 7) + 1200 * (1 / 7);
  const shareOfAndroid = 0.3 + 0.6 * (0.4 + 0.1);
  const saved = unknown - (shareOfAndroid * android + (1 - shareOfAndroid) * iphone);

  it('is asked when it saves more than it costs', () => {
    expect(saved).toBeGreaterThan(4);
    expect(next(guide(saved - 0.01), unknownPhone)).toBe('ask-phone');
    expect(next(guide(saved + 0.01), unknownPhone)).toBe('test.windows');
  });

  it('is not asked when the phone is known, though its plan is the longer one', () => {
    expect(next(guide(0.1), { ...subject, facets: { feature: 'photos', phone: 'iphone' } })).toBe(
      'test.windows',
    );
  });

  it.each(['android', 'iphone'] as const)('is asked before a check that only an %s has', (device) => {
    const one = guideOf([{ id: 'test.one', percent: 60, device }], { costs: { question: 1000 } });
    expect(next(one, unknownPhone)).toBe('ask-phone');
  });

  it.each(['android', 'iphone'] as const)(
    'right after another question a check for every phone comes before one that only an %s has',
    (device) => {
      const mixed = guideOf([
        { id: 'test.one', percent: 60, device },
        { id: 'test.every', percent: 20 },
      ]);
      expect(next(mixed, unknownPhone, false)).toBe('test.every');
    },
  );

  it('right after another question a check for one phone is asked when there is no other', () => {
    const one = guideOf([{ id: 'test.one', percent: 60, device: 'android' }]);
    expect(next(one, unknownPhone, false)).toBe('test.one');
  });

  it('known, the likeliest check comes first also right after another question', () => {
    const mixed = guideOf([
      { id: 'test.one', percent: 60, device: 'android' },
      { id: 'test.every', percent: 20 },
    ]);
    expect(next(mixed, subject, false)).toBe('test.one');
  });
});

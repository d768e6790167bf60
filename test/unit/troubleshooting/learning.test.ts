import { createHash } from 'node:crypto';
import type { Case } from '../../../src/conversation/case.ts';
import type { FixCount } from '../../../src/conversation/fix.ts';
import { priorBeliefs, type PlanningCase } from '../../../src/troubleshooting/beliefs.ts';
import { fixOf, fixScope, learnedFactors, learnedFixes } from '../../../src/troubleshooting/learned-fixes.ts';
import { Learning } from '../../../src/learning.ts';
import type { Turn } from '../../../src/conversation/turn.ts';
import { checkLike, sectionLike, smallGuide } from '../../support/small-guide.ts';

const guide = smallGuide({
  sections: [
    sectionLike({ id: 'test.one', priors: { photos: 60 }, checks: [{ check: 'test.a', weight: 1 }] }),
    sectionLike({
      id: 'test.two',
      priors: { photos: 30 },
      triggers: { 'os-update': 4 },
      checks: [
        { check: 'test.b', weight: 2 },
        { check: 'test.c', weight: 1 },
      ],
    }),
  ],
  checks: ['test.a', 'test.b', 'test.c'].map((id) => checkLike({ id, seconds: { median: 30, slow: 30 } })),
  settings: { outside: { photos: 10 } },
});

const subject = (change: Partial<PlanningCase> = {}): PlanningCase => ({
  facets: { phone: 'android', feature: 'photos' },
  sections: [],
  pointedAt: [],
  answers: [],
  ...change,
});

const fixes = (check: string, cases: number, kind: Partial<FixCount> = {}): FixCount => ({
  phone: 'android',
  feature: 'photos',
  check,
  cases,
  ...kind,
});

function probabilities(counts: FixCount[], of = subject()): Record<string, number> {
  const { causes, outside } = priorBeliefs(guide, of, learnedFixes(counts));
  return Object.fromEntries([
    ['outside', outside],
    ...causes.map(({ check, probability }) => [check.id, probability]),
  ]) as Record<string, number>;
}

describe('what solved cases teach', () => {
  it('is nothing when there were none', () => {
    expect(probabilities([])).toEqual(probabilities([fixes('test.a', 0)]));
    expect(probabilities([])['test.a']).toBeCloseTo(0.6, 10);
  });

  it('shifts a section by its cases over the cases that the priors are worth', () => {
    const { 'test.a': a = 0, outside = 0 } = probabilities([fixes('test.b', 10)]);
    // Two thirds of the priors, worth 10 cases, and none of the 10 new ones; one section has one check, so that the
    // count within sections has the same 10 cases against 50.
    const bySections = (10 * (2 / 3)) / 20;
    expect(a / (1 - outside)).toBeCloseTo((50 * bySections) / 60, 10);
  });

  it('comes close to the truth after many cases', () => {
    const {
      'test.a': a = 0,
      'test.b': b = 0,
      'test.c': c = 0,
      outside = 0,
    } = probabilities([fixes('test.a', 1000), fixes('test.b', 2000), fixes('test.c', 7000)]);
    expect(a / (1 - outside)).toBeCloseTo(0.1, 2);
    expect(b / (1 - outside)).toBeCloseTo(0.2, 2);
    expect(c / (1 - outside)).toBeCloseTo(0.7, 2);
  });

  it('leaves alone how much lies outside of the guide', () => {
    expect(probabilities([fixes('test.c', 500)])['outside']).toBeCloseTo(0.1, 10);
  });

  it.each<[string, Partial<FixCount>]>([
    ['the other phone', { phone: 'iphone' }],
    ['another feature', { feature: 'calls' }],
    ['a trigger this case does not have', { trigger: 'reinstall' }],
  ])('does not carry over from %s', (_, kind) => {
    expect(probabilities([fixes('test.c', 100, kind)])).toEqual(probabilities([]));
  });

  it('carries over from cases without the trigger to one that has it', () => {
    const updated = subject({ facets: { phone: 'android', feature: 'photos', trigger: 'os-update' } });
    const of = (counts: FixCount[]) => probabilities(counts, updated)['test.c'] ?? 0;
    expect(of([fixes('test.c', 30)])).toBeGreaterThan(of([]));
    expect(of([fixes('test.c', 30), fixes('test.a', 60, { trigger: 'os-update' })])).toBeLessThan(of([]));
  });

  it('counts for an unknown phone from both phones', () => {
    const unknown = subject({ facets: { feature: 'photos' } });
    const of = (counts: FixCount[]) => probabilities(counts, unknown)['test.c'] ?? 0;
    expect(of([fixes('test.c', 30), fixes('test.c', 30, { phone: 'iphone' })])).toBeGreaterThan(
      of([fixes('test.c', 30)]),
    );
  });

  it('does not drown what the text says', () => {
    const said = subject({ sections: [{ section: 'test.two', share: 1 }] });
    const { 'test.a': a = 0, 'test.b': b = 0 } = probabilities(
      [fixes('test.a', 30), fixes('test.b', 10)],
      said,
    );
    expect(b).toBeGreaterThan(a);
  });

  it('is the same for cases that name no feature and those about everything', () => {
    const learned = learnedFixes([
      fixes('test.a', 3, { feature: 'everything' }),
      fixes('test.a', 4, { feature: undefined }),
    ]);
    expect(learned.of({ phone: 'android' }).get('test.a')).toBe(7);
    expect(learned.of({ phone: 'android', feature: 'everything' }).get('test.a')).toBe(7);
  });

  it.each([
    [260, 'keeps its share'],
    [300, 'makes room for what was counted'],
  ])('when a person costs %i seconds, a check of a ninth of all and half a minute %s', (person, what) => {
    const priced = { ...guide, settings: { ...guide.settings, costs: { ...guide.settings.costs, person } } };
    const { causes } = priorBeliefs(priced, subject(), learnedFixes([fixes('test.a', 500)]));
    const { probability = NaN } = causes.find(({ check }) => check.id === 'test.c') ?? {};
    if (what === 'keeps its share') expect(probability).toBeCloseTo(0.1, 10);
    else expect(probability).toBeLessThan(0.05);
  });

  it('leaves a check that is too costly to be asked its share, however many cases there were', () => {
    const costly = {
      ...guide,
      settings: { ...guide.settings, costs: { ...guide.settings.costs, person: 29 } },
    };
    const { causes } = priorBeliefs(
      costly,
      subject(),
      learnedFixes([fixes('test.a', 5), fixes('test.b', 500)]),
    );
    expect(causes.find(({ check }) => check.id === 'test.c')?.probability).toBeCloseTo(0.1, 10);
  });
});

describe('whether a check is asked at all', () => {
  const shares = (parts: Record<string, number>) =>
    new Map(Object.entries(parts).map(([check, share]) => [check, new Map([['test.section', share]])]));
  const learned = learnedFixes([fixes('test.a', 10), fixes('test.a', 2, { trigger: 'rename' })]);

  it('is judged by its share, as cases without the trigger have shifted it', () => {
    const seen: Record<string, number>[] = [];
    const factors = (trigger?: 'rename') => {
      const judged: Record<string, number> = {};
      seen.push(judged);
      return learnedFactors({
        learned,
        facets: { phone: 'android', feature: 'photos', trigger },
        strength: 10,
        expected: ({ trigger: of }) =>
          shares(
            of
              ? { 'test.a': 0.2, 'test.b': 0.5, 'test.c': 0.3 }
              : { 'test.a': 0.6, 'test.b': 0.3, 'test.c': 0.1 },
          ),
        isAsked: (check, share) => {
          judged[check] = share;
          return check !== 'test.c';
        },
      });
    };
    const plain = factors();
    expect(seen[0]).toEqual({ 'test.b': 0.3, 'test.c': 0.1 });
    factors('rename');
    const [a, b] = [plain.get('test.a') ?? NaN, plain.get('test.b') ?? NaN];
    const total = 0.2 * a + 0.5 * b + 0.3;
    expect(a).toBeGreaterThan(1);
    expect(b).toBeLessThan(1);
    expect(seen[1]?.['test.b']).toBeCloseTo((0.5 * b) / total, 10);
    expect(seen[1]?.['test.c']).toBeCloseTo(0.3 / total, 10);
  });
});

describe('a case', () => {
  const solved: Case = {
    id: 'K7M2QX9A',
    conversationId: 'c1',
    state: 'solved',
    openedAt: '2026-11-22T10:00:00.000Z',
    closedAt: '2026-11-22T10:05:00.000Z',
    outcome: 'fixed',
    guideVersion: '1',
    symptoms: ['no texts'],
    facets: { phone: 'android', maker: 'samsung', feature: 'messages' },
    sections: [],
    pointedAt: [],
    answers: [
      { check: 'test.a', answer: 'fixed', at: '2026-11-22T10:01:00.000Z' },
      { check: 'test.b', answer: 'fixed', at: '2026-11-22T10:03:00.000Z' },
      { check: 'test.c', answer: 'already-ok', at: '2026-11-22T10:04:00.000Z' },
    ],
    later: [],
  };

  it('teaches the check that was fixed last, without a word of the visitor', () => {
    expect(fixOf(solved)).toEqual({
      caseId: 'K7M2QX9A',
      check: 'test.b',
      phone: 'android',
      feature: 'messages',
      at: '2026-11-22T10:05:00.000Z',
    });
  });

  it.each([undefined, 'explained', 'handed-over', 'abandoned'] as const)(
    'teaches nothing when it ended %s',
    (outcome) => {
      expect(fixOf({ ...solved, outcome })).toBeUndefined();
    },
  );

  it('that a person solved teaches the check that the person named', () => {
    const byPerson = {
      ...solved,
      outcome: 'handed-over',
      byPerson: { solved: true, check: 'test.c' },
    } as const;
    expect(fixOf(byPerson)).toMatchObject({ caseId: 'K7M2QX9A', check: 'test.c', at: solved.closedAt });
    expect(fixOf({ ...byPerson, closedAt: undefined })).toMatchObject({ at: solved.openedAt });
  });

  it.each([{ solved: true }, { solved: false, check: 'test.c' }])(
    'that a person ended with %j teaches nothing',
    (byPerson) => {
      expect(fixOf({ ...solved, outcome: 'handed-over', byPerson })).toBeUndefined();
    },
  );

  it('teaches nothing when no check was fixed', () => {
    expect(fixOf({ ...solved, answers: solved.answers.slice(2) })).toBeUndefined();
  });

  describe('in a turn', () => {
    let now = 0;
    const learned: unknown[] = [];
    const turn = {
      saveCase: () => undefined,
      learn: (...args) => void learned.push(args),
    } as Partial<Turn> as Turn;
    const logged: string[] = [];
    const read: (() => Promise<FixCount[]>)[] = [];
    const learning = new Learning({
      store: { countFixes: () => (read.shift() ?? (() => Promise.resolve([])))() },
      scope: fixScope(guide),
      clock: () => new Date(now),
      logger: { error: (_, event) => void logged.push(event) },
    });

    it('is learned with the scope of the guide when it is saved as solved, and not before', async () => {
      await learning.around(async ({ saveCase }) => {
        saveCase({ ...solved, outcome: undefined });
        saveCase(solved);
      })(turn);
      expect(learned).toEqual([[fixScope(guide), fixOf(solved)]]);
    });

    it('sees counts that are at most a minute old, and the old ones when they cannot be read', async () => {
      const seen = async () => {
        await learning.around(async () => undefined)(turn);
        return learning.fixes.of({ phone: 'android', feature: 'photos' }).get('test.c');
      };
      read.push(() => Promise.resolve([fixes('test.c', 3)]));
      now += 59_999;
      expect(await seen()).toBeUndefined();
      now += 1;
      expect(await seen()).toBe(3);
      read.push(() => Promise.reject(new Error('busy')));
      now += 60_000;
      expect(await seen()).toBe(3);
      expect(logged).toEqual(['learning.not-read']);
    });
  });
});

describe('the scope of what is learned', () => {
  it('stays when sentences change', () => {
    const reworded = { ...guide, checks: guide.checks.map((check) => ({ ...check, why: 'Other words.' })) };
    expect(fixScope(reworded)).toEqual(fixScope(guide));
  });

  it('does not depend on the order of the files', () => {
    expect(fixScope({ ...guide, checks: guide.checks.toReversed() })).toEqual(fixScope(guide));
  });

  it('is the guide, and the beginning of the hash of its check ids, line by line', () => {
    const hash = createHash('sha256').update('test.a\ntest.b\ntest.c').digest('hex');
    expect(fixScope(guide)).toEqual({ guide: 'small', checks: hash.slice(0, 12) });
  });

  it('is another when a check takes the place of another', () => {
    const other = { ...guide, checks: [...guide.checks.slice(1), checkLike({ id: 'test.d' })] };
    expect(fixScope(other)).not.toEqual(fixScope(guide));
  });

  it('is another when a check is added', () => {
    const more = { ...guide, checks: [...guide.checks, checkLike({ id: 'test.d' })] };
    expect(fixScope(more)).not.toEqual(fixScope(guide));
  });
});

import type { AnsweredCheck, Case } from '../../../src/conversation/case.ts';
import type { UnmatchedSymptom } from '../../../src/conversation/unmatched.ts';
import { makeInsights } from '../../../src/insights/make-insights.ts';
import { openStore } from '../../../src/storage/stores.ts';

const now = new Date('2026-11-22T12:00:00.000Z');
const at = '2026-11-20T10:00:00.000Z';
const week = { timezone: 'UTC', first: '2026-11-16', last: '2026-11-22' };

let cases = 0;
function aCase(known: Partial<Case> = {}): Case {
  cases += 1;
  return {
    id: `C${cases}`,
    conversationId: `conversation-${cases}`,
    state: 'closed',
    openedAt: '2026-11-20T10:00:00.000Z',
    guideVersion: 'g',
    symptoms: ['it broke'],
    facets: {},
    sections: [],
    pointedAt: [],
    answers: [],
    later: [],
    ...known,
  };
}

function answered(
  check: string,
  answer: AnsweredCheck['answer'],
  more: Partial<AnsweredCheck> = {},
): AnsweredCheck {
  return { check, answer, at: '2026-11-20T10:05:00.000Z', ...more };
}

const fixedBy = (check: string, seconds = 120): Partial<Case> => ({
  outcome: 'fixed',
  closedAt: new Date(Date.parse('2026-11-20T10:00:00.000Z') + seconds * 1000).toISOString(),
  answers: [answered(check, 'fixed')],
});

/** As the page shows it, by way of the database that sums it up. */
async function counted(given: Case[], options = week, unmatched: UnmatchedSymptom[] = []) {
  const clock = () => now;
  const store = await openStore('sqlite::memory:', { clock, newId: () => crypto.randomUUID() });
  try {
    const conversationId = 'c';
    await store.createConversation({ id: conversationId, channel: 'directline', userId: 'v', startedAt: at });
    const cases = given.map((value) => ({ ...value, conversationId }));
    const texts = unmatched.map((symptom, seq) => ({ ...symptom, conversationId, seq }));
    await store.commitAct({ conversationId, outgoing: [], state: new Map(), cases, unmatched: texts });
    return await makeInsights({ ...options, insights: store.insights, now });
  } finally {
    await store.close();
  }
}

describe('the figures of a period', () => {
  it('has a line for every day, also for those without a case', async () => {
    const { days } = await counted([aCase(fixedBy('a'))]);
    expect(days.map(({ day }) => day)).toEqual([
      '2026-11-16',
      '2026-11-17',
      '2026-11-18',
      '2026-11-19',
      '2026-11-20',
      '2026-11-21',
      '2026-11-22',
    ]);
    expect(days[4]).toMatchObject({ fixed: 1, open: 0 });
  });

  it('puts a case on the day that it is in the team’s own zone', async () => {
    const late = aCase({ openedAt: '2026-11-20T23:30:00.000Z' });
    const { days } = await counted([late], { ...week, timezone: 'Asia/Kolkata' });
    expect(days.find(({ abandoned }) => abandoned > 0)?.day).toBe('2026-11-21');
  });

  it('leaves out what was opened before or after', async () => {
    const outside = [
      aCase({ openedAt: '2026-11-15T23:59:59.000Z' }),
      aCase({ openedAt: '2026-11-23T00:00:00.000Z' }),
    ];
    expect((await counted(outside)).totals.cases).toBe(0);
  });

  it('counts every case once, by how it ended', async () => {
    const { totals } = await counted([
      aCase(fixedBy('a')),
      aCase({ outcome: 'explained' }),
      aCase({ outcome: 'handed-over', byPerson: { solved: true } }),
      aCase({ outcome: 'handed-over', byPerson: { solved: false } }),
      aCase({ outcome: 'abandoned' }),
      aCase({ openedAt: '2026-11-22T11:00:00.000Z' }),
    ]);
    expect(totals).toEqual({
      ...{ cases: 6, fixed: 1, explained: 1, 'handed-over': 2, abandoned: 1, open: 1, byPerson: 1 },
      ...{ lasted: 0, cameBack: 0 },
    });
  });

  it('counts a case as abandoned from six hours after the last word on, not before', async () => {
    const heard = (at: string) =>
      aCase({ openedAt: '2026-11-21T00:00:00.000Z', last: { at, asked: 'check', check: 'a' } });
    expect((await counted([heard('2026-11-22T06:00:01.000Z')])).totals).toMatchObject({
      open: 1,
      abandoned: 0,
    });
    expect((await counted([heard('2026-11-22T06:00:00.000Z')])).totals).toMatchObject({
      open: 0,
      abandoned: 1,
    });
  });

  it('counts of each check, and in all, whether its fix lasted, by what visitors said and not by who was silent', async () => {
    const later = (lasted: boolean | undefined, lastedOf = 'a') => ({ ...fixedBy('a'), lasted, lastedOf });
    const cameBackAndWasFixedByAnother = {
      ...fixedBy('b'),
      answers: [answered('a', 'fixed'), answered('b', 'fixed')],
      ...{ lasted: false, lastedOf: 'a' },
    };
    const stillOpen = { outcome: undefined, answers: [answered('a', 'fixed')], lasted: false };
    const { totals, checks } = await counted([
      aCase(later(true)),
      aCase(later(true)),
      aCase(later(undefined)),
      aCase(cameBackAndWasFixedByAnother),
      aCase(stillOpen),
    ]);
    expect(totals).toMatchObject({ lasted: 2, cameBack: 2 });
    expect(checks).toMatchObject([
      { check: 'a', lasted: 2, cameBack: 2, lastedRate: 0.5, solved: 3 },
      { check: 'b', lasted: 0, cameBack: 0, lastedRate: 0, solved: 1 },
    ]);
  });

  it('says at which step visitors left, the commonest first', async () => {
    const left = (asked: 'phone' | 'check', check?: string) =>
      aCase({
        outcome: 'abandoned',
        last: { at: '2026-11-20T10:00:00.000Z', asked, ...(check ? { check } : {}) },
      });
    const all = [left('phone'), left('check', 'a'), left('check', 'a'), left('check', 'b')];
    expect((await counted(all)).leftAt).toEqual([
      { step: 'check', check: 'a', cases: 2 },
      { step: 'phone', cases: 1 },
      { step: 'check', check: 'b', cases: 1 },
    ]);
  });
});

describe('the figures of a check', () => {
  it('has the cases it solved as its fix rate, not those in which it was merely put right', async () => {
    const putRight = aCase({ outcome: 'handed-over', answers: [answered('a', 'fixed')] });
    const { checks } = await counted([
      aCase(fixedBy('a')),
      putRight,
      aCase({ answers: [answered('a', 'already-ok')] }),
    ]);
    expect(checks).toEqual([
      {
        ...{ check: 'a', cases: 3, fixed: 2, alreadyOk: 1, notFound: 0, skipped: 0, solved: 1 },
        ...{ fixRate: 1 / 3, notFoundRate: 0, lasted: 0, cameBack: 0, lastedRate: 0 },
      },
    ]);
  });

  it('counts who had to be told where it is, even if they found it then', async () => {
    const { checks } = await counted([
      aCase({ answers: [answered('a', 'already-ok', { elsewhere: true })] }),
      aCase({ answers: [answered('a', 'not-found', { elsewhere: true })] }),
      aCase({ answers: [answered('a', 'already-ok')] }),
      aCase({ answers: [answered('a', 'skip')] }),
    ]);
    expect(checks[0]).toMatchObject({ cases: 4, notFound: 1, skipped: 1, notFoundRate: 0.5 });
  });

  it('counts a check that was skipped and answered later by its last answer', async () => {
    const twice = aCase({ answers: [answered('a', 'skip'), answered('a', 'already-ok')] });
    expect((await counted([twice])).checks[0]).toMatchObject({ cases: 1, skipped: 0, alreadyOk: 1 });
  });
});

describe('times and ratings', () => {
  it('gives the median and the ninetieth percentile of the seconds to a fix', async () => {
    const seconds = [30, 60, 90, 120, 150, 180, 600, 900, 1800, 7200];
    const { secondsToFix } = await counted(seconds.map((each) => aCase(fixedBy('a', each))));
    expect(secondsToFix).toEqual({ count: 10, median: 150, p90: 1800, buckets: [1, 2, 3, 0, 2, 1, 1] });
  });

  it('gives zeros where nothing was fixed or rated', async () => {
    const { secondsToFix, ratings } = await counted([]);
    expect(secondsToFix).toEqual({ count: 0, median: 0, p90: 0, buckets: [0, 0, 0, 0, 0, 0, 0] });
    expect(ratings).toEqual({ count: 0, mean: 0, scores: [0, 0, 0, 0, 0] });
  });

  it('counts ratings by score', async () => {
    const { ratings } = await counted([5, 5, 2].map((score) => aCase({ rating: { score } })));
    expect(ratings).toEqual({ count: 3, mean: 4, scores: [0, 1, 0, 0, 2] });
  });
});

describe('texts that no section was found for', () => {
  const unmatched = (text: string, more: Partial<UnmatchedSymptom> = {}): UnmatchedSymptom => ({
    ...{ conversationId: 'x', seq: 2, why: 'unsure', text, at: '2026-11-20T10:00:00.000Z' },
    ...more,
  });

  it('are the same whatever their case and punctuation, and the gravest reason stands', async () => {
    const texts = [
      unmatched('My phone sings!'),
      unmatched('my phone sings', { why: 'none', at: '2026-11-21T10:00:00.000Z' }),
    ];
    expect((await counted([], week, texts)).unmatched).toEqual([
      { text: 'My phone sings!', why: 'none', times: 2, lastAt: '2026-11-21T10:00:00.000Z' },
    ]);
  });

  it('name the section that it turned out to be', async () => {
    const found = aCase({ ...fixedBy('a'), sections: [{ section: 'windows.notifications', share: 0.6 }] });
    const { unmatched: shown } = await counted([found], week, [unmatched('no pling', { caseId: found.id })]);
    expect(shown[0]).toMatchObject({ section: 'windows.notifications' });
  });

  it('name no section that nobody confirmed', async () => {
    const left = aCase({ sections: [{ section: 'windows.notifications', share: 0.6 }] });
    const { unmatched: shown } = await counted([left], week, [unmatched('no pling', { caseId: left.id })]);
    expect(shown[0]).not.toHaveProperty('section');
  });

  it('are left out when they hold no word, are a whole story, or came at another time', async () => {
    const texts = [
      unmatched('???'),
      unmatched('word '.repeat(100)),
      unmatched('old', { at: '2026-01-01T00:00:00.000Z' }),
    ];
    expect((await counted([], week, texts)).unmatched).toEqual([]);
  });
});

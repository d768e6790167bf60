import type { Case } from '../../../src/conversation/case.ts';
import { figuresOf } from '../../../src/insights/case-figures.ts';
import { type OpenedStore, openStore } from '../../../src/storage/stores.ts';

const at = '2026-11-20T10:00:00.000Z';
const period = {
  from: '2026-11-20T00:00:00.000Z',
  to: '2026-11-21T00:00:00.000Z',
  abandonedBefore: '2026-11-20T09:00:00.000Z',
};
const solved: Case = {
  ...{ id: 'k', conversationId: 'c', state: 'solved', openedAt: at, closedAt: at, outcome: 'fixed' },
  ...{ guideVersion: 'g', symptoms: ['it broke'], facets: {}, pointedAt: [], later: [] },
  sections: [{ section: 'windows.notifications', share: 0.6 }],
  answers: [{ check: 'restart.both', answer: 'fixed', at }],
};

let store: OpenedStore;
const save = (...cases: Case[]) =>
  store.commitAct({ conversationId: 'c', outgoing: [], state: new Map(), cases });
const count = () => store.insights.countCases(figuresOf);

beforeEach(async () => {
  store = await openStore('sqlite::memory:', { clock: () => new Date(at), newId: () => crypto.randomUUID() });
  await store.createConversation({ id: 'c', channel: 'directline', userId: 'v', startedAt: at });
  await save(solved);
});
afterEach(() => store.close());

describe('the sums over cases', () => {
  it('know a case only once it was counted, and where it led to', async () => {
    expect((await store.insights.sums(period)).ends).toEqual([]);
    expect(await count()).toBe(1);
    expect(await store.insights.sums(period)).toMatchObject({
      ends: [{ end: 'fixed', asked: 'symptom', cases: 1, byPerson: 0 }],
      seconds: [0],
      checks: [{ check: 'restart.both', cases: 1, fixed: 1, solved: 1 }],
    });
    expect(await store.insights.sectionsOf(['k', 'unknown'])).toEqual(
      new Map([['k', 'windows.notifications']]),
    );
  });

  it('count a case anew after it has changed, and only then', async () => {
    expect([await count(), await count()]).toEqual([1, 0]);
    const { closedAt: _, outcome: __, ...open } = solved;
    await save({ ...open, answers: [], rating: { score: 4 } });
    expect(await count()).toBe(1);
    expect(await store.insights.sums(period)).toMatchObject({
      ends: [{ end: 'open', cases: 1 }],
      scores: [{ score: 4, cases: 1 }],
      seconds: [],
      checks: [],
    });
  });

  it('know what a visitor said of a fix later, also one that came back and is open again', async () => {
    await save({ ...solved, lasted: true, lastedOf: 'restart.both' });
    await save({ ...solved, id: 'l', outcome: undefined, closedAt: undefined, lasted: false });
    await count();
    const { checks } = await store.insights.sums(period);
    expect(checks).toMatchObject([{ check: 'restart.both', cases: 2, solved: 1, lasted: 1, cameBack: 1 }]);
  });

  it('hold nothing of a case that was erased', async () => {
    await count();
    await store.privacy.erase(['c']);
    expect(await store.insights.sums(period)).toEqual({ ends: [], scores: [], seconds: [], checks: [] });
  });
});

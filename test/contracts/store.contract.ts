import type { Case } from '../../src/conversation/case.ts';
import type { ConversationRecord, Store } from '../../src/conversation/store.ts';

/** How a test opens an engine: `open` gives a further process's view of the same empty-at-first database. */
export interface StoreFixture {
  open(): Promise<Store>;
  dispose(): Promise<void>;
}

const now = '2026-11-22T10:00:00.000Z';
/** What fixtures pass as clock. */
export const contractClock = () => new Date(now);

const someone: ConversationRecord = {
  id: 'c1',
  channel: 'directline',
  userId: 'dl_1',
  userName: 'Ana',
  locale: 'de-DE',
  startedAt: now,
};

function caseOf(id: string, fields: Partial<Case> = {}): Case {
  const empty = { symptoms: ['no texts'], facets: {}, sections: [], pointedAt: [], answers: [], later: [] };
  return {
    id,
    conversationId: 'c1',
    state: 'checking',
    openedAt: now,
    guideVersion: '1',
    ...empty,
    ...fields,
  };
}

/** What every storage engine promises to the rest of the program. */
export function storeContract(engine: string, createFixture: () => Promise<StoreFixture>): void {
  describe(`the ${engine} store`, () => {
    let fixture: StoreFixture;
    let store: Store;

    beforeEach(async () => {
      fixture = await createFixture();
      store = await fixture.open();
      await store.createConversation(someone);
    });
    afterEach(async () => {
      await store.close();
      await fixture.dispose();
    });

    const accept = (text: string, clientKey?: string) =>
      store.accept({ conversationId: 'c1', activity: { type: 'message', text }, clientKey });
    const commit = (seq: number, fields: Partial<Parameters<Store['commitTurn']>[0]> = {}) =>
      store.commitTurn({ conversationId: 'c1', seq, outgoing: [], state: new Map(), cases: [], ...fields });
    const log = () => store.readLog({ conversationId: 'c1', after: 0, limit: 1000 });

    it('keeps a conversation as it was first created', async () => {
      await expect(store.createConversation({ ...someone, userId: 'dl_2' })).resolves.toBe(false);
      await expect(store.findConversation('c1')).resolves.toEqual(someone);
      await expect(store.findConversation('c2')).resolves.toBeUndefined();
    });

    it('gives an accepted activity an id, a time and the next position', async () => {
      await accept('one');
      const { entry, duplicate } = await accept('two');
      expect(duplicate).toBe(false);
      expect(entry).toMatchObject({ seq: 2, direction: 'in', activity: { text: 'two', timestamp: now } });
      expect(entry.activity.id).toBe(entry.activityId);
      expect(await log()).toHaveLength(2);
      expect((await log())[1]).toEqual(entry);
    });

    it('logs an activity with a known client key once, also when both come at the same time', async () => {
      const both = await Promise.all([accept('hi', 'u|1'), accept('hi', 'u|1')]);
      expect(both.map(({ duplicate }) => duplicate).sort()).toEqual([false, true]);
      expect(both[0].entry).toEqual(both[1].entry);
      expect(await accept('hi', 'u|1')).toEqual({ entry: both[0].entry, duplicate: true });
      expect(await log()).toHaveLength(1);
      expect((await accept('next')).entry.seq).toBe(2);
    });

    it('takes the same client key in two conversations as two activities', async () => {
      await store.createConversation({ ...someone, id: 'c2' });
      await accept('hi', 'u|1');
      const other = await store.accept({
        conversationId: 'c2',
        activity: { type: 'message' },
        clientKey: 'u|1',
      });
      expect(other).toMatchObject({ duplicate: false, entry: { seq: 1 } });
    });

    it('gives out positions without a gap when many are accepted at once', async () => {
      await Promise.all(Array.from({ length: 50 }, (_, index) => accept(`m${index}`, `u|${index % 40}`)));
      expect((await log()).map(({ seq }) => seq)).toEqual(
        Array.from({ length: 40 }, (_, index) => index + 1),
      );
      await expect(store.lastSeq('c1')).resolves.toBe(40);
    });

    it('refuses an activity for a conversation that was never created', async () => {
      const stray = store.accept({ conversationId: 'nowhere', activity: { type: 'message' } });
      await expect(stray).rejects.toMatchObject({ code: 'storage.unavailable' });
    });

    it('writes all that a turn changes', async () => {
      const { entry } = await accept('hi');
      const card = { type: 'message', id: 'card-1', attachments: [{ contentType: 'x', content: { a: 1 } }] };
      const written = await commit(entry.seq, {
        outgoing: [card, { type: 'message', text: 'second' }],
        state: new Map([['c1/dialog', { step: 1 }]]),
        cases: [caseOf('case-1')],
      });
      expect(written.map(({ seq, direction }) => [seq, direction])).toEqual([
        [2, 'out'],
        [3, 'out'],
      ]);
      expect(written[0]?.activity).toEqual({ ...card, timestamp: now });
      expect(await log()).toEqual([entry, ...written]);
      expect(await store.readState(['c1/dialog', 'c1/none'])).toEqual(new Map([['c1/dialog', { step: 1 }]]));
      expect(await store.findCase('case-1')).toEqual(caseOf('case-1'));
    });

    it('writes nothing when a turn is committed a second time', async () => {
      const { entry } = await accept('hi');
      await commit(entry.seq, { outgoing: [{ type: 'message', text: 'answer' }] });
      const again = await commit(entry.seq, {
        outgoing: [{ type: 'message', text: 'answer again' }],
        state: new Map([['key', {}]]),
        cases: [caseOf('case-1')],
      });
      expect(again).toEqual([]);
      expect(await log()).toHaveLength(2);
      expect(await store.readState(['key'])).toEqual(new Map());
      expect(await store.findCase('case-1')).toBeUndefined();
    });

    it('writes nothing of a turn of which one part cannot be written', async () => {
      const { entry } = await accept('hi');
      const broken = caseOf('case-1', { conversationId: 'nowhere' });
      const failed = commit(entry.seq, {
        outgoing: [{ type: 'message' }],
        state: new Map([['key', {}]]),
        cases: [broken],
      });
      await expect(failed).rejects.toMatchObject({ code: 'storage.unavailable' });
      expect(await log()).toHaveLength(1);
      expect(await store.readState(['key'])).toEqual(new Map());
      expect(await store.owedTurns()).toEqual([entry]);
    });

    it('owes the turns that were accepted and not committed, oldest first', async () => {
      const [first, second, third] = [await accept('1'), await accept('2'), await accept('3')];
      await commit(second.entry.seq);
      expect(await store.owedTurns()).toEqual([first.entry, third.entry]);
    });

    it('overwrites and deletes state', async () => {
      await commit((await accept('1')).entry.seq, { state: new Map([['a', { v: 1 }], ['b', { v: 1 }]]) }); // prettier-ignore
      await commit((await accept('2')).entry.seq, { state: new Map<string, object | null>([['a', { v: 2 }], ['b', null]]) }); // prettier-ignore
      expect(await store.readState(['a', 'b'])).toEqual(new Map([['a', { v: 2 }]]));
      expect(await store.readState([])).toEqual(new Map());
    });

    it('lists the cases in a state, oldest first, up to the limit', async () => {
      const waiting = (id: string, hour: number) =>
        caseOf(id, { state: 'waiting-for-person', openedAt: `2026-11-22T0${hour}:00:00.000Z` });
      await commit((await accept('1')).entry.seq, { cases: [waiting('b', 2), waiting('a', 1), caseOf('c')] });
      await commit((await accept('2')).entry.seq, {
        cases: [waiting('d', 3), { ...caseOf('e'), state: 'solved' }],
      });
      const list = (limit: number) => store.listCases({ state: 'waiting-for-person', limit });
      expect((await list(10)).map(({ id }) => id)).toEqual(['a', 'b', 'd']);
      expect((await list(2)).map(({ id }) => id)).toEqual(['a', 'b']);
    });

    it('saves a case again in its new form', async () => {
      await commit((await accept('1')).entry.seq, { cases: [caseOf('case-1')] });
      const solved = caseOf('case-1', { state: 'solved', outcome: 'fixed' });
      await commit((await accept('2')).entry.seq, { cases: [solved] });
      expect(await store.findCase('case-1')).toEqual(solved);
      expect(await store.listCases({ state: 'checking', limit: 10 })).toEqual([]);
    });

    it('reads the log from a position and in pages', async () => {
      for (const text of ['1', '2', '3', '4']) await accept(text);
      const page = await store.readLog({ conversationId: 'c1', after: 1, limit: 2 });
      expect(page.map(({ seq }) => seq)).toEqual([2, 3]);
      expect(await store.readLog({ conversationId: 'c2', after: 0, limit: 2 })).toEqual([]);
      await expect(store.lastSeq('c2')).resolves.toBe(0);
    });

    it.each(['<b>&amp;</b>', '👩‍👩‍👧 🇩🇪', 'שלום עולם', "'; drop table log; --", '\u0000 and \ud800'])(
      'gives back %j as it came',
      async (text) => {
        await accept(text);
        expect((await log())[0]?.activity.text).toBe(text);
      },
    );

    const texts = { guide: 'phone-link', checks: 'a1' };
    const fixOf = (caseId: string, check: string) => ({
      scope: texts,
      fix: { caseId, check, phone: 'android' as const, feature: 'messages' as const, at: now },
    });

    it('counts solved cases by kind of trouble and check, each case once', async () => {
      const fixes = [fixOf('case-1', 'sms'), fixOf('case-2', 'sms'), fixOf('case-3', 'battery')];
      await commit((await accept('1')).entry.seq, { fixes });
      await commit((await accept('2')).entry.seq, { fixes: [fixOf('case-1', 'battery')] });
      const counted = await store.countFixes(texts);
      expect(counted.toSorted((a, b) => (a.check < b.check ? -1 : 1))).toEqual([
        { phone: 'android', feature: 'messages', check: 'battery', cases: 1 },
        { phone: 'android', feature: 'messages', check: 'sms', cases: 2 },
      ]);
    });

    it('keeps what was learned with and without a trigger apart, and under other checks', async () => {
      const plain = fixOf('case-1', 'sms');
      const updated = { ...plain, fix: { ...plain.fix, caseId: 'case-2', trigger: 'os-update' as const } };
      const other = { ...fixOf('case-3', 'sms'), scope: { ...texts, checks: 'b2' } };
      await commit((await accept('1')).entry.seq, { fixes: [plain, updated, other] });
      const counted = await store.countFixes(texts);
      expect(counted.map(({ trigger, cases }) => [trigger, cases])).toEqual(
        expect.arrayContaining([
          [undefined, 1],
          ['os-update', 1],
        ]),
      );
      expect(await store.countFixes(other.scope)).toHaveLength(1);
    });

    it('learns nothing from a turn that could not be written', async () => {
      const { entry } = await accept('1');
      const broken = caseOf('case-1', { conversationId: 'nowhere' });
      await expect(commit(entry.seq, { cases: [broken], fixes: [fixOf('case-1', 'sms')] })).rejects.toThrow();
      expect(await store.countFixes(texts)).toEqual([]);
    });

    it('forgets what was learned under a guide, and says from how many cases it was', async () => {
      const other = { ...fixOf('case-3', 'sms'), scope: { guide: 'another', checks: 'a1' } };
      await commit((await accept('1')).entry.seq, {
        fixes: [fixOf('case-1', 'sms'), fixOf('case-2', 'sms'), other],
      });
      await expect(store.forgetFixes('phone-link')).resolves.toBe(2);
      expect(await store.countFixes(texts)).toEqual([]);
      expect(await store.countFixes(other.scope)).toHaveLength(1);
    });

    it('keeps the first secret of a name', async () => {
      const both = await Promise.all([
        store.keptSecret('key', () => 'one'),
        store.keptSecret('key', () => 'two'),
      ]);
      expect(both[0]).toBe(both[1]);
      await expect(store.keptSecret('key', () => 'three')).resolves.toBe(both[0]);
      await expect(store.keptSecret('other', () => 'four')).resolves.toBe('four');
    });

    it('shows another process what was written, and keeps it after closing', async () => {
      const { entry } = await accept('hi', 'u|1');
      const other = await fixture.open();
      expect(
        await other.accept({ conversationId: 'c1', activity: { type: 'message' }, clientKey: 'u|1' }),
      ).toEqual({
        entry,
        duplicate: true,
      });
      await store.close();
      expect(await other.owedTurns()).toEqual([entry]);
      store = other;
    });

    it('gives two processes that write at once different positions', async () => {
      const other = await fixture.open();
      const write = (writer: Store) => writer.accept({ conversationId: 'c1', activity: { type: 'message' } });
      await Promise.all([store, other, store, other, store, other].map(write));
      expect((await log()).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
      await other.close();
    });
  });
}

import type { Case } from '../../src/conversation/case.ts';
import { mostUnread } from '../../src/conversation/escalation-store.ts';
import type { LogPart } from '../../src/conversation/log-pages.ts';
import type { Escalation, EscalationChange, OutboxEntry } from '../../src/conversation/escalation.ts';
import type { OpenedStore } from '../../src/storage/stores.ts';

/** How a test opens an engine; see store.contract.ts. */
export interface EscalationStoreFixture {
  open(): Promise<OpenedStore>;
  dispose(): Promise<void>;
}

const at = '2026-11-23T10:00:00.000Z';

function escalationOf(id: string, fields: Partial<Escalation> = {}): Escalation {
  const common = { caseId: `case-${id}`, furtherCases: [], conversationId: 'c1', queue: 'support' };
  const stands = { state: 'queued', because: 'asked', revision: 1, requestedAt: at, ticket: false } as const;
  return { id, ...common, ...stands, ...fields };
}

function caseOf(id: string, fields: Partial<Case> = {}): Case {
  const known = { conversationId: 'c1', openedAt: at, guideVersion: 'g', symptoms: [], facets: {} };
  const lists = { sections: [], pointedAt: [], answers: [], later: [] };
  return { id, state: 'waiting-for-person', ...known, ...lists, ...fields };
}

function changeOf(id: string, number: number): EscalationChange {
  return { escalationId: id, number, at, by: { is: 'bot' }, event: { is: 'noted', text: String(number) } };
}

function entryOf(id: string, fields: Partial<OutboxEntry> = {}): OutboxEntry {
  return { id, target: 'webhook', escalationId: 'e', conversationId: 'c1', kind: 'status', ...fields };
}

/** What every storage engine promises of escalations and the outbox. */
export function escalationStoreContract(
  engine: string,
  createFixture: () => Promise<EscalationStoreFixture>,
): void {
  describe(`escalations in the ${engine} store`, () => {
    let fixture: EscalationStoreFixture;
    let store: OpenedStore;

    beforeEach(async () => {
      fixture = await createFixture();
      store = await fixture.open();
      await store.createConversation({ id: 'c1', channel: 'directline', userId: 'v', startedAt: at });
    });
    afterEach(async () => {
      await store.close();
      await fixture.dispose();
    });

    type Act = Parameters<OpenedStore['commitAct']>[0];
    const commit = (act: Partial<Act>) =>
      store.commitAct({ conversationId: 'c1', outgoing: [], state: new Map(), cases: [], ...act });
    const save = (...escalations: Escalation[]) =>
      commit({ escalations: escalations.map((escalation) => ({ escalation, changes: [] })) });

    it('writes an act once under its key, also when it comes twice at once', async () => {
      const act = () => commit({ outgoing: [{ type: 'message', text: 'hi' }], clientKey: 'a|1' });
      const both = await Promise.all([act(), act()]);
      expect(both.map(({ duplicate }) => duplicate).toSorted()).toEqual([false, true]);
      expect(both[0].entries).toEqual(both[1].entries);
      expect(await store.lastSeq('c1')).toBe(1);
      expect(await store.findByClientKey('c1', 'a|1')).toEqual(both[0].entries[0]);
    });

    it('keeps history in order, and refuses a line that another wrote, with all that came with it', async () => {
      const escalation = escalationOf('e');
      await commit({ escalations: [{ escalation, changes: [changeOf('e', 1), changeOf('e', 2)] }] });
      const late = commit({
        escalations: [{ escalation: { ...escalation, state: 'accepted' }, changes: [changeOf('e', 2)] }],
        outgoing: [{ type: 'message', text: 'two owners' }],
      });
      await expect(late).rejects.toMatchObject({ code: 'storage.unavailable' });
      expect(await store.escalations.escalationChanges('e')).toEqual([changeOf('e', 1), changeOf('e', 2)]);
      expect(await store.escalations.findEscalation('e')).toEqual(escalation);
      expect(await store.lastSeq('c1')).toBe(0);
    });

    it('gives the lines of a list, with unread messages counted only where an agent has the case', async () => {
      const said = (text: string) =>
        store.accept({ conversationId: 'c1', activity: { type: 'message', text } });
      await said('before anybody came');
      await said('"type":"message" in a text is a text');
      await store.accept({ conversationId: 'c1', activity: { type: 'event', name: 'x' } });
      await commit({ outgoing: [{ type: 'message', text: 'of the bot' }] });
      await said('not read yet');
      const known = { facets: { phone: 'android' as const }, symptoms: ['first words', 'more'] };
      const agent = { id: 'a', name: 'Ana' };
      await commit({ cases: [caseOf('case-e', known), caseOf('case-f')] });
      await save(
        escalationOf('e', { state: 'accepted', agent, readUpTo: 1, note: 'for the agent alone' }),
        escalationOf('f', { queuedAt: at }),
      );
      const [taken, waiting] = await Promise.all(
        (['accepted', 'queued'] as const).map((state) =>
          store.escalations.listForDesk({ states: [state], order: 'waiting', limit: 10 }),
        ),
      );
      expect(taken).toMatchObject([{ symptom: 'first words', facets: known.facets, checks: 0, unread: 2 }]);
      expect(JSON.stringify(taken)).not.toContain('for the agent alone');
      expect(waiting).toMatchObject([{ escalation: { id: 'f', queuedAt: at }, symptom: '', unread: 0 }]);
    });

    it('counts no more unread messages than a list can show', async () => {
      await commit({ cases: [caseOf('case-e')] });
      await save(escalationOf('e', { state: 'accepted' }));
      for (let count = 0; count < mostUnread + 5; count += 1)
        await store.accept({ conversationId: 'c1', activity: { type: 'message', text: 'again' } });
      const [line] = await store.escalations.listForDesk({ order: 'newest', limit: 1 });
      expect(line?.unread).toBe(mostUnread);
    });

    it('finds the newest escalation of a conversation', async () => {
      await save(
        escalationOf('new', { requestedAt: '2026-11-23T11:00:00.000Z' }),
        escalationOf('old', { requestedAt: '2026-11-23T09:00:00.000Z' }),
      );
      expect((await store.escalations.escalationOfConversation('c1'))?.id).toBe('new');
      expect(await store.escalations.escalationOfConversation('c2')).toBeUndefined();
    });

    it('reads a log in parts of so many bytes, and finds the last message of a side', async () => {
      const { logPages } = store;
      const long = 'ü'.repeat(200);
      await commit({ outgoing: Array.from({ length: 6 }, () => ({ type: 'message', text: long })) });
      await store.accept({ conversationId: 'c1', activity: { type: 'message', text: 'in' } });
      await store.accept({ conversationId: 'c1', activity: { type: 'event', name: 'no message' } });
      const seqs = async (part: Partial<LogPart>) => {
        const range = { conversationId: 'c1', from: 'start', limit: 100, bytes: 1200, ...part } as const;
        return (await logPages.read(range)).map(({ seq }) => seq);
      };
      expect(await seqs({})).toEqual([1, 2]);
      expect(await seqs({ after: 2, before: 6 })).toEqual([3, 4]);
      expect(await seqs({ from: 'end', before: 6 })).toEqual([4, 5]);
      expect(await seqs({ limit: 1 })).toEqual([1]);
      expect(await seqs({ bytes: 1 })).toEqual([1]);
      expect(await seqs({ after: 8 })).toEqual([]);
      const last = (direction: 'in' | 'out', upTo: number) =>
        logPages.lastMessage({ conversationId: 'c1', direction, upTo });
      expect((await last('in', 100))?.seq).toBe(7);
      expect((await last('out', 4))?.seq).toBe(4);
      expect(await last('in', 6)).toBeUndefined();
    });

    it('counts who waits before, tickets and other queues left out', async () => {
      const queuedAt = (minute: number) => `2026-11-23T10:0${minute}:00.000Z`;
      const mine = escalationOf('mine', { queuedAt: queuedAt(5) });
      await save(
        mine,
        escalationOf('before', { queuedAt: queuedAt(1) }),
        escalationOf('ticket', { queuedAt: queuedAt(1), ticket: true }),
        escalationOf('other', { queuedAt: queuedAt(1), queue: 'billing' }),
        escalationOf('taken', { queuedAt: queuedAt(1), state: 'accepted' }),
        escalationOf('after', { queuedAt: queuedAt(6) }),
      );
      expect(await store.escalations.countAhead(mine)).toBe(1);
    });

    it('finds who should have been taken by now, and how long others waited', async () => {
      const taken = { state: 'closed', queuedAt: '2026-11-23T10:00:00.000Z' } as const;
      await save(
        escalationOf('late', { acceptBy: '2026-11-23T10:10:00.000Z' }),
        escalationOf('in-time', { acceptBy: '2026-11-23T10:11:00.000Z' }),
        escalationOf('one', { ...taken, acceptedAt: '2026-11-23T10:01:00.000Z' }),
        escalationOf('two', { ...taken, acceptedAt: '2026-11-23T10:02:30.000Z' }),
      );
      const overdue = await store.escalations.overdueEscalations('2026-11-23T10:10:00.000Z', 10);
      expect(overdue.map(({ id }) => id)).toEqual(['late']);
      expect(await store.escalations.recentWaits({ queue: 'support', since: at, limit: 10 })).toEqual([
        150, 60,
      ]);
    });

    it('gives out of each stream only the first that is due, in the order of writing', async () => {
      const outbox = [
        entryOf('1'),
        entryOf('2'),
        entryOf('3', { target: 'email' }),
        entryOf('4', { escalationId: 'f' }),
      ];
      await save(escalationOf('e'), escalationOf('f'));
      await commit({ outbox });
      await commit({ outbox: [entryOf('1', { kind: 'message' })] });
      const { escalations } = store;
      const far = '2100-01-01T00:00:00.000Z';
      const due = async () => (await escalations.dueOutbox(far, 10)).map(({ id }) => id);
      expect(await due()).toEqual(['1', '3', '4']);
      await escalations.markOutbox('1', { state: 'done', attempts: 1, dueAt: at });
      expect(await due()).toEqual(['2', '3', '4']);
      await escalations.markOutbox('2', { state: 'dead', attempts: 9, dueAt: at, lastError: 'no' });
      expect(await escalations.listOutbox({ state: 'dead', limit: 10 })).toMatchObject([
        { id: '2', attempts: 9, lastError: 'no' },
      ]);
      expect(await escalations.resendOutbox({ ids: ['2', '3'], now: at })).toBe(1);
      expect(await due()).toEqual(['2', '3', '4']);
    });

    it('says when the next is to be sent, though something behind it is due before', async () => {
      await save(escalationOf('e'));
      await commit({ outbox: [entryOf('1'), entryOf('2')] });
      const dueAt = '2100-01-01T00:00:00.000Z';
      await store.escalations.markOutbox('1', { state: 'due', attempts: 1, dueAt });
      expect(await store.escalations.nextOutboxTime()).toBe(dueAt);
    });
  });
}

import type { Case } from '../../src/conversation/case.ts';
import { requestEscalation } from '../../src/escalation/escalation.ts';
import type { OpenedStore } from '../../src/storage/stores.ts';
import type { ConnectorStoreFixture } from './connector-store.contract.ts';

const at = '2026-11-22T10:00:00.000Z';
const told = { summary: 'it broke', facts: [{ name: 'Devices', value: 'android' }], checks: ['done'] };

/** A conversation with a case, and an escalation of it. */
async function converse(store: OpenedStore, id: string, solved: Partial<Case> = {}): Promise<void> {
  await store.createConversation({ id, channel: 'msteams', userId: id, startedAt: at });
  const subject: Case = {
    ...{ id: `case-${id}`, conversationId: id, state: 'solved', openedAt: at, guideVersion: 'g' },
    ...{ symptoms: ['x'], facets: {}, sections: [], pointedAt: [], answers: [], later: [] },
    ...solved,
  };
  const { escalation, change } = requestEscalation({
    ...{ id: `e-${id}`, caseId: subject.id, conversationId: id, queue: 'support', because: 'asked' },
    ...{ at, by: { is: 'visitor' } },
  });
  await store.commitAct({
    ...{ conversationId: id, outgoing: [], cases: [subject], state: new Map() },
    escalations: [{ escalation, changes: [change] }],
  });
}

/** What every store of the support team's channel, and of questions that are asked later, promises. */
export function laterStoresContract(
  engine: string,
  createFixture: () => Promise<ConnectorStoreFixture>,
): void {
  let fixture: ConnectorStoreFixture;
  let store: OpenedStore;
  beforeEach(async () => {
    fixture = await createFixture();
    store = await fixture.open();
    await converse(store, 'c1', { outcome: 'fixed', closedAt: at });
  });
  afterEach(async () => {
    await store.close();
    await fixture.dispose();
  });

  describe(`the support team's channel in ${engine}`, () => {
    const thread = { escalationId: 'e-c1', threadId: '19:a;messageid=1', cardId: '1', told };

    it('knows a thread by its case and by its id, also in another process', async () => {
      await store.supportChannel.saveThread(thread, { key: 'k', escalationId: 'e-c1', state: 'sent' });
      const other = await fixture.open();
      expect(await other.supportChannel.findThread('e-c1')).toEqual(thread);
      expect(await other.supportChannel.threadById(thread.threadId)).toEqual(thread);
      expect(await other.supportChannel.findPost('k')).toMatchObject({ state: 'sent' });
      await other.close();
    });

    it('gives the newest thread of a case that has two', async () => {
      const second = { ...thread, threadId: '19:a;messageid=2', cardId: '2' };
      await store.supportChannel.saveThread(thread);
      await store.supportChannel.saveThread(second);
      expect(await store.supportChannel.findThread('e-c1')).toEqual(second);
      expect(await store.supportChannel.threadsOf('e-c1')).toEqual([thread, second]);
    });

    it('forgets a post that has not arrived, and knows what became of the others', async () => {
      const post = { key: 'p', escalationId: 'e-c1', state: 'sending' as const };
      await store.supportChannel.savePost(post);
      expect(await store.supportChannel.findPost('p')).toEqual(post);
      await store.supportChannel.savePost({ ...post, state: 'sent' });
      expect(await store.supportChannel.findPost('p')).toEqual({ ...post, state: 'sent' });
      await store.supportChannel.deletePost('p');
      expect(await store.supportChannel.findPost('p')).toBeUndefined();
    });

    it('keeps nothing of an escalation that is gone, and takes nothing for it', async () => {
      await store.supportChannel.saveThread(thread);
      await store.privacy.erase(['c1']);
      await store.supportChannel.saveThread(thread);
      await store.supportChannel.savePost({ key: 'p', escalationId: 'e-c1', state: 'sending' });
      expect(await store.supportChannel.threadById(thread.threadId)).toBeUndefined();
      expect(await store.supportChannel.findPost('p')).toBeUndefined();
    });
  });

  describe(`questions whether a fix lasted in ${engine}`, () => {
    const plan = { since: '2026-11-01T00:00:00.000Z', afterMs: 1000 };
    const due = () => store.followUps.due('2026-11-22T10:00:01.000Z', 10);

    it('are planned once for each case that a check solved, and for no other', async () => {
      await converse(store, 'c2', { outcome: 'explained', closedAt: at });
      await converse(store, 'c3', { outcome: 'handed-over', closedAt: at });
      await converse(store, 'c4', { state: 'checking' });
      expect(await store.followUps.plan(plan)).toBe(1);
      expect(await store.followUps.plan(plan)).toBe(0);
      const dueAt = '2026-11-22T10:00:01.000Z';
      expect(await due()).toEqual([{ caseId: 'case-c1', conversationId: 'c1', dueAt, state: 'planned' }]);
    });

    it('are due from their time on, until something else becomes of them', async () => {
      await store.followUps.plan(plan);
      expect(await store.followUps.due(at, 10)).toEqual([]);
      await store.followUps.update('case-c1', { dueAt: '2026-11-23T00:00:00.000Z' });
      expect(await due()).toEqual([]);
      await store.followUps.update('case-c1', { dueAt: at });
      await store.followUps.update('case-c1', { state: 'asked' });
      await store.followUps.update('case-c1', { state: 'skipped' });
      expect(await due()).toEqual([]);
      expect(await store.followUps.outcomes()).toEqual({ asked: 1, lasted: 0, cameBack: 0 });
    });

    it('leave out cases of long ago, and go with their conversation', async () => {
      expect(await store.followUps.plan({ ...plan, since: '2026-11-23T00:00:00.000Z' })).toBe(0);
      await store.followUps.plan(plan);
      await store.privacy.erase(['c1']);
      expect(await due()).toEqual([]);
    });
  });
}

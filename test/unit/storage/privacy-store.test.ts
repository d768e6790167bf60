import type { Case } from '../../../src/conversation/case.ts';
import type { Escalation } from '../../../src/conversation/escalation.ts';
import type { UnmatchedSymptom } from '../../../src/conversation/unmatched.ts';
import { type OpenedStore, openStore } from '../../../src/storage/stores.ts';

let now = '2026-01-01T00:00:00.000Z';
let ids = 0;
let store: OpenedStore;

beforeEach(async () => {
  now = '2026-01-01T00:00:00.000Z';
  store = await openStore('sqlite::memory:', { clock: () => new Date(now), newId: () => `id-${(ids += 1)}` });
});
afterEach(() => store.close());

function caseOf(conversationId: string, known: Partial<Case> = {}): Case {
  return {
    ...{ id: `case-${conversationId}`, conversationId, state: 'closed', openedAt: now, guideVersion: 'g' },
    ...{ symptoms: ['it broke'], facets: {}, sections: [], pointedAt: [], answers: [], later: [] },
    ...known,
  };
}

function escalationOf(conversationId: string, state: Escalation['state']): Escalation {
  return {
    ...{
      id: `escalation-${conversationId}`,
      caseId: `case-${conversationId}`,
      furtherCases: [],
      conversationId,
    },
    ...{ queue: 'support', state, because: 'asked', revision: 1, requestedAt: now, ticket: false },
  };
}

/** A conversation with a message, a case, and an escalation when a state is given. */
async function converse(
  id: string,
  more: { userId?: string; escalation?: Escalation['state']; channel?: string } = {},
) {
  const { userId = `user-${id}`, escalation, channel = 'directline' } = more;
  await store.createConversation({ id, channel, userId, userName: 'Nobody', startedAt: now });
  const { entry } = await store.accept({
    conversationId: id,
    activity: { type: 'message', text: `hello ${id}` },
  });
  const escalations = escalation
    ? [
        {
          escalation: escalationOf(id, escalation),
          changes: [
            {
              ...{ escalationId: `escalation-${id}`, number: 1, at: now, by: { is: 'visitor' as const } },
              event: { is: 'requested' as const, because: 'asked' as const },
            },
          ],
        },
      ]
    : [];
  await store.commitTurn({
    ...{ conversationId: id, seq: entry.seq, outgoing: [], cases: [caseOf(id)], escalations },
    state: new Map([[`${channel}/conversations/${id}/`, { said: id }]]),
    fixes: [
      {
        scope: { guide: 'g', checks: 'c' },
        fix: { caseId: `case-${id}`, check: 'windows.reset-app', at: now },
      },
    ],
    unmatched: [{ conversationId: id, seq: entry.seq, why: 'unsure', text: `odd ${id}`, at: now }],
  });
}

const later = '2026-06-01T00:00:00.000Z';
const expire = (kind: 'conversations' | 'escalations' | 'cases' | 'files', dryRun = false) =>
  store.privacy.expire(kind, { before: later, dryRun });

describe('erasing', () => {
  it('touches no other conversation', async () => {
    await converse('a', { escalation: 'accepted' });
    await converse('b', { escalation: 'queued' });
    const before = await store.privacy.everythingOf('b');
    const erased = await store.privacy.erase(['a', 'never-there']);
    expect(erased.conversations).toEqual([{ id: 'a', lastSeq: 1 }]);
    expect(await store.privacy.everythingOf('a')).toBeUndefined();
    expect(await store.privacy.everythingOf('b')).toEqual(before);
    expect((await store.readLog({ conversationId: 'b', after: 0, limit: 9 })).length).toBe(1);
  });

  it('keeps what the case taught, without its number', async () => {
    await converse('a');
    await store.privacy.erase(['a']);
    expect(await store.countFixes({ guide: 'g', checks: 'c' })).toMatchObject([
      { check: 'windows.reset-app', cases: 1 },
    ]);
    await converse('a');
    expect(await store.countFixes({ guide: 'g', checks: 'c' })).toMatchObject([{ cases: 2 }]);
  });

  it('lets nothing be written to the conversation afterwards', async () => {
    await converse('a');
    await store.privacy.erase(['a']);
    const change = {
      conversationId: 'a',
      outgoing: [],
      cases: [],
      state: new Map([['directline/conversations/a/', {}]]),
    };
    await expect(store.commitAct(change)).rejects.toMatchObject({ code: 'storage.unavailable' });
    expect((await store.readState(['directline/conversations/a/'])).size).toBe(0);
  });

  it('remembers for thirty days that an escalation was erased, and no longer', async () => {
    await converse('a', { escalation: 'closed' });
    await store.privacy.erase(['a']);
    expect(await store.privacy.wasErased('escalation-a')).toBe(true);
    expect(await store.privacy.wasErased('escalation-b')).toBe(false);
    const job = { name: 'retention', dueBefore: '2026-02-01T00:00:00.000Z', now: '2026-02-02T00:00:00.000Z' };
    await store.privacy.beginJob(job);
    expect(await store.privacy.wasErased('escalation-a')).toBe(false);
  });

  it('finds all conversations of a visitor, on one channel or on all', async () => {
    await converse('a', { userId: 'u' });
    await converse('b', { userId: 'u', channel: 'msteams' });
    await converse('c');
    const found = async (visitor: { userId: string; channel?: string }) =>
      (await store.privacy.conversationsOf(visitor)).map(({ id }) => id);
    expect(await found({ userId: 'u' })).toEqual(['a', 'b']);
    expect(await found({ userId: 'u', channel: 'msteams' })).toEqual(['b']);
  });
});

describe('retention', () => {
  it('deletes the log, the state and the name of an old conversation, and keeps its case', async () => {
    await converse('a');
    expect(await expire('conversations')).toBe(1);
    expect(await store.readLog({ conversationId: 'a', after: 0, limit: 9 })).toEqual([]);
    expect((await store.readState(['directline/conversations/a/'])).size).toBe(0);
    expect((await store.findConversation('a'))?.userName).toBeUndefined();
    expect(await store.findCase('case-a')).toBeDefined();
  });

  it('keeps a conversation in which somebody has written since', async () => {
    await converse('a');
    now = '2026-07-01T00:00:00.000Z';
    await store.accept({ conversationId: 'a', activity: { type: 'message', text: 'again' } });
    expect(await expire('conversations')).toBe(0);
  });

  it('keeps all of a case that somebody waits for or works on, however old', async () => {
    await converse('a', { escalation: 'queued' });
    await converse('b', { escalation: 'accepted' });
    for (const kind of ['escalations', 'cases', 'conversations'] as const)
      expect([kind, await expire(kind)]).toEqual([kind, 0]);
  });

  it('keeps a case as long as its escalation, and takes the bare conversation when nothing else is left', async () => {
    await converse('a', { escalation: 'closed' });
    expect(await expire('cases')).toBe(0);
    expect(await expire('escalations')).toBe(1);
    expect(await expire('cases')).toBe(1);
    await expire('conversations');
    expect(await store.findConversation('a')).toBeUndefined();
  });

  it('deletes files that were begun before', async () => {
    await converse('a');
    const file = {
      id: 'f',
      conversationId: 'a',
      name: 'x',
      contentType: 'text/plain',
      expiresAt: '2027-01-01T00:00:00.000Z',
    };
    await store.files.begin(file);
    await store.files.append('f', Buffer.from('bytes'));
    await store.files.finish('f');
    expect(await expire('files')).toBe(1);
    expect(await store.files.find('f')).toBeUndefined();
  });

  it('counts the same and deletes nothing when it is only asked', async () => {
    await converse('a', { escalation: 'closed' });
    await converse('b');
    const before = await Promise.all(['a', 'b'].map((id) => store.privacy.everythingOf(id)));
    expect(await expire('conversations', true)).toBe(2);
    expect(await expire('cases', true)).toBe(1);
    expect(await expire('escalations', true)).toBe(1);
    expect(await Promise.all(['a', 'b'].map((id) => store.privacy.everythingOf(id)))).toEqual(before);
  });

  it('goes through more than one slice', async () => {
    for (let index = 0; index < 450; index += 1) await converse(`c${index}`);
    expect(await expire('conversations')).toBe(450);
    expect(await expire('cases')).toBe(450);
    await expire('conversations');
    expect(await store.privacy.conversationsOf({ userId: 'user-c7' })).toEqual([]);
  });
});

describe('a job that is done every so often', () => {
  const job = (at: string) => ({
    name: 'j',
    now: at,
    dueBefore: new Date(Date.parse(at) - 1000).toISOString(),
  });

  it('is begun by one of all that ask at once, and again only when it is due', async () => {
    const asked = await Promise.all(
      [1, 2, 3].map(() => store.privacy.beginJob(job('2026-01-01T00:00:00.000Z'))),
    );
    expect(asked.filter(Boolean)).toHaveLength(1);
    expect(await store.privacy.beginJob(job('2026-01-01T00:00:00.999Z'))).toBe(false);
    expect(await store.privacy.beginJob(job('2026-01-01T00:00:01.000Z'))).toBe(true);
  });
});

describe('reading for the figures', () => {
  const period = { from: '2026-01-01T00:00:00.000Z', to: '2026-01-02T00:00:00.000Z' };

  async function collect<T>(pages: AsyncIterable<T[]>): Promise<T[]> {
    const all: T[] = [];
    for await (const page of pages) all.push(...page);
    return all;
  }

  it('counts each case once and gives each text of the period once, also when more than a page have the same time', async () => {
    for (let index = 0; index < 450; index += 1) await converse(`c${index}`);
    now = period.to;
    await converse('too-late');
    const figures = { openedAt: period.from, lastAt: period.from, asked: 'symptom', checks: [] } as const;
    const count = () => store.insights.countCases(() => ({ ...figures, checks: [], solvedByPerson: false }));
    expect(await count()).toBe(451);
    expect(await count()).toBe(0);
    const texts: UnmatchedSymptom[] = await collect(store.insights.unmatched(period));
    expect(new Set(texts.map(({ text }) => text)).size).toBe(450);
    expect(texts).toHaveLength(450);
  });
});

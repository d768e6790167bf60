import { CaseLists } from '../../../src/web/desk/case-lists.ts';
import { CaseLog } from '../../../src/web/desk/case-log.ts';
import { filterReplies } from '../../../src/web/desk/filter-replies.ts';
import { Sending, type SendingParts } from '../../../src/web/desk/sending.ts';
import { DeskCallError } from '../../../src/web/desk/api.ts';
import type { Change, Escalation, ListedCase, LogEntry, News } from '../../../src/web/desk/wire.ts';

const at = (minute: number) => `2026-11-23T09:${String(minute).padStart(2, '0')}:00.000Z`;

function entry(seq: number, activity: Partial<LogEntry['activity']> & { id?: string } = {}): LogEntry {
  const isVisitor = activity.from?.role === 'user';
  return {
    seq,
    activityId: activity.id ?? `a${seq}`,
    direction: isVisitor ? 'in' : 'out',
    activity: { type: 'message', timestamp: at(seq), ...activity },
  };
}
const visitor = { from: { id: 'v', role: 'user', name: 'Vera' } };
const byAgent = (name: string) => ({ channelData: { support: { agent: { name } } } });
const note = (number: number, minute: number): Change => ({
  number,
  at: at(minute),
  by: { is: 'agent', name: 'Ada' },
  event: { is: 'noted', text: 'a note' },
});

describe('a conversation at the desk', () => {
  it('stands in its order, whatever order its pages came in', () => {
    const log = new CaseLog();
    log.add([entry(3), entry(4)]);
    log.add([entry(1, visitor), entry(2, byAgent('Ada'))]);
    const items = log.items().map((item) => (item.is === 'message' ? [item.id, item.from] : item.is));
    expect(items).toEqual([
      ['a1', 'visitor'],
      ['a2', 'agent'],
      ['a3', 'bot'],
      ['a4', 'bot'],
    ]);
  });

  it('shows a message that was changed once, in its first place', () => {
    const log = new CaseLog();
    log.add([
      entry(1, { id: 'card', text: 'asks' }),
      entry(2, visitor),
      entry(3, { id: 'card', text: 'done' }),
    ]);
    expect(log.items().map((item) => (item.is === 'message' ? item.entry.activity.text : ''))).toEqual([
      'done',
      undefined,
    ]);
  });

  it('has notes where they were written, and hides what passes between channel and bot', () => {
    const log = new CaseLog();
    log.add([entry(1), entry(2, { type: 'typing' }), entry(5)]);
    log.setChanges([note(1, 3), note(2, 9)]);
    expect(log.items().map(({ id }) => id)).toEqual(['a1', 'note-1', 'a5', 'note-2']);
  });

  it('knows up to where it has no gap', () => {
    const log = new CaseLog();
    log.add([entry(4), entry(5), entry(7)]);
    expect([log.first, log.last]).toEqual([4, 5]);
  });

  it('shows a message on its way until its entry is there, and never both', () => {
    const log = new CaseLog();
    const pending = { key: 'k', text: 'hello', files: [], at: at(1), state: 'sending' as const };
    log.add([entry(1, { ...byAgent('Ada'), text: 'hello' })]);
    log.setPending([pending]);
    expect(log.items().map(({ is }) => is)).toEqual(['message', 'pending']);
    log.add([entry(2, { ...byAgent('Ada'), text: 'hello' })]);
    expect(log.items().map(({ is }) => is)).toEqual(['message', 'message']);
  });
});

describe('the lists of the desk', () => {
  const escalation = (id: string, more: Partial<Escalation> = {}): Escalation => ({
    ...{ id, caseId: id, queue: 'support', state: 'queued', because: 'asked', revision: 1 },
    ...{ requestedAt: at(1), queuedAt: at(1), ticket: false },
    ...more,
  });
  const listed = (one: Escalation): ListedCase => ({
    escalation: one,
    symptom: one.id,
    facets: {},
    checks: 0,
    unread: 0,
  });
  const news = (one: Escalation): News => ({ is: 'escalation', escalation: one, change: note(1, 1) });
  const ids = (cases: ListedCase[]) => cases.map((one) => one.escalation.id);
  let lists: CaseLists;

  beforeEach(() => {
    lists = new CaseLists('ada');
    lists.set({
      queue: [listed(escalation('1')), listed(escalation('2', { queuedAt: at(2) }))],
      mine: [listed(escalation('3', { state: 'accepted', agent: { id: 'ada', name: 'Ada' } }))],
      more: false,
    });
  });

  it('move a case to who took it, and out of sight of the others', () => {
    const taken = { state: 'accepted' as const, revision: 2 };
    lists.apply(news(escalation('1', { ...taken, agent: { id: 'ada', name: 'Ada' } })), undefined);
    lists.apply(news(escalation('2', { ...taken, agent: { id: 'bob', name: 'Bob' } })), undefined);
    expect([ids(lists.queue), ids(lists.mine)]).toEqual([[], ['3', '1']]);
  });

  it('put a case that goes back into the queue into its old place, and tickets last', () => {
    lists.apply(news(escalation('3', { revision: 3, queuedAt: at(0) })), undefined);
    lists.apply(news(escalation('1', { revision: 2, ticket: true })), undefined);
    expect(ids(lists.queue)).toEqual(['3', '2', '1']);
  });

  it('take in a case whose line comes along, without asking the server', () => {
    const one = escalation('9', { queuedAt: at(9) });
    expect(
      lists.apply({ is: 'escalation', escalation: one, change: note(1, 1), listed: listed(one) }, ''),
    ).toBe('changed');
    expect(ids(lists.queue)).toEqual(['1', '2', '9']);
  });

  it('leave out what waits behind others that are not known here, and ask when few are left', () => {
    const many = Array.from({ length: 101 }, (_, index) =>
      listed(escalation(`m${index}`, { queuedAt: `2026-11-23T10:00:00.${100 + index}Z` })),
    );
    lists.set({ queue: many, mine: [], more: true });
    const late = escalation('late', { queuedAt: '2026-11-23T11:00:00.000Z' });
    lists.apply({ is: 'escalation', escalation: late, change: note(1, 1), listed: listed(late) }, '');
    expect(lists.find('late')).toBeUndefined();
    const gone = (id: string) => lists.apply(news(escalation(id, { state: 'cancelled', revision: 2 })), '');
    expect([gone('m0'), gone('m1')]).toEqual(['changed', 'read-anew']);
  });

  it('ask the server about a case they do not know, and forget one that has ended', () => {
    expect(lists.apply(news(escalation('9')), undefined)).toBe('read-anew');
    expect(lists.apply(news(escalation('8', { state: 'closed' })), undefined)).toBe('none');
    lists.apply(news(escalation('2', { state: 'cancelled', revision: 2 })), undefined);
    expect(ids(lists.queue)).toEqual(['1']);
  });

  it('take no news that is older than what they know', () => {
    lists.apply(news(escalation('1', { revision: 5, ticket: true })), undefined);
    expect(lists.apply(news(escalation('1', { revision: 4, state: 'closed' })), undefined)).toBe('none');
    expect(ids(lists.queue)).toEqual(['2', '1']);
  });

  it('count what visitors wrote, but not in the case that is being read', () => {
    const said: News = { is: 'entries', escalationId: '3', entries: [entry(1, visitor), entry(2)] };
    lists.apply(said, '3');
    expect(lists.find('3')?.unread).toBe(0);
    lists.apply(said, '1');
    expect(lists.find('3')?.unread).toBe(1);
  });
});

describe('saved replies', () => {
  const reply = (name: string, title: string, text: string) => ({ name, title, text });
  const replies = [
    reply('hello', 'Greeting', 'Hello'),
    reply('wait', 'One moment', 'Say hello to patience'),
    reply('bye', 'Goodbye', 'See you'),
  ];

  it.each([
    ['', ['hello', 'wait', 'bye']],
    ['hello', ['hello', 'wait']],
    ['ONE mom', ['wait']],
    ['nothing like it', []],
  ])('are found by %j, those by name or title first', (filter, names) => {
    expect(filterReplies(replies, filter).map(({ name }) => name)).toEqual(names);
  });
});

describe('a message of an agent', () => {
  const sent: string[] = [];
  let fails: Error | undefined;
  let kept: unknown;
  const parts = (): SendingParts => ({
    api: {
      send: (_, { text = '' }) => {
        if (fails) return Promise.reject(fails);
        sent.push(text);
        return Promise.resolve(entry(sent.length, { text }));
      },
      upload: () => Promise.resolve(['f1']),
    },
    memory: { read: () => kept, write: (_, value) => (kept = value), clear: () => undefined },
    schedule: () => undefined,
    random: () => 0,
    newKey: () => crypto.randomUUID(),
    now: () => new Date(at(1)),
    onChange: () => undefined,
    onSent: () => undefined,
  });
  /** Lets answers that are there be taken in. */
  const settle = () => new Promise((resolve) => setImmediate(resolve));

  beforeEach(() => {
    sent.length = 0;
    fails = undefined;
    kept = undefined;
  });

  it('waits for the connection, and then goes in the order of writing', async () => {
    const sending = new Sending(parts());
    sending.add('case', { text: 'one', files: [] });
    sending.add('case', { text: 'two', files: [] });
    expect(sending.pendingOf('case').map(({ state }) => state)).toEqual(['sending', 'sending']);
    sending.setReady(true);
    await settle();
    expect(sent).toEqual(['one', 'two']);
    expect(sending.pendingOf('case')).toEqual([]);
    expect(kept).toBeUndefined();
  });

  it('outlives a reload of the page', async () => {
    new Sending(parts()).add('case', { text: 'kept', files: [] });
    const after = new Sending(parts());
    after.setReady(true);
    await settle();
    expect(sent).toEqual(['kept']);
  });

  it('is kept while nobody is signed in, and marked as failed when it is refused', async () => {
    const sending = new Sending(parts());
    sending.setReady(true);
    fails = new DeskCallError(401, 'SignInExpired');
    sending.add('case', { text: 'one', files: [] });
    await settle();
    expect(sending.pendingOf('case')).toMatchObject([{ state: 'sending' }]);
    fails = new DeskCallError(409, 'escalation.ended');
    sending.setReady(false);
    sending.setReady(true);
    await settle();
    expect(sending.pendingOf('case')).toMatchObject([{ state: 'failed' }]);
  });
});

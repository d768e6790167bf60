import type { LogPages } from '../../../src/conversation/log-pages.ts';
import { SupportDesk } from '../../../src/escalation/create-desk.ts';
import { Outbox } from '../../../src/escalation/delivery.ts';
import { markdownForm } from '../../../src/escalation/package/markdown.ts';
import { pageForm } from '../../../src/escalation/package/page.ts';
import type { HandOverPackage, TranscriptPart } from '../../../src/escalation/package/package.ts';
import { textForm } from '../../../src/escalation/package/text.ts';
import { wholeOf } from '../../../src/escalation/package/transcript-form.ts';
import { redactingTarget } from '../../../src/escalation/redacting-target.ts';
import type { Target } from '../../../src/escalation/target.ts';
import { type OpenedStore, openStore } from '../../../src/storage/stores.ts';
import { ana } from '../../support/agents.ts';
import { escalationOf, waitingCase, wording } from '../../support/escalation.ts';

const conversationId = 'c1';
const at = '2026-11-23T10:00:00.000Z';
const clock = () => new Date(at);
/** So long is one entry, and so many there are: small stand-ins for 50 MB. */
const long = { entries: 400, characters: 1000 };
const packageLimits = { beginning: 5000, end: 20_000 };

let store: OpenedStore;

beforeEach(async () => {
  store = await openStore('sqlite::memory:', { clock, newId: () => crypto.randomUUID() });
  await store.createConversation({ id: conversationId, channel: 'directline', userId: 'v', startedAt: at });
  const outgoing = Array.from({ length: long.entries }, (_, index) => ({
    type: 'message',
    text: `number ${index + 1}; ${'x'.repeat(long.characters)}`,
  }));
  const entry = {
    id: 'o',
    target: 'help-desk',
    escalationId: 'e1',
    conversationId,
    kind: 'handed-over',
  } as const;
  await store.commitAct({
    ...{ conversationId, outgoing, state: new Map(), cases: [waitingCase] },
    escalations: [{ escalation: escalationOf(), changes: [] }],
    outbox: [{ ...entry, upTo: long.entries }],
  });
});
afterEach(() => store.close());

/** What a target outside is told, with personal data taken out as in the program. */
async function delivered(limits = packageLimits): Promise<HandOverPackage> {
  const got: HandOverPackage[] = [];
  const target: Target = {
    name: 'help-desk',
    follows: 'to-the-end',
    deliver: (delivery) => {
      if (delivery.kind === 'handed-over') got.push(delivery.package);
      return Promise.resolve();
    },
  };
  const outbox = new Outbox({
    ...{
      store,
      escalations: store.escalations,
      logPages: store.logPages,
      packageLimits: limits,
      wording,
      clock,
    },
    targets: [redactingTarget(target, (value) => value)],
    random: () => 0,
    logger: { info: () => undefined, error: () => undefined },
  });
  await outbox.sendDue();
  if (!got[0]) throw new Error('Nothing was delivered.');
  return got[0];
}

function desk(logPages: LogPages = store.logPages): SupportDesk {
  const { escalations } = store;
  const unused = { turns: undefined as never, bus: undefined as never, onError: () => undefined };
  return new SupportDesk({ store, escalations, logPages, wording, ...unused });
}

describe('the package of a conversation that is too long', () => {
  it('holds its beginning and its end, and says how much is left out between them', async () => {
    const { transcript, activities } = await delivered();
    expect(transcript[0]?.text).toMatch(/^number 1;/);
    expect(transcript.at(-1)?.text).toMatch(new RegExp(`^number ${long.entries};`));
    const left = transcript.filter(({ who }) => who === '…');
    expect(left.map(({ text }) => text)).toEqual([wording.omitted(long.entries - activities.length)]);
    const sizes = activities.map((activity) => JSON.stringify(activity).length);
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(
      2 * (packageLimits.beginning + packageLimits.end),
    );
  });

  it.each([
    ['text', textForm(wording)],
    ['Markdown', markdownForm],
    ['a page', pageForm],
  ])('says so as %s too', async (_, form) => {
    expect(wholeOf(await delivered(), form)).toMatch(/\d+ entries are left out/);
  });

  it('is whole up to the limit', async () => {
    const { transcript, activities } = await delivered({ beginning: 1_000_000, end: 1 });
    expect([transcript.length, activities.length]).toEqual([long.entries, long.entries]);
    expect(transcript.some(({ who }) => who === '…')).toBe(false);
  });

  it('has its beginning even when one entry alone is over the limit', async () => {
    const { activities } = await delivered({ beginning: 10, end: 10 });
    expect(activities.map(({ text = '' }) => /^number \d+/.exec(text)?.[0])).toEqual([
      'number 1',
      `number ${long.entries}`,
    ]);
  });
});

describe('at the desk a conversation that is too long', () => {
  it('is opened without being read', async () => {
    const unread: LogPages = {
      read: () => Promise.reject(new Error('The log was read.')),
      lastMessage: () => Promise.reject(new Error('The log was read.')),
    };
    const { package: known } = await desk(unread).open(ana, 'e1');
    expect(known.symptoms).toEqual(waitingCase.symptoms);
  });

  it('comes in pages of so many bytes, from either end, and none of them is empty', async () => {
    const range = { conversationId, limit: 100, bytes: 3500 };
    const end = await store.logPages.read({ ...range, before: long.entries + 1, from: 'end' });
    expect(end.map(({ seq }) => seq)).toEqual([long.entries - 2, long.entries - 1, long.entries]);
    const start = await store.logPages.read({ ...range, after: 10, from: 'start' });
    expect(start.map(({ seq }) => seq)).toEqual([11, 12, 13]);
    const tiny = await store.logPages.read({ ...range, bytes: 1, from: 'start' });
    expect(tiny.map(({ seq }) => seq)).toEqual([1]);
  });

  it('is downloaded whole, and other work gets its turn in between', async () => {
    let turnsOfOthers = 0;
    let isDone = false;
    const others = () => {
      turnsOfOthers += 1;
      if (!isDone) setImmediate(others);
    };
    setImmediate(others);
    const parts: TranscriptPart[] = [];
    const pages: number[] = [];
    for await (const page of await desk().transcript(ana, 'e1')) {
      parts.push(...page);
      pages.push(page.length);
    }
    isDone = true;
    expect(parts).toHaveLength(long.entries);
    expect(pages.length).toBeGreaterThan(2);
    expect(turnsOfOthers).toBeGreaterThanOrEqual(pages.length - 1);
  });
});

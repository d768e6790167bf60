import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FollowUps, type FollowUpParts } from '../../src/follow-ups.ts';
import { Learning } from '../../src/learning.ts';
import { fixScope } from '../../src/troubleshooting/learned-fixes.ts';
import type { ConversationReference } from '../../src/conversation/connector-store.ts';
import { ana } from '../support/agents.ts';
import { realContent, symptoms } from '../support/content.ts';
import { Support, type SupportOptions, type Visitor } from '../support/conversation.ts';

const day = 24 * 60 * 60 * 1000;
const silent = { info: () => undefined, error: (fields: object) => fail(fields) };
const scope = fixScope(realContent().guide);

function fail(fields: object): never {
  throw new Error(JSON.stringify(fields));
}

let now = new Date('2026-11-23T10:00:00.000Z');
let support: Support;
let visitor: Visitor;

const later = (milliseconds: number) => (now = new Date(now.getTime() + milliseconds));

async function open(options: SupportOptions = {}): Promise<void> {
  now = new Date('2026-11-23T10:00:00.000Z');
  support = await Support.open({ clock: () => now, ...options });
  visitor = await support.visitor();
}

/** One look at what is due; nothing is kept in memory between two. */
async function look(parts: Partial<FollowUpParts> = {}): Promise<number> {
  const followUps = new FollowUps({
    ...{ store: support.store, turns: support.turns, clock: () => now, logger: silent },
    ...{ quiet: { from: 20 * 60, to: 8 * 60 }, timeZone: 'UTC' },
    every: () => () => undefined,
    ...parts,
  });
  const asked = await followUps.look();
  await visitor.look();
  return asked;
}

async function solve(): Promise<void> {
  await visitor.reachCheck(symptoms.notifications);
  await visitor.click('fixed');
  await visitor.click('works');
}

async function askedAfterADay(): Promise<void> {
  await solve();
  await look();
  later(day + 1);
  expect(await look()).toBe(1);
}

/** The conversation as one of Teams. */
const reference = (fields: Partial<ConversationReference> = {}): ConversationReference => ({
  ...{ conversationId: visitor.conversationId, channel: 'msteams', serviceUrl: 'https://example.org/' },
  ...{ remote: { id: 'a:1' }, bot: { id: '28:bot' }, visitor: { id: '29:v' }, scope: 'personal' },
  ...fields,
});

beforeEach(() => open());
afterEach(() => support.close());

describe('whether a fix lasted', () => {
  it('is asked a day after a check has solved the case, and not before', async () => {
    await solve();
    expect(await look()).toBe(0);
    later(day - 1000);
    expect(await look()).toBe(0);
    later(2000);
    expect(await look()).toBe(1);
    expect(visitor.answer()).toContain('Does it still work?');
    expect(visitor.answer()).toContain('Notification access');
  });

  it('is asked once, whatever stops in between', async () => {
    await askedAfterADay();
    expect(await look()).toBe(0);
    await support.restart();
    later(day);
    expect(await look()).toBe(0);
  });

  it('is asked once by a process that died before it could note that it did', async () => {
    await solve();
    await look();
    later(day + 1);
    const [due] = await support.store.followUps.due(now.toISOString(), 10);
    const conversation = await support.store.findConversation(visitor.conversationId);
    await support.turns.act({
      conversation: conversation!,
      act: { do: 'ask-lasted', caseId: due!.caseId },
      clientKey: `lasted|${due!.caseId}`,
    });
    expect(await look()).toBe(0);
    expect(visitor.sent.filter((activity) => JSON.stringify(activity).includes('still work?'))).toHaveLength(
      1,
    );
  });

  it('is asked though the question to somebody before failed, who is asked at the next look', async () => {
    await solve();
    const first = visitor;
    later(1000);
    visitor = await support.visitor();
    await solve();
    await look();
    later(day + 1);
    const failed: object[] = [];
    const turns: FollowUpParts['turns'] = {
      act: (input) =>
        input.conversation.id === first.conversationId
          ? Promise.reject(new Error('not now'))
          : support.turns.act(input),
    };
    expect(await look({ turns, logger: { ...silent, error: (fields) => void failed.push(fields) } })).toBe(1);
    expect(failed).toHaveLength(1);
    expect(visitor.answer()).toContain('Does it still work?');
    expect(await look()).toBe(1);
    await first.look();
    expect(first.answer()).toContain('Does it still work?');
  });

  it('is asked though the process was down for a day, and not after a week', async () => {
    await solve();
    later(2 * day);
    expect(await look()).toBe(1);
    await support.close();
    await open();
    await solve();
    later(8 * day);
    expect(await look()).toBe(0);
  });
});

describe('a visitor who is asked', () => {
  it('and says yes is thanked, and it is noted', async () => {
    await askedAfterADay();
    expect(await visitor.click('yes')).toContain('Good to hear');
    expect(await visitor.case()).toMatchObject({ outcome: 'fixed', lasted: true });
    expect(await support.store.followUps.outcomes()).toEqual({ asked: 1, lasted: 1, cameBack: 0 });
  });

  it.each(['yes it still works', 'yes'])('may type it: %s', async (text) => {
    await askedAfterADay();
    expect(await visitor.say(text)).toContain('Good to hear');
  });

  it.each(['no', 'it is broken again', symptoms.notifications])(
    'and types "%s" is back in the case, with all that was tried',
    async (text) => {
      await askedAfterADay();
      const before = (await visitor.case())?.answers.length;
      const answer = await visitor.say(text);
      expect(answer).toContain('let’s go on from there'.replace('’', "'"));
      expect(answer).toMatch(/check 2 of/i);
      expect(await visitor.case()).toMatchObject({ state: 'checking', lasted: false });
      expect((await visitor.case())?.answers).toHaveLength(before ?? 0);
    },
  );

  it('and says no may be helped by the next check, and is not asked again', async () => {
    await askedAfterADay();
    await visitor.click('no');
    await visitor.click('fixed');
    await visitor.click('works');
    expect(await visitor.case()).toMatchObject({ outcome: 'fixed', lasted: false });
    expect(await support.store.followUps.outcomes()).toEqual({ asked: 1, lasted: 0, cameBack: 1 });
    later(day + 1);
    expect(await look()).toBe(0);
  });

  it('and has another problem by now is helped with that', async () => {
    await askedAfterADay();
    await visitor.say(symptoms.photos);
    expect(visitor.answer()).not.toContain('Does it still work?');
    expect((await visitor.case())?.symptoms[0]).toBe(symptoms.photos);
  });

  it('and gets a person who asks for one', async () => {
    await askedAfterADay();
    expect(await visitor.say('talk to a person')).toContain('Case number');
  });

  it('and answers an old card is told where we are', async () => {
    await askedAfterADay();
    const card = visitor.lastCard();
    await visitor.click('yes');
    await visitor.clickOn(card, 'no');
    expect(await visitor.case()).toMatchObject({ outcome: 'fixed', lasted: true });
  });
});

describe('a visitor who wants no such questions', () => {
  it.each([
    ['by button', () => visitor.click('stop')],
    ['in words', () => visitor.say("please don't ask me that")],
  ])('says so %s, and is not asked again', async (_, stop) => {
    await askedAfterADay();
    expect(await stop()).toContain("won't ask");
    await solve();
    await look();
    later(day + 1);
    expect(await look()).toBe(0);
  });
});

describe('nobody is asked', () => {
  it('whose case a person solved', async () => {
    await visitor.reachCheck(symptoms.notifications);
    await visitor.click('talk-to-person');
    const [line] = await support.desk.queue(ana);
    const escalationId = line!.escalation.id;
    await support.desk.take(ana, escalationId);
    await support.desk.close(ana, { escalationId, solved: true });
    await look();
    later(day + 1);
    expect(await look()).toBe(0);
  });

  it('who has another case open by then', async () => {
    await solve();
    await look();
    later(day + 1);
    await visitor.say(symptoms.photos);
    expect(await look()).toBe(0);
  });

  it.each([
    ['who has removed the bot', { scope: 'personal' as const, gone: true }],
    ['in a chat of several', { scope: 'group' as const, gone: false }],
  ])('%s', async (_, { scope: where, gone }) => {
    await solve();
    await support.store.connector.saveReference(reference({ scope: where }));
    if (gone) await support.store.connector.markGone(visitor.conversationId);
    later(day + 1);
    expect(await look()).toBe(0);
  });

  it.each([
    ['Teams', () => support.store.connector.saveReference(reference({ timeZone: 'Asia/Tokyo' }))],
    ['their browser', () => visitor.send({ type: 'message', text: 'thanks', localTimezone: 'Asia/Tokyo' })],
  ])('by night, where %s says they are: it waits for the morning', async (_, tell) => {
    await solve();
    await tell();
    later(day + 1);
    now = new Date('2026-11-24T13:00:00.000Z');
    expect(await look()).toBe(0);
    now = new Date('2026-11-24T22:59:00.000Z');
    expect(await look()).toBe(0);
    now = new Date('2026-11-24T23:00:00.000Z');
    expect(await look()).toBe(1);
  });

  it('who has deleted everything', async () => {
    await solve();
    await look();
    await support.store.privacy.erase([visitor.conversationId]);
    later(day + 1);
    expect(await support.store.followUps.due(now.toISOString(), 10)).toEqual([]);
  });
});

describe('a fix that did not last', () => {
  it('is not learned from, and what helps afterwards is', async () => {
    await support.close();
    const folder = mkdtempSync(join(tmpdir(), 'follow-up-'));
    const clock = () => now;
    await open({
      path: join(folder, 'support.db'),
      handle: (bot) => (turn) =>
        new Learning({ store: support.store, scope, clock, logger: silent }).around(bot)(turn),
    });
    await askedAfterADay();
    const [first] = await support.store.countFixes(scope);
    expect(first?.cases).toBe(1);
    await visitor.click('no');
    expect(await support.store.countFixes(scope)).toEqual([]);
    await visitor.click('fixed');
    await visitor.click('works');
    const [second, ...more] = await support.store.countFixes(scope);
    expect(more).toEqual([]);
    expect(second?.check).not.toBe(first?.check);
    rmSync(folder, { recursive: true, force: true });
  });
});

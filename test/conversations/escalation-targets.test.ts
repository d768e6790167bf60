import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeliveryError, type Delivery, type Target } from '../../src/escalation/target.ts';
import { ana } from '../support/agents.ts';
import { symptoms } from '../support/content.ts';
import { Support, type Visitor } from '../support/conversation.ts';

const day = 86_400_000;

let now: Date;
let support: Support;
let visitor: Visitor;
let folder: string;

/** A help desk that counts attempts and keeps what it was told, once per key. */
class RecordingTarget implements Target {
  readonly name: string;
  readonly follows: Target['follows'];
  readonly told = new Map<string, Delivery>();
  attempts = 0;
  fails: DeliveryError | undefined;

  constructor(name: string, follows: Target['follows']) {
    this.name = name;
    this.follows = follows;
  }

  deliver(delivery: Delivery): Promise<void> {
    this.attempts += 1;
    if (this.fails) return Promise.reject(this.fails);
    this.told.set(delivery.key, delivery);
    return Promise.resolve();
  }

  kinds(): string[] {
    return [...this.told.values()].map((delivery) =>
      delivery.kind === 'status' ? delivery.state : delivery.kind,
    );
  }
}

let helpDesk: RecordingTarget;
let mailbox: RecordingTarget;
let replies: RecordingTarget;

beforeEach(async () => {
  now = new Date('2026-11-23T10:00:00Z');
  helpDesk = new RecordingTarget('webhook', 'to-the-end');
  mailbox = new RecordingTarget('email', 'until-taken');
  replies = new RecordingTarget('visitor-email', 'replies');
  folder = mkdtempSync(join(tmpdir(), 'targets-'));
  support = await Support.open({
    path: join(folder, 'support.db'),
    clock: () => now,
    targets: [helpDesk, mailbox, replies],
  });
  visitor = await support.visitor();
});
afterEach(async () => {
  await support.close();
  rmSync(folder, { recursive: true });
});

async function waiting(): Promise<string> {
  const [first] = await support.desk.queue(ana);
  return first?.escalation.id ?? '';
}

/** Up to consent; nothing is sent before. */
async function handOver(email = 'no'): Promise<string> {
  await visitor.reachCheck(symptoms.notifications);
  await visitor.click('talk-to-person');
  await visitor.say('no');
  await visitor.say(email);
  await visitor.click('yes');
  return waiting();
}

const sendDue = () => support.team.outbox.sendDue();

describe('what targets are told', () => {
  it('is nothing before the visitor agreed, while the desk has the case in line', async () => {
    await visitor.reachCheck(symptoms.notifications);
    await visitor.click('talk-to-person');
    expect(await waiting()).not.toBe('');
    expect(await sendDue()).toBe(0);
  });

  it('is the whole package once, then each message and change to whom it follows', async () => {
    const id = await handOver();
    await visitor.say('it is worse now');
    await support.desk.take(ana, id);
    await visitor.say('hello Ana');
    await support.desk.send(ana, { escalationId: id, key: '1', text: 'hello' });
    await support.desk.close(ana, { escalationId: id, solved: true });
    await sendDue();
    expect(helpDesk.kinds()).toEqual(['handed-over', 'message', 'accepted', 'message', 'message', 'closed']);
    expect(mailbox.kinds()).toEqual(['handed-over', 'message']);
    expect(replies.kinds()).toEqual([]);
  });

  it('is no message twice: the package ends where the messages begin', async () => {
    await handOver();
    await visitor.say('it is worse now');
    await sendDue();
    const [first, second] = [...helpDesk.told.values()];
    const packed = first?.kind === 'handed-over' ? first.package.transcript.map(({ text }) => text) : [];
    expect(packed).not.toContain('it is worse now');
    expect(second).toMatchObject({ kind: 'message', activity: { text: 'it is worse now' } });
  });

  it('reaches a visitor who left an address and a ticket by mail', async () => {
    const id = await handOver('v@example.org');
    await support.desk.take(ana, id);
    await support.desk.decline(ana, id);
    await visitor.look();
    await visitor.click('ticket');
    await support.desk.take(ana, id);
    await support.desk.send(ana, { escalationId: id, key: '1', text: 'try this' });
    await sendDue();
    expect([...replies.told.values()]).toMatchObject([{ kind: 'message', activity: { text: 'try this' } }]);
  });
});

describe('a target that fails', () => {
  it('is tried again later and later, and told everything in order when it is back after a day', async () => {
    helpDesk.fails = new DeliveryError('down', { permanent: false });
    await handOver();
    await visitor.say('one');
    await visitor.say('two');
    for (let hours = 0; hours < 24; hours += 1) {
      await sendDue();
      now = new Date(now.getTime() + day / 24);
    }
    expect(helpDesk.attempts).toBeGreaterThan(10);
    helpDesk.fails = undefined;
    for (let round = 0; round < 3; round += 1) await sendDue();
    expect(helpDesk.kinds()).toEqual(['handed-over', 'message', 'message']);
    expect(mailbox.kinds()).toEqual(['handed-over', 'message', 'message']);
  });

  it('for good is given up, stands in the list, and is told when an operator sends it again', async () => {
    helpDesk.fails = new DeliveryError('gone', { permanent: true });
    await handOver();
    await sendDue();
    await sendDue();
    expect(helpDesk.attempts).toBe(1);
    const dead = await support.store.escalations.listOutbox({ state: 'dead', limit: 10 });
    expect(dead).toMatchObject([{ target: 'webhook', kind: 'handed-over', attempts: 1, lastError: 'gone' }]);
    helpDesk.fails = undefined;
    const { escalations } = support.store;
    await expect(escalations.resendOutbox({ ids: ['nothing'], now: now.toISOString() })).resolves.toBe(0);
    await expect(escalations.resendOutbox({ now: now.toISOString() })).resolves.toBe(1);
    await sendDue();
    expect(helpDesk.kinds()).toEqual(['handed-over']);
  });

  it('between delivery and mark is told again under the same key, so that it can leave it out', async () => {
    await handOver();
    const deliver = helpDesk.deliver.bind(helpDesk);
    helpDesk.deliver = async (delivery) => {
      await deliver(delivery);
      throw new Error('the process was killed here');
    };
    await sendDue();
    helpDesk.deliver = deliver;
    await support.restart();
    now = new Date(now.getTime() + day);
    await sendDue();
    expect(helpDesk.attempts).toBe(2);
    expect(helpDesk.told.size).toBe(1);
  });
});

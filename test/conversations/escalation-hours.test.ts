import { OverdueWatch } from '../../src/escalation/overdue.ts';
import { ana } from '../support/agents.ts';
import { realContent, symptoms } from '../support/content.ts';
import { Support, type SupportOptions, type Visitor } from '../support/conversation.ts';

const minute = 60_000;
/** A Monday. */
const monday = '2026-11-23';

let now: Date;
let support: Support;
let visitor: Visitor;

function openAt(time: string, options: Pick<SupportOptions, 'isStaffed' | 'targets'> = {}): Promise<Support> {
  now = new Date(`${monday}T${time}:00Z`);
  const content = realContent();
  const supportHours = {
    timezone: 'Europe/Berlin',
    hours: { monday: ['09:00-12:00'], tuesday: ['09:00-12:00'] },
    holidays: ['2026-11-24'],
    acceptWithinMinutes: 10,
  };
  return Support.open({
    content: { ...content, guide: { ...content.guide, supportHours } },
    clock: () => now,
    ...options,
  });
}

const later = (minutes: number) => {
  now = new Date(now.getTime() + minutes * minute);
};

async function escalation() {
  return support.store.escalations.escalationOfCase(visitor.support().case ?? '');
}

afterEach(() => support.close());

describe('after hours', () => {
  beforeEach(async () => {
    support = await openAt('20:00');
    visitor = await support.visitor();
    await visitor.reachCheck(symptoms.notifications);
    await visitor.click('talk-to-person');
  });

  it('the visitor is told when somebody is there again, holidays counted, and nobody is in line', async () => {
    expect(visitor.answer()).toContain('Monday, 30 November, 09:00');
    expect(visitor.support().state).toBe('waiting-for-person');
    expect(await escalation()).toMatchObject({ state: 'requested' });
  });

  it('who says which time zone they are in is told by their clock', async () => {
    await visitor.click('return-to-bot');
    await visitor.send({ type: 'message', text: 'talk to a person', localTimezone: 'Asia/Tokyo' });
    expect(visitor.answer()).toContain('Monday, 30 November, 17:00 (GMT+9)');
  });

  it('a ticket is left with note and address, and stays in line without a time limit', async () => {
    expect(await visitor.click('ticket')).toContain('Your ticket is number');
    await visitor.say('my boss needs it on Monday');
    await visitor.say('v@example.org');
    await visitor.click('yes');
    later(10_000);
    expect(await support.team.overdue.look()).toBe(0);
    expect(await escalation()).toMatchObject({
      state: 'queued',
      ticket: true,
      note: 'my boss needs it on Monday',
      email: 'v@example.org',
    });
  });

  it('the bot goes on with the same check when the visitor wants that', async () => {
    await visitor.click('return-to-bot');
    expect(visitor.support().state).toBe('checking');
    expect(await escalation()).toMatchObject({ state: 'cancelled' });
  });

  it('an agent who is there all the same can take it', async () => {
    await support.desk.take(ana, (await escalation())?.id ?? '');
    await visitor.look();
    expect(visitor.support().state).toBe('with-person');
  });
});

describe('when nobody takes a case in time', () => {
  beforeEach(async () => {
    support = await openAt('08:30');
    visitor = await support.visitor();
    await visitor.reachCheck(symptoms.notifications);
    await visitor.click('talk-to-person');
  });

  it('the visitor is told once, and offered a ticket or the bot', async () => {
    later(9);
    expect(await support.team.overdue.look()).toBe(0);
    later(2);
    expect(await support.team.overdue.look()).toBe(1);
    expect(await support.team.overdue.look()).toBe(0);
    await visitor.look();
    expect(visitor.answer()).toContain('Nobody could take your case in time');
    await visitor.click('ticket');
    expect(await escalation()).toMatchObject({ state: 'queued', ticket: true });
  });

  it('an agent can still take it, and a restart does not forget it', async () => {
    later(11);
    await support.restart();
    expect(await support.team.overdue.look()).toBe(1);
    await support.desk.take(ana, (await escalation())?.id ?? '');
    expect(await escalation()).toMatchObject({ state: 'accepted' });
  });

  it('is told though somebody before could not be, who is told at the next look', async () => {
    later(1);
    const next = await support.visitor();
    await next.say('talk to a person');
    later(11);
    const { store, turns } = support;
    const failed: object[] = [];
    const overdue = new OverdueWatch({
      ...{ store, escalations: store.escalations, clock: () => now },
      turns: {
        act: (input) =>
          input.conversation.id === visitor.conversationId
            ? Promise.reject(new Error('not now'))
            : turns.act(input),
      },
      logger: { error: (fields) => void failed.push(fields) },
    });
    expect(await overdue.look()).toBe(1);
    expect(failed).toHaveLength(1);
    await next.look();
    expect(next.answer()).toContain('Nobody could take your case in time');
    expect(await support.team.overdue.look()).toBe(1);
  });

  it('says how long others waited, as soon as three were taken', async () => {
    for (let taken = 0; taken < 3; taken += 1) {
      const other = await support.visitor();
      await other.say('talk to a person');
      later(4);
      const [, { escalation: found } = { escalation: undefined }] = await support.desk.queue(ana);
      await support.desk.take(ana, found?.id ?? '');
    }
    const next = await support.visitor();
    expect(await next.say('talk to a person')).toContain('Lately people waited about 4 min');
  });
});

describe('within the hours, with nobody at the desk', () => {
  const nobody = { isStaffed: () => false };
  const hear = async () => {
    visitor = await support.visitor();
    return visitor.say('talk to a person');
  };
  const threeWaits = async () => {
    for (let taken = 0; taken < 3; taken += 1) {
      await (await support.visitor()).say('talk to a person');
      later(4);
      const [waiting] = await support.desk.queue(ana);
      await support.desk.take(ana, waiting?.escalation.id ?? '');
    }
  };

  it('the visitor is told so in place of a wait that nobody can promise, and is in line', async () => {
    support = await openAt('08:30', nobody);
    await threeWaits();
    const answer = await hear();
    expect(answer).toContain('Nobody of the support team is at the desk right now');
    expect(answer).toContain('within 10 min');
    expect(answer).not.toContain('Lately people waited');
    expect(await escalation()).toMatchObject({ state: 'queued' });
    later(11);
    expect(await support.team.overdue.look()).toBe(1);
    await visitor.look();
    expect(visitor.answer()).toContain('Nobody could take your case in time');
  });

  it.each([
    ['somebody is there', { isStaffed: () => true }],
    ['nobody can tell yet', { isStaffed: () => undefined }],
  ])('nothing of it is said when %s', async (_, options) => {
    support = await openAt('08:30', options);
    await threeWaits();
    expect(await hear()).toContain('Lately people waited about 4 min');
  });

  it('nothing of it is said when cases are taken elsewhere too', async () => {
    const mailbox = { name: 'email', follows: 'until-taken', deliver: () => Promise.resolve() } as const;
    support = await openAt('08:30', { ...nobody, targets: [mailbox] });
    expect(await hear()).not.toContain('Nobody of the support team');
  });
});

import { ana } from '../support/agents.ts';
import { realContent, symptoms } from '../support/content.ts';
import { Support, type Visitor } from '../support/conversation.ts';

const minute = 60_000;
/** A Monday. */
const monday = '2026-11-23';

let now: Date;
let support: Support;
let visitor: Visitor;

function openAt(time: string): Promise<Support> {
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

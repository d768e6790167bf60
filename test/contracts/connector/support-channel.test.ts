import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConnectorService } from '../../support/azure/connector-service.ts';
import { type TeamsPerson, type Teams, tenant } from '../../support/azure/teams.ts';
import {
  agentAtThread,
  bo,
  type ChannelAgent,
  channelId,
  cy,
  escalate,
  problem,
  startSupportTeam,
  textOf,
} from '../../support/azure/support-team.ts';

let teams: Teams;
let visitor: TeamsPerson;

beforeEach(async () => {
  teams = await startSupportTeam();
  visitor = teams.person();
});
afterEach(() => teams.close());

const seen = () => visitor.screen().map(textOf);
const visitorSees = (text: string) => teams.service.until(() => seen().some((shown) => shown.includes(text)));

/** The visitor's case in the channel, with Bo before it. */
async function waiting(): Promise<ChannelAgent> {
  await escalate(visitor, teams);
  const agent = await agentAtThread(teams, bo);
  await agent.until(() => agent.replies().length > 0);
  return agent;
}

async function taken(): Promise<ChannelAgent> {
  const agent = await waiting();
  await agent.presses('take');
  await visitorSees('Bo');
  await agent.until(() => agent.card().includes('Bo has it') && agent.replies().length > 1);
  return agent;
}

describe('a case in the channel of the support team', () => {
  it('is a card with summary, devices and a button, and the conversation below it', async () => {
    const agent = await waiting();
    expect(agent.card()).toContain('Waits for somebody');
    expect(agent.card()).toContain(problem);
    expect(agent.card()).toContain('Android, Samsung, Windows 11');
    expect(agent.buttons()).toEqual(['take']);
    expect(agent.replies()[0]).toContain('it is urgent');
  });

  it('is told nobody before the visitor has agreed', async () => {
    await visitor.says('my photos do not show up');
    await visitor.says('talk to a person');
    await visitorSees('anything else the person should know');
    await teams.app.idle();
    expect(teams.service.threads(channelId)).toEqual([]);
  });

  it('is taken with a button: the visitor is told, and the card shows it to everybody', async () => {
    const agent = await waiting();
    const answered = await agent.presses('take');
    expect(answered.text).toContain('Bo has it');
    await visitorSees('Bo');
    await agent.until(() => agent.card().includes('Bo has it'));
    expect(agent.buttons()).toEqual(['solved', 'not-solved', 'give-back', 'hand-on']);
  });

  it('is had by one of two who take it at once, and the other is told by whom', async () => {
    const agent = await waiting();
    const other = await agentAtThread(teams, cy);
    const answers = await Promise.all([agent.presses('take'), other.presses('take')]);
    const [winner] = answers.filter(({ text }) => text.includes('has it'));
    const [loser] = answers.filter(({ text }) => text.includes('has this case'));
    expect(winner).toBeDefined();
    expect(loser?.text).toMatch(/(Bo|Cy) has this case/);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  });

  it('is taken once when Teams delivers the click again', async () => {
    const agent = await waiting();
    await agent.presses('take');
    const again = await agent.person.clicks(({ wants }) => wants === 'take' || wants === 'solved');
    expect(again.status).toBe(200);
    const [mine] = await teams.app.desk.mine({ id: `teams:${bo.aadObjectId}`, name: 'Bo', queues: ['*'] });
    expect(mine === undefined || mine.escalation.agent?.name === 'Bo').toBe(true);
  });
});

describe('what is said while an agent in Teams has the case', () => {
  it('goes both ways, and the bot is silent', async () => {
    const agent = await taken();
    await agent.says('Hello, which Samsung is it?');
    await visitorSees('Hello, which Samsung is it?');
    const before = visitor.screen().length;
    await visitor.says('an S21, and it is *new* <at>Bo</at>');
    await agent.until(() => agent.replies().some((text) => text.includes('an S21')));
    expect(agent.replies().at(-1)).toContain('Ada Smith: an S21, and it is *new*');
    await teams.app.idle();
    expect(visitor.screen()).toHaveLength(before);
    expect(agent.replies().filter((text) => text.includes('which Samsung'))).toEqual([]);
  });

  it('is said once when Teams delivers the reply again', async () => {
    const agent = await taken();
    await agent.says('only once', { id: 'f:same' });
    await agent.says('only once', { id: 'f:same' });
    await agent.says('and this');
    await visitorSees('and this');
    expect(seen().filter((text) => text.includes('only once'))).toHaveLength(1);
  });

  it('is not passed on from somebody who has not taken it', async () => {
    const agent = await waiting();
    await agent.says('hello?');
    await agent.until(() => agent.replies().some((text) => text.includes('Take the case first')));
    await agent.presses('take');
    await visitorSees('Bo');
    const other = await agentAtThread(teams, cy);
    await other.says('me too');
    await agent.until(() => agent.replies().some((text) => text.includes('Bo has this case')));
    expect(seen().some((text) => text.includes('me too') || text.includes('hello?'))).toBe(false);
  });

  it('comes from the desk too, marked with its name', async () => {
    const agent = await taken();
    const [waitingCase] = await teams.app.desk.mine({
      ...{ id: `teams:${bo.aadObjectId}`, name: 'Bo', queues: ['*'] },
    });
    const escalationId = waitingCase?.escalation.id ?? '';
    const atDesk = { id: `teams:${bo.aadObjectId}`, name: 'Bo', queues: ['support'] };
    await teams.app.desk.send(atDesk, { escalationId, key: '1', text: 'from the desk' });
    await agent.until(() => agent.replies().some((text) => text.includes('Bo: from the desk')));
  });
});

describe('a case that an agent in Teams has', () => {
  it('is closed as solved: the visitor is asked for a rating, and the card folds', async () => {
    const agent = await taken();
    await agent.presses('solved');
    await visitorSees('How well did this help you?');
    await agent.until(() => agent.card().includes('Closed by Bo: solved'));
    expect(agent.buttons()).toEqual([]);
    expect(agent.card()).not.toContain('Checked so far');
    await agent.says('one more thing');
    await agent.until(() => agent.replies().some((text) => text.includes('This case has ended')));
  });

  it('goes back to the bot, which asks the same check again', async () => {
    const agent = await taken();
    await agent.presses('give-back');
    await agent.until(() => agent.card().includes('Back with the bot'));
    await teams.service.until(() => seen().filter((text) => /check 1 of/i.test(text)).length > 0);
  });

  it('is handed on, and somebody else takes it', async () => {
    const agent = await taken();
    await agent.presses('hand-on');
    await agent.until(() => agent.buttons().includes('take'));
    const other = await agentAtThread(teams, cy);
    await other.presses('take');
    await other.until(() => other.card().includes('Cy has it'));
    await agent.says('still me?');
    await agent.until(() => agent.replies().some((text) => text.includes('Cy has this case')));
  });

  it('is called back by the visitor, and the thread is told', async () => {
    const agent = await taken();
    await visitor.says('/bot');
    await agent.until(() => agent.card().includes('Back with the bot'));
    await agent.until(() => agent.replies().some((text) => text.includes('Back with the bot')));
  });

  it('that was taken at the desk shows so in the channel', async () => {
    const agent = await waiting();
    const zoe = { id: 'zoe', name: 'Zoe', queues: ['support'] };
    const [line] = await teams.app.desk.queue(zoe);
    await teams.app.desk.take(zoe, line?.escalation.id ?? '');
    await agent.until(() => agent.card().includes('Zoe has it'));
    const answered = await agent.presses('solved');
    expect(answered.text).toContain('Zoe has this case');
  });

  it('that the visitor does not need any more is folded', async () => {
    const agent = await waiting();
    await visitor.says('/bot');
    await agent.until(() => agent.card().includes('does not need anybody'));
    expect(agent.buttons()).toEqual([]);
  });
});

describe('who may be an agent', () => {
  const eve = { id: '29:eve', name: 'Eve', aadObjectId: 'e0e0e0e0-0000-4000-8000-000000000003' };
  const eveInTeams = { ...eve, tenantId: '4d3f8a52-7c11-4f0e-9a43-6a1f5b0d7e10' };

  it.each([
    ['somebody who is not in the roster', undefined],
    ['a guest', { ...eveInTeams, userRole: 'guest' }],
    ['somebody of another tenant', { ...eve, tenantId: 'a0000000-0000-4000-8000-000000000009' }],
  ])('is not %s', async (_, member) => {
    if (member) teams.service.members.set(eve.id, member);
    const agent = await waiting();
    const stranger = await agentAtThread(teams, eve);
    const answered = await stranger.presses('take');
    expect(answered.text).toContain('Only members of this team');
    expect(agent.card()).toContain('Waits for somebody');
  });

  it('is not the visitor, who sends the button’s data from their own chat', async () => {
    const agent = await waiting();
    const [line] = await teams.app.desk.queue({ id: 'x', name: 'X', queues: ['*'] });
    const data = { do: 'agent', wants: 'take', escalation: line?.escalation.id };
    const action = { type: 'Action.Execute', verb: 'agent', data };
    await teams.post(
      visitor.activity({
        ...{ type: 'invoke', name: 'adaptiveCard/action', text: undefined },
        value: { action },
      }),
    );
    await teams.post(visitor.activity({ text: '', value: data }));
    await teams.app.idle();
    const [after] = await teams.app.desk.queue({ id: 'x', name: 'X', queues: ['*'] });
    expect(after?.escalation.state).toBe('queued');
    expect(agent.card()).toContain('Waits for somebody');
  });

  it('takes no case once they are out of the team, though they did something a moment ago', async () => {
    const agent = await taken();
    teams.service.members.delete(bo.id);
    const { text } = await agent.presses('give-back');
    expect(text).toContain('Only members of this team');
    expect(agent.card()).toContain('Bo has it');
  });

  it('writes to nobody once Teams has told that they left the team', async () => {
    const agent = await taken();
    await agent.says('one moment');
    await visitorSees('one moment');
    teams.service.members.delete(bo.id);
    await teams.post(
      agent.person.activity({
        type: 'conversationUpdate',
        text: undefined,
        membersRemoved: [{ id: bo.id }],
        channelData: { tenant: { id: tenant }, eventType: 'teamMemberRemoved' },
      }),
    );
    await agent.says('still here');
    await agent.until(() => agent.replies().some((reply) => reply.includes('Only members of this team')));
    expect(seen().some((shown) => shown.includes('still here'))).toBe(false);
  });

  it('may act as soon as they are in the team', async () => {
    const agent = await waiting();
    const member = teams.service.members.get(bo.id) ?? {};
    teams.service.members.delete(bo.id);
    expect((await agent.presses('take')).text).toContain('Only members of this team');
    teams.service.members.set(bo.id, member);
    await agent.presses('take');
    await visitorSees('Bo');
  });

  it('is not the visitor, though they are a member of the team', async () => {
    const { from } = visitor.place;
    teams.service.members.set(from.id, { ...from, tenantId: eveInTeams.tenantId, userRole: 'user' });
    await waiting();
    const own = await agentAtThread(teams, from);
    expect((await own.presses('take')).text).toContain('your own case');
  });

  it('is nobody in another channel, where people are visitors', async () => {
    await waiting();
    const elsewhere = teams.person({
      from: bo,
      conversation: { conversationType: 'channel', id: '19:other@thread.tacv2;messageid=1' },
    });
    const [line] = await teams.app.desk.queue({ id: 'x', name: 'X', queues: ['*'] });
    const data = { do: 'agent', wants: 'take', escalation: line?.escalation.id };
    await teams.post(elsewhere.activity({ text: '', value: data }));
    await teams.app.idle();
    const [after] = await teams.app.desk.queue({ id: 'x', name: 'X', queues: ['*'] });
    expect(after?.escalation.state).toBe('queued');
  });
});

describe('the channel itself', () => {
  it('has no visitors: who names the bot outside of a case is told so', async () => {
    await waiting();
    const lost = teams.person({
      from: bo,
      conversation: { conversationType: 'channel', id: `${channelId};messageid=42` },
    });
    await lost.says('my phone does not connect');
    await teams.service.until(() => lost.screen().length > 0);
    expect(textOf(lost.screen()[0])).toContain('No case belongs to this thread');
  });

  it('is left alone while people talk among themselves', async () => {
    const agent = await taken();
    const before = agent.person.screen().length;
    await teams.post(agent.person.activity({ text: 'lunch?' }));
    await teams.app.idle();
    expect(agent.person.screen()).toHaveLength(before);
    expect(seen().some((text) => text.includes('lunch'))).toBe(false);
  });
});

describe('a process that ends while Teams does not take what is said', () => {
  it('leaves it to the next one, which says all of it once and in order', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'channel-'));
    const databaseUrl = `sqlite:${join(folder, 'support.db')}`;
    const service = await ConnectorService.start();
    const first = await startSupportTeam({ databaseUrl, service });
    const person = first.person();
    await escalate(person, first);
    const agent = await agentAtThread(first, bo);
    await agent.presses('take');
    await agent.until(() => agent.replies().some((text) => text.includes('Bo has it')));
    service.troubles.push(...Array.from({ length: 20 }, () => ({ status: 502 })));
    for (const text of ['number one', 'number two', 'number three']) await person.says(text);
    await first.happened('outbox.delayed');
    await first.stop();
    service.troubles.length = 0;
    const second = await startSupportTeam({ databaseUrl, service });
    await agent.until(() => agent.replies().some((text) => text.includes(': number three')));
    const said = agent.replies().filter((text) => text.includes(': number '));
    expect(said.map((text) => text.split('number ')[1])).toEqual(['one', 'two', 'three']);
    await second.stop();
    await service.close();
    rmSync(folder, { recursive: true, force: true });
  });
});

import { readReceipt } from '../../../src/conversation/escalation.ts';
import { escalate, startSupportTeam, textOf } from '../../support/azure/support-team.ts';
import type { Teams, TeamsPerson } from '../../support/azure/teams.ts';

const zoe = { id: 'zoe', name: 'Zoe', queues: ['support'] };
let teams: Teams;
let visitor: TeamsPerson;
let escalationId: string;

beforeEach(async () => {
  teams = await startSupportTeam();
  visitor = teams.person();
  await escalate(visitor, teams);
  const [line] = await teams.app.desk.queue(zoe);
  escalationId = line?.escalation.id ?? '';
  await teams.app.desk.take(zoe, escalationId);
});
afterEach(() => teams.close());

/** Writes from the desk. @returns which message it is in Teams, and where it stands in the log. */
async function write(text: string): Promise<{ remoteId: string; seq: number }> {
  const { seq } = await teams.app.desk.send(zoe, { escalationId, key: `key ${text}`, text });
  const shown = () => visitor.screen().find((one) => textOf(one).includes(text));
  await teams.service.until(() => shown() !== undefined);
  await teams.app.idle();
  return { remoteId: shown()?.id ?? '', seq };
}

const read = (person: TeamsPerson, id: string) =>
  teams.post(person.activity({ ...readReceipt(id), text: undefined }));
const readUpTo = async () => (await teams.app.desk.open(zoe, escalationId)).escalation.visitorReadUpTo;

describe('a read receipt of Teams', () => {
  it('tells the desk what the visitor has read, is answered at once, and is not part of the log', async () => {
    await write('the first');
    const { remoteId, seq } = await write('the second');
    expect(await read(visitor, remoteId)).toEqual({ status: 200, text: '' });
    expect(await readUpTo()).toBe(seq);
    const log = await teams.app.desk.log(zoe, { escalationId, after: 0, limit: 500 });
    expect(log.at(-1)?.seq).toBe(seq);
  });

  it('of an unknown message, or of somebody else, changes nothing', async () => {
    const { remoteId } = await write('only for the visitor');
    expect((await read(visitor, 'no such message')).status).toBe(200);
    expect((await read(teams.person(), remoteId)).status).toBe(200);
    expect(await readUpTo()).toBeUndefined();
  });
});

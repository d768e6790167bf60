import type { Activity } from '../../../src/conversation/activity.ts';
import { Teams, bot, tenant } from '../../support/azure/teams.ts';

let teams: Teams;
beforeAll(async () => {
  teams = await Teams.start();
});
afterAll(() => teams.close());

const symptom = 'None of the notifications on my Galaxy reach Phone Link on the PC';

describe('the bot in a new team or group chat', () => {
  const team = { id: '19:general@thread.tacv2', name: 'Office' };
  const generalChannel = { conversationType: 'channel', isGroup: true, id: team.id, tenantId: tenant };
  const groupChat = {
    conversationType: 'groupChat',
    isGroup: true,
    id: '19:a-chat@thread.v2',
    tenantId: tenant,
  };
  const added = (fields: Partial<Activity>) =>
    teams.activity({ type: 'conversationUpdate', text: undefined, membersAdded: [bot], ...fields });
  const shownIn = ({ id }: { id: string }) => teams.service.shown(id).map(({ activity }) => activity.text);

  it.each([
    ['the General channel of a team', generalChannel, { team, tenant: { id: tenant } }],
    ['a group chat', groupChat, { tenant: { id: tenant } }],
  ])('says once in %s how it is called', async (_, conversation, channelData) => {
    const activity = added({ conversation, channelData });
    await teams.post(activity);
    await teams.service.until(() => shownIn(conversation).length > 0);
    await teams.post({ ...activity, id: 'again' });
    await teams.post({ ...activity, type: 'installationUpdate', action: 'add', membersAdded: undefined });
    const person = teams.person();
    await person.says(symptom);
    await teams.service.until(() => person.screen().length > 0);
    await teams.app.idle();
    expect(shownIn(conversation)).toEqual([expect.stringContaining('Name me in a message')]);
  });

  it('greets nobody who joins later', async () => {
    const conversation = { ...groupChat, id: '19:another-chat@thread.v2' };
    await teams.post(added({ conversation, membersAdded: [{ id: '29:new', name: 'New' }] }));
    await teams.app.idle();
    expect(shownIn(conversation)).toEqual([]);
  });
});

import type { Activity } from '../../../src/conversation/activity.ts';
import { Teams, bot, executesOf, tenant } from '../../support/azure/teams.ts';

/** Turns as they were given to the bot, beside what the real one answers. */
const seen: Activity[] = [];
let teams: Teams;
beforeAll(async () => {
  teams = await Teams.start();
  const inner = teams.app.store.accept.bind(teams.app.store);
  teams.app.store.accept = (inbound) => {
    seen.push(inbound.activity);
    return inner(inbound);
  };
});
beforeEach(() => seen.splice(0));
afterAll(() => teams.close());

const symptom = 'None of the notifications on my Galaxy reach Phone Link on the PC';

/** Payloads are written as Teams' documentation shows them, with ids of this test. */
describe('a message in a team’s channel', () => {
  const channel = (thread: string) => ({
    conversationType: 'channel',
    isGroup: true,
    id: `19:253b1f341670408fb6fe51050b6e5ceb@thread.skype;messageid=${thread}`,
  });
  const inChannel = (fields: Partial<Activity>): Activity =>
    teams.activity({
      conversation: { ...channel('1481567603816'), tenantId: tenant },
      textFormat: 'plain',
      attachments: [{ contentType: 'text/html', content: '<div>the same as HTML</div>' }],
      channelData: {
        teamsChannelId: '19:253b1f341670408fb6fe51050b6e5ceb@thread.skype',
        teamsTeamId: '19:712c61d0ef384e5fa681ba90ca943398@thread.skype',
        channel: { id: '19:253b1f341670408fb6fe51050b6e5ceb@thread.skype' },
        team: { id: '19:712c61d0ef384e5fa681ba90ca943398@thread.skype' },
        tenant: { id: tenant },
      },
      ...fields,
    });

  it('that names the bot reaches it without the name, and without its copy as HTML', async () => {
    const mention = '<at>Phone Link support</at>';
    await teams.post(
      inChannel({
        text: `${mention} <at>Grace</at>\u00a0says: ${symptom}\n`,
        entities: [
          { type: 'mention', mentioned: bot, text: mention },
          { type: 'mention', mentioned: { id: '29:grace', name: 'Grace' }, text: '<at>Grace</at>' },
          { type: 'clientInfo', locale: 'en-US', country: 'US', platform: 'Windows' },
        ],
      }),
    );
    expect(seen[0]?.text).toBe(`Grace says: ${symptom}`);
    expect(seen[0]?.attachments).toBeUndefined();
  });

  it('that does not name the bot is none of its business', async () => {
    const mention = '<at>Grace</at>';
    const entities = [{ type: 'mention', mentioned: { id: '29:grace', name: 'Grace' }, text: mention }];
    expect(await teams.post(inChannel({ text: `${mention} hi`, entities }))).toEqual({
      status: 200,
      text: '',
    });
    expect(await teams.post(inChannel({ text: 'Phone Link support, hi' }))).toEqual({
      status: 200,
      text: '',
    });
    expect(seen).toEqual([]);
  });

  it('is answered in its thread, to the one who wrote, and threads are apart', async () => {
    const from = { id: '29:grace', name: 'Grace <b>Hopper' };
    const first = teams.person({ from, conversation: channel('1') });
    const second = teams.person({ from, conversation: channel('2') });
    await first.says(symptom);
    await second.says('hi');
    await teams.service.until(() => first.screen().length > 0 && second.screen().length > 0);
    const [answer] = first.screen();
    expect(answer?.activity.text).toMatch(/^<at>Grace bHopper<\/at>/);
    expect(answer?.activity.entities).toEqual([
      { type: 'mention', text: '<at>Grace bHopper</at>', mentioned: { id: from.id, name: from.name } },
    ]);
    expect(answer?.activity.channelData).toMatchObject({ support: { state: 'checking' } });
    expect(second.screen()[0]?.activity.channelData).toMatchObject({ support: { case: null } });
  });

  it('two people in a thread have a case each, and do not answer each other’s cards', async () => {
    const conversation = channel('3');
    const ada = teams.person({ conversation });
    const grace = teams.person({ conversation, from: { id: '29:grace', name: 'Grace' } });
    await ada.says(symptom);
    const answers = (data: Record<string, unknown>) => data.answer === 'already-ok';
    await teams.service.until(() => ada.withButton(answers) !== undefined);
    const card = ada.withButton(answers);
    seen.splice(0);
    const answered = await grace.clicks(answers, card);
    expect(JSON.parse(answered.text)).toEqual({
      statusCode: 200,
      type: 'application/vnd.microsoft.activity.message',
      value: expect.stringContaining('Somebody else') as string,
    });
    expect(seen).toEqual([]);
    await grace.says(symptom);
    await teams.service.until(() => ada.screen().filter(({ activity }) => activity.attachments).length > 1);
    const cases = new Set(
      ada
        .screen()
        .map(({ activity }) => (activity.channelData as { support: { case: string } }).support.case),
    );
    expect(cases.size).toBe(2);
  });

  it('ten people who write at once are all answered, each to themselves', async () => {
    const conversation = channel('4');
    const people = Array.from({ length: 10 }, (_, index) =>
      teams.person({ conversation, from: { id: `29:p${index}`, name: `Person ${index}` } }),
    );
    await Promise.all(people.map((person) => person.says(symptom)));
    const shown = () => people[0]?.screen() ?? [];
    const cases = () =>
      new Set(shown().flatMap(({ activity }) => executesOf(activity).map(({ data }) => data.case)));
    await teams.service.until(() => cases().size === 10);
    const named = shown().map(({ activity }) => /<at>([^<]+)<\/at>/.exec(activity.text ?? '')?.[1]);
    expect(new Set(named.filter(Boolean)).size).toBe(10);
    for (const { activity } of shown().filter(({ activity }) => activity.attachments)) {
      const { body } = activity.attachments?.[0]?.content as { body: { text?: string }[] };
      expect(body[0]?.text).toMatch(/^Person \d$/);
    }
  });
});

describe('somebody who names the bot among others and says nothing else', () => {
  const channel = (thread: string) => ({
    conversationType: 'channel',
    isGroup: true,
    id: `19:called;messageid=${thread}`,
  });

  it('is greeted once, and asked what is wrong from then on, in other threads too', async () => {
    const from = { id: '29:called', name: 'Caller', aadObjectId: crypto.randomUUID() };
    const first = teams.person({ from, conversation: channel('1') });
    const second = teams.person({ from, conversation: channel('2') });
    await first.says('');
    await teams.service.until(() => first.screen().length === 1);
    const [greeting] = first.screen()[0]?.activity.attachments ?? [];
    expect(greeting?.content).toMatchObject({
      body: [{ text: '<at>Caller</at>' }, { text: 'Phone Link support' }, {}, {}],
      msteams: { entities: [{ type: 'mention', mentioned: { id: from.id, name: from.name } }] },
    });
    await first.says('');
    await second.says('');
    await teams.service.until(() => first.screen().length === 2 && second.screen().length === 1);
    for (const { activity } of [...first.screen().slice(1), ...second.screen()]) {
      expect(activity.text).toContain('Tell me in words what is going wrong');
      expect(activity.attachments).toBeUndefined();
    }
  });

  it('in the middle of a case is shown where it stands', async () => {
    const from = { id: '29:in-case', name: 'Case', aadObjectId: crypto.randomUUID() };
    const person = teams.person({ from, conversation: channel('3') });
    await person.says(symptom);
    await teams.service.until(() => person.screen().length === 2);
    await person.says('');
    await teams.service.until(() => person.screen().length > 2);
    const { channelData } = person.screen().at(-1)?.activity ?? {};
    expect(channelData).toMatchObject({ support: { state: 'checking' } });
  });
});

describe('the time zone of a visitor', () => {
  it('is known from their messages when a click does not tell it', async () => {
    const person = teams.person();
    await person.says(symptom);
    const answers = (data: Record<string, unknown>) => data.answer === 'already-ok';
    await teams.service.until(() => person.withButton(answers) !== undefined);
    const card = person.withButton(answers);
    const action = executesOf(card?.activity).find(({ data }) => answers(data));
    if (!card || !action) throw new Error('There is no such button.');
    const { localTimezone: _, ...click } = person.clicked(action, card.id);
    await teams.post(click);
    expect(seen.map(({ type, localTimezone }) => [type, localTimezone])).toEqual([
      ['message', 'Europe/Berlin'],
      ['invoke', 'Europe/Berlin'],
    ]);
  });
});

describe('a card for a client that does not know its version', () => {
  it('stands as text with what it asks, and a typed answer does what a button does', async () => {
    const person = teams.person();
    await person.says(symptom);
    await teams.service.until(() => person.screen().length === 2);
    const { fallbackText } = person.screen()[1]?.activity.attachments?.[0]?.content as {
      fallbackText: string;
    };
    expect(fallbackText).toMatch(/Check 1 of about \d/);
    expect(fallbackText.length).toBeLessThanOrEqual(1000);
    await person.says('that was already on');
    await teams.service.until(() => person.screen().length > 2);
  });
});

describe('the installation', () => {
  it('greets a person once, however often and in how many ways Teams tells of it', async () => {
    const person = teams.person();
    await person.installs();
    const update = { type: 'installationUpdate', action: 'add', text: undefined };
    await teams.post(person.activity(update));
    await teams.post(person.activity({ ...update, action: 'add-upgrade' }));
    await person.installs();
    await person.says('hi');
    await teams.service.until(() => person.screen().length > 1);
    const cards = person.screen().filter(({ activity }) => activity.attachments);
    expect(cards).toHaveLength(1);
    expect(cards[0]?.activity.attachments?.[0]?.contentType).toBe('application/vnd.microsoft.card.adaptive');
  });

  it('in a team begins no case of whoever installed it', async () => {
    const answered = await teams.post(
      teams.activity({
        type: 'conversationUpdate',
        text: undefined,
        conversation: {
          isGroup: true,
          conversationType: 'channel',
          id: '19:team@thread.skype',
          tenantId: tenant,
        },
        membersAdded: [bot],
        channelData: { eventType: 'teamMemberAdded', team: { id: '19:team' }, tenant: { id: tenant } },
      }),
    );
    expect(answered).toEqual({ status: 200, text: '' });
    expect(seen).toEqual([]);
  });

  it.each([
    ['conversationUpdate', { type: 'conversationUpdate', membersRemoved: [bot] }],
    ['installationUpdate', { type: 'installationUpdate', action: 'remove' }],
  ])('that is undone is noticed, by %s', async (_, fields) => {
    const person = teams.person();
    await person.says('hi');
    await teams.service.until(() => person.screen().length > 0);
    const before = teams.events.length;
    await teams.post(person.activity({ text: undefined, ...fields }));
    const events = teams.events.slice(before).map(({ event }) => event);
    expect(events).toContain('connector.gone');
    expect(person.screen()).toHaveLength(1);
  });
});

describe('what else Teams sends', () => {
  it.each<[string, Partial<Activity>]>([
    [
      'a reaction',
      { type: 'messageReaction', reactionsAdded: [{ type: 'like' }], replyToId: '1:1', text: undefined },
    ],
    [
      'an edited message',
      {
        type: 'messageUpdate',
        text: 'corrected',
        channelData: { eventType: 'editMessage', tenant: { id: tenant } },
      },
    ],
    [
      'a deleted message',
      {
        type: 'messageDelete',
        text: undefined,
        channelData: { eventType: 'softDeleteMessage', tenant: { id: tenant } },
      },
    ],
    [
      'a read receipt',
      { type: 'event', name: 'application/vnd.microsoft.readReceipt', value: {}, text: undefined },
    ],
    ['typing', { type: 'typing', text: undefined }],
    ['a type of the future', { type: 'somethingNew', text: undefined }],
  ])('%s is taken, and nothing is said to it', async (_, fields) => {
    const person = teams.person();
    expect(await teams.post(person.activity(fields))).toEqual({ status: 200, text: '' });
    await person.says('hi');
    await teams.service.until(() => person.screen().length > 0);
    expect(person.screen()).toHaveLength(1);
  });

  it.each([
    ['one of the future', 'somethingNew/invoke'],
    ['of a message extension that is not ours', 'composeExtension/unknown'],
    ['of a sign-in that is not asked for', 'signin/verifyState'],
  ])('an invoke, %s, is answered with 501', async (_, name) => {
    const invoke = { type: 'invoke', text: undefined, name, value: {} };
    const answered = await teams.post(teams.person().activity(invoke));
    expect(answered.status).toBe(501);
  });

  it.each([
    ['a name that is a number', { name: 7 }],
    ['a name without an end', { name: 'x'.repeat(600) }],
    ['an address that is an object', { contentUrl: { href: 'https://example.org' } }],
  ])('a file with %s is refused with 400', async (_, fields) => {
    const attachments: object[] = [{ contentType: 'model/obj', ...fields }];
    const activity = { ...teams.person().activity({ text: 'hi' }), attachments };
    expect((await teams.post(activity as Activity)).status).toBe(400);
  });

  it('a malformed card action is answered with 400', async () => {
    const activity = teams
      .person()
      .activity({ type: 'invoke', name: 'adaptiveCard/action', value: { action: 7 } });
    const answered = await teams.post(activity);
    expect(answered.text).toContain('"statusCode":400');
  });

  it('the same message twice is answered once', async () => {
    const person = teams.person();
    const activity = person.activity({ text: 'hi' });
    await teams.post(activity);
    await teams.post(activity);
    await person.says('thanks');
    await teams.service.until(() => person.screen().length > 1);
    expect(person.screen()).toHaveLength(2);
  });
});

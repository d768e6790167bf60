import adaptiveCards from 'adaptivecards/dist/adaptivecards.js';
import type { Activity, Attachment } from '../../../src/conversation/activity.ts';
import { Teams, bot, executesOf, tenant, type TeamsPerson } from '../../support/azure/teams.ts';

const appId = '0f0e6c1e-3c4c-4f0a-9d49-7a2f5a8b1c2d';
let teams: Teams;
beforeAll(async () => {
  teams = await Teams.start();
});
afterAll(() => teams.close());
afterEach(() => teams.service.strangers.clear());

let people = 0;
/** Somebody of their own, so that no test finds the chat of another. */
function somebody(): TeamsPerson {
  people += 1;
  const from = { id: `29:extension-${people}`, name: `Person ${people}`, aadObjectId: crypto.randomUUID() };
  return teams.person({ from });
}

const channel = {
  isGroup: true,
  conversationType: 'channel',
  id: '19:6decf54d86d945e4b3924b63a9161a78@thread.skype;messageid=1611060744833',
  name: 'parsable',
  tenantId: tenant,
};

/** An invoke from a channel, as Teams' documentation shows it. */
function invoke(person: TeamsPerson, name: string, value: unknown): Activity {
  const { from } = person.place;
  return teams.activity({
    ...{ type: 'invoke', name, value, from, text: undefined, conversation: channel },
    recipient: { id: `28:${appId}`, name: 'Phone Link support' },
    channelData: {
      channel: { id: '19:6decf54d86d945e4b3924b63a9161a78@thread.skype' },
      team: { id: '19:acca514e83cb497e960e0b014d405336@thread.skype' },
      tenant: { id: tenant },
      source: { name: 'message' },
    },
    entities: [{ locale: 'en-US', country: 'US', platform: 'Windows', type: 'clientInfo' }],
  });
}

/** The message that the command was chosen on. */
function payload(fields: object = {}): object {
  return {
    linkToMessage: 'https://teams.microsoft.com/l/message/19:6dec@thread.skype/1611060744833',
    id: '1611060744833',
    replyToId: null,
    createdDateTime: '2021-01-19T12:52:24.833Z',
    lastModifiedDateTime: null,
    deleted: false,
    summary: null,
    importance: 'normal',
    locale: 'en-us',
    body: {
      contentType: 'html',
      content:
        '<div><div><at id="0">Grace</at>&nbsp;None of the notifications on my Galaxy reach Phone&nbsp;Link on the PC</div>\n</div>',
    },
    from: {
      device: null,
      conversation: null,
      user: { userIdentityType: 'aadUser', id: crypto.randomUUID(), displayName: 'Olo Brockhouse' },
      application: null,
    },
    reactions: [],
    mentions: [{ id: 0, mentionText: 'Grace', mentioned: { device: null, user: null } }],
    attachments: [],
    ...fields,
  };
}

const fix = (person: TeamsPerson, message: object = payload(), name = 'composeExtension/fetchTask') =>
  teams.post(
    invoke(person, name, {
      ...{ commandId: 'fixPhoneLink', commandContext: 'message', context: { theme: 'default' } },
      ...{ requestId: '7f7d22efe5414818becebcec649a7912', messagePayload: message },
    }),
  );

const find = (person: TeamsPerson, text: unknown, queryOptions: object = { skip: 0, count: 25 }) =>
  teams.post(
    invoke(person, 'composeExtension/query', {
      ...{ commandId: 'findCheck', queryOptions, parameters: [{ name: 'words', value: text }] },
    }),
  );

interface Dialog {
  task: { type: string; value: { title: string; card: Attachment } };
}
const dialogOf = ({ text }: { text: string }) => (JSON.parse(text) as Dialog).task.value;
const wordsOf = (part: unknown) => JSON.stringify(part);

interface Found {
  composeExtension: { type: string; text?: string; attachments?: (Attachment & { preview: Attachment })[] };
}
const foundIn = ({ text }: { text: string }) => (JSON.parse(text) as Found).composeExtension;
const titles = (found: Found['composeExtension']) =>
  (found.attachments ?? []).map(({ preview }) => (preview.content as { title: string }).title);

/** The chat that Teams gives out for them. */
const chatOf = (person: TeamsPerson) => teams.service.shown(`a:with-${person.place.from.id}`);

describe('“Fix Phone Link” on a message', () => {
  it('begins a case with its text in the personal chat of whoever chose it, and says so', async () => {
    const person = somebody();
    const answered = await fix(person);
    expect(answered.status).toBe(200);
    const { title, card } = dialogOf(answered);
    expect(title).toBe('Fix Phone Link');
    expect(wordsOf(card)).toContain('None of the notifications');
    expect(wordsOf(card)).toContain(`/l/entity/${appId}/conversations?tenantId=${tenant}`);
    await teams.service.until(() => chatOf(person).length > 1);
    const [quote, check] = chatOf(person).map(({ activity }) => activity);
    expect(quote?.text).toContain(
      'message: None of the notifications on my Galaxy reach Phone Link on the PC',
    );
    expect(check?.channelData).toMatchObject({ support: { state: 'checking' } });
  });

  it('goes on in the chat that the person had with the bot before', async () => {
    const person = somebody();
    await person.says('hi');
    await teams.service.until(() => person.screen().length > 0);
    await fix(person);
    await teams.service.until(() => person.screen().length > 3);
    expect(chatOf(person)).toEqual([]);
    await person.clicks(({ answer }) => answer === 'already-ok');
    await teams.service.until(() => person.screen().length > 4);
    expect(executesOf(person.screen().at(-1)?.activity)).not.toEqual([]);
  });

  it('on a message of a chat between two people goes to the chat with the bot all the same', async () => {
    const person = somebody();
    const conversation = {
      conversationType: 'personal',
      id: '19:ada_grace@unq.gbl.spaces',
      tenantId: tenant,
    };
    const value = { commandId: 'fixPhoneLink', commandContext: 'message', messagePayload: payload() };
    const activity = invoke(person, 'composeExtension/fetchTask', value);
    const answered = await teams.post({ ...activity, conversation });
    expect(wordsOf(dialogOf(answered).card)).toContain("I'm on it");
    await teams.service.until(() => chatOf(person).length > 2);
    expect(teams.service.shown(conversation.id)).toEqual([]);
  });

  it('begins one case when Teams asks twice, however quick it is', async () => {
    const person = somebody();
    await Promise.all([fix(person), fix(person)]);
    await teams.service.until(() => chatOf(person).length > 2);
    await teams.app.idle();
    expect(chatOf(person)).toHaveLength(3);
  });

  it('is answered alike when the client sends it as a submit', async () => {
    const person = somebody();
    const answered = await fix(person, payload(), 'composeExtension/submitAction');
    expect(wordsOf(dialogOf(answered).card)).toContain("I'm on it");
    await teams.service.until(() => chatOf(person).length > 1);
  });

  it('tells somebody who has not added the bot how to', async () => {
    const person = somebody();
    teams.service.strangers.add(person.place.from.id);
    const { card } = dialogOf(await fix(person));
    expect(wordsOf(card)).toContain('Add me first');
    expect(wordsOf(card)).toContain(`/l/app/${appId}?tenantId=${tenant}`);
    expect(chatOf(person)).toEqual([]);
  });

  it('tells somebody who has removed the bot how to add it again', async () => {
    const person = somebody();
    await person.says('hi');
    await teams.service.until(() => person.screen().length > 0);
    await teams.post(person.activity({ type: 'installationUpdate', action: 'remove', text: undefined }));
    teams.service.strangers.add(person.place.from.id);
    expect(wordsOf(dialogOf(await fix(person)).card)).toContain('Add me first');
  });

  it('says what to do when Teams does not answer for a chat', async () => {
    const person = somebody();
    teams.service.troubles.push({ status: 502 });
    expect(wordsOf(dialogOf(await fix(person)).card)).toContain('I could not open our chat');
  });

  it.each([
    ['that was deleted', { deleted: true }],
    ['without a body', { body: null }],
    [
      'of a picture alone',
      { body: { contentType: 'html', content: '<img alt="" src="https://x.example/a.png">' } },
    ],
  ])('says that there is nothing to read in a message %s', async (_, fields) => {
    const person = somebody();
    expect(wordsOf(dialogOf(await fix(person, payload(fields))).card)).toContain('There is nothing to read');
    expect(chatOf(person)).toEqual([]);
  });

  it('takes HTML for what it shows, and marks in it for text', async () => {
    const person = somebody();
    const content =
      '<script>alert(1)</script><p>My <b>photos</b> are&nbsp;gone &lt;b&gt;</p><p>[x](https://evil.example) **now**</p>';
    await fix(person, payload({ body: { contentType: 'html', content } }));
    await teams.service.until(() => chatOf(person).length > 1);
    const said = chatOf(person)[0]?.activity.text ?? '';
    expect(said).not.toMatch(/alert|<p>|&nbsp;/);
    expect(said).toContain(String.raw`My photos are gone \<b\>`);
    expect(said).toContain(String.raw`\[x\]\(https://evil.example\) \*\*now\*\*`);
  });

  it('takes a message of 10,000 characters, and shows no more of it than fits', async () => {
    const person = somebody();
    const content = `My phone's photos do not show up on the PC. ${'really '.repeat(1400)}`;
    const answered = await fix(person, payload({ body: { contentType: 'text', content } }));
    expect(answered.text.length).toBeLessThan(5000);
    await teams.service.until(() => chatOf(person).length > 1);
    expect(chatOf(person)[0]?.activity.text?.length).toBeLessThan(700);
  });
});

describe('a search for checks', () => {
  it('finds by plain words, with a card for each that stands without a case', async () => {
    const found = foundIn(await find(somebody(), 'notifications do not arrive on my samsung'));
    expect(found.type).toBe('result');
    expect(titles(found)).toContain('Notification access for Link to Windows');
    for (const { contentType, content } of found.attachments ?? []) {
      expect(contentType).toBe('application/vnd.microsoft.card.adaptive');
      const card = new adaptiveCards.AdaptiveCard();
      const context = new adaptiveCards.SerializationContext();
      card.parse(content, context);
      expect({ faults: context.eventCount, invalid: card.validateProperties().validationEvents }).toEqual({
        faults: 0,
        invalid: [],
      });
      expect(wordsOf(content)).not.toMatch(/Action\.(Submit|Execute)|undefined/);
      expect(wordsOf(content)).toContain(`/l/entity/${appId}/conversations`);
    }
  });

  it('finds a setting by its name, slips forgiven', async () => {
    expect(titles(foundIn(await find(somebody(), 'do not disterb')))[0]).toMatch(/disturb/i);
  });

  it('shows what helps most people before anything is typed', async () => {
    const parameters = [{ name: 'initialRun', value: 'true' }];
    const value = { commandId: 'findCheck', parameters, queryOptions: { skip: 0, count: 25 } };
    const first = foundIn(await teams.post(invoke(somebody(), 'composeExtension/query', value)));
    expect(first.attachments).toHaveLength(8);
    expect(titles(foundIn(await find(somebody(), '   ')))).toEqual(titles(first));
  });

  it('gives further ones when asked to skip those before, and ends', async () => {
    const person = somebody();
    const [first, second] = await Promise.all([
      find(person, 'photos', { skip: 0, count: 3 }),
      find(person, 'photos', { skip: 3, count: 3 }),
    ]);
    const all = [...titles(foundIn(first)), ...titles(foundIn(second))];
    expect(new Set(all).size).toBe(6);
    const beyond = foundIn(await find(person, 'photos', { skip: 1000, count: 3 }));
    expect(beyond).toMatchObject({ type: 'result', attachments: [] });
  });

  it('says so when nothing fits', async () => {
    const found = foundIn(await find(somebody(), 'the best recipe for apple pie'));
    expect(found).toEqual({ type: 'message', text: expect.stringContaining('No check fits') as string });
  });

  it('reads the beginning of 10,000 characters', async () => {
    const found = foundIn(await find(somebody(), `photos missing ${'x'.repeat(10_000)}`));
    expect(['result', 'message']).toContain(found.type);
  });

  it('leaves no trace of whoever searched', async () => {
    const person = somebody();
    await find(person, 'photos');
    const { aadObjectId } = person.place.from as { aadObjectId?: string };
    expect(await teams.app.store.findConversation(aadObjectId ?? '')).toBeUndefined();
    expect(chatOf(person)).toEqual([]);
  });
});

describe('an invoke of the message extension', () => {
  it.each([
    ['without a value', 'composeExtension/query', undefined],
    ['with a text for a value', 'composeExtension/fetchTask', 'fixPhoneLink'],
    ['with an unknown command', 'composeExtension/query', { commandId: 'other', parameters: [] }],
    ['without a message', 'composeExtension/fetchTask', { commandId: 'fixPhoneLink' }],
    [
      'with a body that is none',
      'composeExtension/submitAction',
      { commandId: 'fixPhoneLink', messagePayload: { id: '1', body: ['x'] } },
    ],
    [
      'with parameters without end',
      'composeExtension/query',
      { commandId: 'findCheck', parameters: Array(100).fill({ name: 'words', value: 'x' }) },
    ],
    [
      'with a page that cannot be',
      'composeExtension/query',
      { commandId: 'findCheck', parameters: [], queryOptions: { skip: -1, count: 1e9 } },
    ],
  ])('%s is refused with 400, and says what is wrong', async (_, name, value) => {
    const { status, text } = await teams.post(invoke(somebody(), name, value));
    expect(status).toBe(400);
    expect(JSON.parse(text)).toEqual({
      error: { code: 'BadRequest', message: expect.stringMatching(/\w/) as string },
    });
  });

  it('that is not served is answered with 501', async () => {
    const { status } = await teams.post(
      invoke(somebody(), 'composeExtension/queryLink', { url: 'https://x.example' }),
    );
    expect(status).toBe(501);
  });

  it('names no app where the bot has none, and shows no button then', async () => {
    const activity = invoke(somebody(), 'composeExtension/query', {
      ...{ commandId: 'findCheck', parameters: [{ name: 'words', value: 'photos' }] },
    });
    const found = foundIn(await teams.post({ ...activity, recipient: bot }));
    expect(wordsOf(found)).not.toContain('teams.microsoft.com');
  });
});

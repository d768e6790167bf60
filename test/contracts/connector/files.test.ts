import type { Activity, Attachment } from '../../../src/conversation/activity.ts';
import { ConversationFiles } from '../../../src/channels/directline/files.ts';
import { openStore, type OpenedStore } from '../../../src/storage/stores.ts';
import { FileStorage } from '../../support/azure/file-storage.ts';
import {
  agentAtThread,
  bo,
  type ChannelAgent,
  escalate,
  startSupportTeam,
  textOf,
} from '../../support/azure/support-team.ts';
import { promised, type Teams, type TeamsPerson } from '../../support/azure/teams.ts';

const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const pdf = Buffer.from(`%PDF-1.7\n${'phone link '.repeat(100)}`);
const downloadInfo = 'application/vnd.microsoft.teams.file.download.info';
const consentType = 'application/vnd.microsoft.teams.card.file.consent';

let teams: Teams;
let storage: FileStorage;
let visitor: TeamsPerson;
let store: OpenedStore;

beforeEach(async () => {
  storage = await FileStorage.start();
  teams = await startSupportTeam({ environment: { UPLOAD_FILE_MB: '8' } });
  visitor = teams.person();
  store = await openStore(teams.databaseUrl, { clock: () => new Date(), newId: () => crypto.randomUUID() });
});
afterEach(async () => {
  await store.close();
  await teams.close();
  await storage.close();
});

/** A file as Teams tells of one in a personal chat. */
function attached(name: string, downloadUrl = `${storage.url}/${name}`): Attachment {
  return {
    contentType: downloadInfo,
    contentUrl: `https://contoso-my.sharepoint.com/personal/${name}`,
    name,
    content: { downloadUrl, uniqueId: 'u1', fileType: name.split('.').at(-1) },
  };
}

const conversation = async () => {
  const [found] = await store.privacy.conversationsOf({ userId: visitor.place.from.aadObjectId as string });
  return found?.id ?? '';
};

async function logged(): Promise<Activity[]> {
  await teams.app.idle();
  const log = await store.readLog({ conversationId: await conversation(), after: 0, limit: 100 });
  return log.map(({ activity }) => activity);
}

const seen = () => visitor.screen().map(textOf);
const visitorSees = (text: string) => teams.service.until(() => seen().some((shown) => shown.includes(text)));

async function bytesAt(url: string): Promise<Buffer> {
  return Buffer.from(await (await fetch(url)).arrayBuffer());
}

describe('a file that a visitor attaches in Teams', () => {
  it('is kept here, as Teams lets it be read for some minutes only', async () => {
    storage.kept.set('/log.pdf', { bytes: pdf, contentType: 'application/pdf' });
    await teams.post(visitor.activity({ text: 'here', attachments: [attached('log.pdf')] }));
    const [message] = (await logged()).filter(({ text }) => text === 'here');
    const [file] = message?.attachments ?? [];
    expect(file).toMatchObject({ contentType: 'application/pdf', name: 'log.pdf' });
    expect(await bytesAt(file?.contentUrl ?? '')).toEqual(pdf);
  });

  it('or a picture that they paste, which is read with the bot’s token', async () => {
    storage.kept.set('/pasted', { bytes: png, contentType: 'image/png', token: `bot-token-${teams.appId}` });
    const picture = { contentType: 'image/*', contentUrl: `${storage.url}/pasted` };
    await teams.post(visitor.activity({ text: 'look', attachments: [picture] }));
    const [message] = (await logged()).filter(({ text }) => text === 'look');
    const [file] = message?.attachments ?? [];
    expect(file?.contentType).toBe('image/png');
    expect(await bytesAt(file?.contentUrl ?? '')).toEqual(png);
  });

  it('is fetched once when Teams delivers the message again', async () => {
    storage.kept.set('/log.pdf', { bytes: pdf });
    const activity = visitor.activity({ text: 'here', attachments: [attached('log.pdf')] });
    await teams.post(activity);
    await teams.post(activity);
    await logged();
    expect(await store.files.filesOf(await conversation())).toHaveLength(1);
  });

  it('is not overtaken by what they write while it is on its way', async () => {
    const arrival = promised();
    storage.kept.set('/log.pdf', { bytes: pdf, when: arrival.promise });
    const first = teams.post(visitor.activity({ text: 'the log', attachments: [attached('log.pdf')] }));
    while (!storage.asked.has('/log.pdf')) await new Promise((resolve) => setImmediate(resolve));
    const second = teams.post(visitor.activity({ text: 'did you get it?' }));
    const other = teams.person({ from: { id: '29:max', name: 'Max', aadObjectId: 'max' } });
    // Whoever talks elsewhere does not wait.
    await other.says('my photos do not show up');
    arrival.keep();
    await Promise.all([first, second]);
    const texts = (await logged()).flatMap(({ text, from }) => (from?.role === 'user' ? (text ?? []) : []));
    expect(texts).toEqual(['the log', 'did you get it?']);
  });

  it('is fetched once when Teams delivers the message again while it is on its way', async () => {
    const arrival = promised();
    storage.kept.set('/log.pdf', { bytes: pdf, when: arrival.promise });
    const activity = visitor.activity({ text: 'here', attachments: [attached('log.pdf')] });
    const posts = [teams.post(activity), teams.post(activity)];
    arrival.keep();
    await Promise.all(posts);
    await logged();
    expect(await store.files.filesOf(await conversation())).toHaveLength(1);
  });

  it.each([
    ['lies where files are not read from', () => attached('x.pdf', 'https://evil.example/x.pdf')],
    ['lies on this machine under another name', () => attached('x.pdf', 'http://[::ffff:127.0.0.1]:1/x.pdf')],
    ['is somewhere else by now', () => attached('moved.pdf')],
    ['is not there any more', () => attached('gone.pdf')],
    ['is too large', () => attached('large.pdf')],
    ['is no type that is taken', () => attached('virus.exe')],
    ['has no address at all', () => ({ contentType: downloadInfo, name: 'x.pdf', content: null })],
  ])('that %s is refused, and the visitor is told; what they wrote arrives', async (_, make) => {
    storage.kept.set('/large.pdf', { bytes: Buffer.concat([pdf, Buffer.alloc(9 * 1024 * 1024)]) });
    storage.kept.set('/virus.exe', { bytes: Buffer.from('MZ\0\0') });
    storage.kept.set('/moved.pdf', { bytes: pdf, location: `${storage.url}/large.pdf` });
    const attachment = make();
    await teams.post(visitor.activity({ text: 'my phone does not connect', attachments: [attachment] }));
    await visitorSees('I could not take');
    const [message] = (await logged()).filter(({ text }) => text === 'my phone does not connect');
    expect(message?.attachments).toEqual([
      { contentType: 'application/octet-stream', name: attachment.name },
    ]);
    expect(await store.files.filesOf(await conversation())).toEqual([]);
  });

  it('reaches the channel of the support team as a link', async () => {
    const agent = await helped();
    storage.kept.set('/log.pdf', { bytes: pdf });
    await teams.post(visitor.activity({ text: 'the log', attachments: [attached('log.pdf')] }));
    await agent.until(() => agent.replies().some((text) => text.includes('log.pdf: http')));
    const reply = agent.replies().find((text) => text.includes('log.pdf: http')) ?? '';
    expect(await bytesAt(/http\S+/.exec(reply)?.[0] ?? '')).toEqual(pdf);
  });
});

async function helped(): Promise<ChannelAgent> {
  await escalate(visitor, teams);
  const agent = await agentAtThread(teams, bo);
  await agent.presses('take');
  await visitorSees('Bo');
  return agent;
}

describe('a picture that an agent pastes in the channel', () => {
  const withToken = () => ({ bytes: png, contentType: 'image/png', token: `bot-token-${teams.appId}` });

  it('reaches the visitor', async () => {
    const agent = await helped();
    storage.kept.set('/shot', withToken());
    await agent.says('like this', {
      attachments: [{ contentType: 'image/*', contentUrl: `${storage.url}/shot` }],
    });
    await visitorSees('like this');
    const [message] = (await logged()).filter(({ text }) => text === 'like this');
    expect(await bytesAt(message?.attachments?.[0]?.contentUrl ?? '')).toEqual(png);
  });

  it('is kept once when Teams delivers the reply again', async () => {
    const agent = await helped();
    storage.kept.set('/shot', withToken());
    const reply = {
      id: 'f:same',
      attachments: [{ contentType: 'image/*', contentUrl: `${storage.url}/shot` }],
    };
    await agent.says('like this', reply);
    await agent.says('like this', reply);
    await visitorSees('like this');
    expect(await store.files.filesOf(await conversation())).toHaveLength(1);
  });

  it('that cannot be taken does not reach the visitor, what is written does, and the agent is told', async () => {
    const agent = await helped();
    await agent.says('like this', {
      attachments: [{ contentType: 'image/*', contentUrl: `${storage.url}/gone` }],
    });
    await visitorSees('like this');
    await agent.until(() => agent.replies().some((text) => text.includes('A picture was not passed on')));
  });

  it('does, and a file does not: the agent is told where files are sent from', async () => {
    const agent = await helped();
    const html = '<p>see</p><attachment id="1"></attachment>';
    await agent.says('see the file', { attachments: [{ contentType: 'text/html', content: html }] });
    await visitorSees('see the file');
    await agent.until(() => agent.replies().some((text) => text.includes('Send it from the desk')));
  });
});

describe('a file that an agent sends to a visitor in Teams', () => {
  /** Sends a file from the desk, and gives the card that asks the visitor. */
  async function offered(bytes = pdf): Promise<{ id: string; card: Attachment; context: object }> {
    await helped();
    const files = new ConversationFiles({
      files: store.files,
      clock: () => new Date(),
      newSecret: () => crypto.randomUUID(),
    });
    const file = await files.save({
      ...{ conversationId: await conversation(), name: 'steps.pdf', contentType: 'application/pdf' },
      ...{ content: [bytes], baseUrl: teams.url },
    });
    const agent = { id: `teams:${bo.aadObjectId}`, name: 'Bo', queues: ['*'] };
    const [mine] = await teams.app.desk.mine(agent);
    const escalationId = mine?.escalation.id ?? '';
    await teams.app.desk.send(agent, { escalationId, key: 'f', text: 'read this', attachments: [file] });
    const asking = () =>
      visitor
        .screen()
        .find(({ activity }) => activity.attachments?.some(({ contentType }) => contentType === consentType));
    await teams.service.until(() => asking() !== undefined);
    const { id, activity } = asking() ?? { id: '', activity: { type: '' } };
    const card = activity.attachments?.[0] ?? { contentType: '' };
    const { acceptContext } = card.content as { acceptContext: object };
    return { id, card, context: acceptContext };
  }

  const answer = (
    { id, context }: { id: string; context: object },
    fields: { action: string; uploadUrl?: string },
    by = visitor,
  ) => {
    const uploadInfo = {
      contentUrl: 'https://contoso-my.sharepoint.com/personal/steps.pdf',
      name: 'steps.pdf',
      uploadUrl: fields.uploadUrl ?? `${storage.url}/upload`,
      uniqueId: 'u-1',
      fileType: 'pdf',
    };
    const value = { type: 'fileUpload', action: fields.action, context, uploadInfo };
    return teams.post(
      by.activity({
        ...{ type: 'invoke', name: 'fileConsent/invoke', text: undefined, replyToId: id },
        value,
      }),
    );
  };

  it('is offered with its name and size, below what the agent wrote', async () => {
    const { card } = await offered();
    expect(card).toMatchObject({ name: 'steps.pdf', content: { sizeInBytes: pdf.length } });
    expect(seen()).toContain('read this');
  });

  it('is written where Teams says when they accept, and shown in place of the question', async () => {
    const asked = await offered();
    expect((await answer(asked, { action: 'accept' })).status).toBe(200);
    expect(storage.written.get('/upload')).toEqual(pdf);
    expect(storage.ranges).toEqual([`bytes 0-${pdf.length - 1}/${pdf.length}`]);
    const types = visitor.screen().flatMap(({ activity }) => activity.attachments ?? []);
    expect(types.map(({ contentType }) => contentType)).not.toContain(consentType);
    expect(types).toContainEqual(
      expect.objectContaining({
        contentType: 'application/vnd.microsoft.teams.card.file.info',
        content: { uniqueId: 'u-1', fileType: 'pdf' },
      }),
    );
  });

  it('is written in pieces when it is large', async () => {
    const large = Buffer.concat([pdf, Buffer.alloc(7 * 1024 * 1024, 7)]);
    await answer(await offered(large), { action: 'accept' });
    expect(storage.written.get('/upload')?.equals(large)).toBe(true);
    expect(storage.ranges).toHaveLength(3);
  });

  it('is written once, however often Teams delivers the answer', async () => {
    const asked = await offered();
    await Promise.all([answer(asked, { action: 'accept' }), answer(asked, { action: 'accept' })]);
    await answer(asked, { action: 'accept' });
    expect(storage.ranges).toHaveLength(1);
  });

  it('is not written when they decline: they are told, and the agent sees it', async () => {
    const asked = await offered();
    await answer(asked, { action: 'decline' });
    await answer(asked, { action: 'decline' });
    expect(seen().filter((text) => text.includes('was not saved'))).toHaveLength(1);
    expect(storage.ranges).toEqual([]);
    expect(await logged()).toContainEqual(
      expect.objectContaining({ name: 'file.declined', value: { name: 'steps.pdf' } }),
    );
  });

  it.each(['https://evil.example/upload', 'ftp://127.0.0.1/upload', 'http://user@127.0.0.1/upload'])(
    'is never written to %s',
    async (uploadUrl) => {
      await answer(await offered(), { action: 'accept', uploadUrl });
      await visitorSees('I could not save steps');
    },
  );

  it('that cannot be written is told to the visitor', async () => {
    const asked = await offered();
    storage.answers = 507;
    await answer(asked, { action: 'accept' });
    await visitorSees('I could not save steps');
  });

  it('is not given to somebody else', async () => {
    const asked = await offered();
    const eve = teams.person({ from: { id: '29:eve', name: 'Eve', aadObjectId: 'eve' } });
    await answer(asked, { action: 'accept' }, eve);
    expect(storage.ranges).toEqual([]);
    expect(textOf(eve.screen()[0])).toContain('not there any more');
  });

  it('and an answer without a form is answered with 400', async () => {
    const { id, context } = await offered();
    expect((await answer({ id, context }, { action: 'perhaps' })).status).toBe(400);
  });
});

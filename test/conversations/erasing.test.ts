import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { createApp, type App } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { Activity } from '../../src/conversation/activity.ts';
import type { DeskNews } from '../../src/escalation/desk.ts';
import { realContent, symptoms } from '../support/content.ts';
import { directLineClient, openStream } from '../support/direct-line-client.ts';

/** Words that stand nowhere but in what this visitor wrote, sent and was called. */
const words = {
  symptom: 'zebrafish',
  note: 'quokkanote',
  address: 'wombat.person@example.org',
  file: 'narwhalfile',
  bytes: 'axolotlbytes',
  noted: 'capybaranote',
  agent: 'okapianswer',
  typed: 'tapirtyped',
  unmatched: 'pangolinword',
};
const agent = { id: 'agent-1', name: 'Ann', queues: ['*'] };

let folder: string;
let app: App;
let url: string;
let helpDesk: Server;
const events: { event: string; fields: object }[] = [];
const note = (fields: object, event: string) => void events.push({ event, fields });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'erasing-'));
  events.length = 0;
  helpDesk = createServer((request, response) => request.resume().on('end', () => response.end('{}')));
  await new Promise<void>((resolve) => helpDesk.listen(0, '127.0.0.1', resolve));
  const { port } = helpDesk.address() as AddressInfo;
  app = await createApp({
    config: {
      ...readConfig({
        PORT: '0',
        DATABASE_URL: `sqlite:${join(folder, 'support.db')}`,
        ESCALATION_WEBHOOK_URL: `http://127.0.0.1:${port}/`,
        ESCALATION_WEBHOOK_SECRET: 'a secret only for tests',
      }),
    },
    logger: { debug: note, info: note, error: note },
    content: realContent(),
  });
  url = (await app.listen()).url;
});

afterEach(async () => {
  await app.close();
  await new Promise((resolve) => helpDesk.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

async function aVisitor() {
  const client = directLineClient(url);
  const chat = await client.startChat();
  const stream = await openStream(chat.streamUrl);
  const say = (text: string, more: object = {}) =>
    client.post(chat.id, chat.token, {
      type: 'message',
      from: { id: chat.userId, name: 'Xenopus' },
      text,
      ...more,
    });
  const upload = async () => {
    const form = new FormData();
    form.append(
      'file',
      new Blob([`${words.bytes} `.repeat(2000)], { type: 'text/plain' }),
      `${words.file}.txt`,
    );
    const response = await fetch(
      `${url}/v3/directline/conversations/${chat.id}/upload?userId=${chat.userId}`,
      {
        method: 'POST',
        headers: { Authorization: `Bearer ${chat.token}` },
        body: form,
      },
    );
    return response.status;
  };
  const link = await fetch(`${url}/api/chat/link`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${chat.token}` },
  });
  await link.body?.cancel();
  return { client, chat, stream, say, upload };
}

type Visitor = Awaited<ReturnType<typeof aVisitor>>;

/** A conversation that leaves rows in every table that can hold any. */
async function tellEverything({ say, upload }: Visitor): Promise<string> {
  await say(`what is the weather in ${words.unmatched} tomorrow`);
  await say(`${symptoms.notifications}. Regards, ${words.symptom}`);
  await say(`it is already on, ${words.typed}`);
  await upload();
  await say('talk to a person');
  await say(`My Samsung has shown no notification since Monday, ${words.note}`);
  await say(words.address);
  await say('yes');
  const [listed] = await app.desk.queue(agent);
  const id = listed!.escalation.id;
  await app.desk.take(agent, id);
  await app.desk.note(agent, { escalationId: id, text: words.noted });
  await app.desk.send(agent, { escalationId: id, key: 'message-1', text: words.agent });
  return id;
}

function tables(): Map<string, string> {
  const database = new Database(join(folder, 'support.db'), { readonly: true });
  const names = database
    .prepare("select name from sqlite_master where type = 'table'")
    .pluck()
    .all() as string[];
  const found = new Map(
    names.map((name) => {
      const rows = database.prepare(`select * from "${name}"`).all() as Record<string, unknown>[];
      const texts = rows.flatMap((row) =>
        Object.values(row).map((value) =>
          Buffer.isBuffer(value) ? value.toString('latin1') : String(value),
        ),
      );
      return [name, texts.join('\n')];
    }),
  );
  database.close();
  return found;
}

function tablesWith(text: string): string[] {
  return [...tables()].filter(([, held]) => held.includes(text)).map(([name]) => name);
}

/** Files in the data folder whose bytes hold the text, in any table, free page or log. */
function filesWith(text: string): string[] {
  return readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(text));
}

/** The button of the newest card that does this, once the card has come. */
async function buttonOf(stream: Visitor['stream'], answer: 'yes' | 'no'): Promise<object> {
  const buttons = () =>
    [...JSON.stringify(stream.activities()).matchAll(/\{"do":"confirm-delete"[^}]*\}/g)].map(
      ([text]) => JSON.parse(text) as { answer: string },
    );
  await stream.until(() => buttons().length > 0);
  return buttons().findLast((button) => button.answer === answer) ?? {};
}

const isEnd = ({ type }: Activity) => type === 'endOfConversation';

describe('a visitor who deletes their data while a person helps them', () => {
  let visitor: Visitor;
  let escalationId: string;

  beforeEach(async () => {
    visitor = await aVisitor();
    escalationId = await tellEverything(visitor);
  });

  it('has left words in every table that is said to be cleaned', () => {
    const held = new Set(Object.values(words).flatMap(tablesWith));
    expect([...held].toSorted()).toEqual([
      ...['cases', 'escalation_changes', 'escalations', 'file_pieces', 'files', 'log', 'state'],
      'unmatched_symptoms',
    ]);
    expect(tablesWith(visitor.chat.id)).toEqual(
      expect.arrayContaining(['outbox', 'one_time_links', 'conversations']),
    );
  });

  it('is asked first, and leaves no word in any table or in any byte of any file', async () => {
    await visitor.say('please delete all my data');
    expect(tablesWith(words.symptom)).not.toEqual([]);
    await visitor.say('Yes, delete everything', { value: await buttonOf(visitor.stream, 'yes') });
    await visitor.stream.until(() => visitor.stream.activities().some(isEnd));
    for (const word of [...Object.values(words), visitor.chat.userId, 'Xenopus']) {
      expect([word, tablesWith(word)]).toEqual([word, []]);
      expect([word, filesWith(word)]).toEqual([word, []]);
    }
    expect(tablesWith(visitor.chat.id)).toEqual(['revocations']);
    expect(tablesWith(escalationId)).toEqual(['erased_escalations']);
  });

  it('is told so by a last message that says nothing of them, and the chat ends', async () => {
    await visitor.say('forget me');
    await visitor.say('yes');
    await visitor.stream.until(() => visitor.stream.activities().some(isEnd));
    const [message] = visitor.stream.activities().slice(-2);
    const { guide } = realContent();
    expect(message).toMatchObject({
      text: guide.phrases['privacy.erased-shared'],
      channelData: { support: { case: null, state: 'closed' } },
    });
    for (const word of Object.values(words)) expect(JSON.stringify(message)).not.toContain(word);
  });

  it('cannot be written to any more: the agent is told why, and nothing is written back', async () => {
    const news: DeskNews[] = [];
    const stop = app.desk.subscribe(agent, (each) => void news.push(each));
    await visitor.say('delete my data');
    const confirmed = visitor.say('yes');
    const answers = await Promise.allSettled([
      confirmed,
      ...['message-2', 'message-3', 'message-4'].map((key) =>
        app.desk.send(agent, { escalationId, key, text: `${words.agent} again` }),
      ),
    ]);
    stop();
    await expect(
      app.desk.send(agent, { escalationId, key: 'message-5', text: `${words.agent} late` }),
    ).rejects.toMatchObject({ code: 'escalation.erased', status: 410 });
    await expect(app.desk.note(agent, { escalationId, text: words.noted })).rejects.toMatchObject({
      code: 'escalation.erased',
    });
    await expect(app.desk.open(agent, escalationId)).rejects.toMatchObject({ code: 'escalation.erased' });
    expect(answers[0].status).toBe('fulfilled');
    expect(news).toContainEqual({ is: 'erased', escalationId });
    expect(tablesWith(words.agent)).toEqual([]);
    expect(tablesWith(words.noted)).toEqual([]);
    expect(await app.desk.mine(agent)).toEqual([]);
  });

  it('cannot come back with the old tokens, and nothing of what was said can be fetched', async () => {
    await visitor.say('delete my data');
    const { chat, client } = visitor;
    const files = [
      ...JSON.stringify(visitor.stream.activities()).matchAll(/\/v3\/directline\/files\/[\w-]+/g),
    ];
    await visitor.say('yes');
    expect((await client.activities(chat.id, chat.token)).status).toBe(403);
    expect((await client.start(chat.token)).status).toBe(403);
    const resumed = await client.call('POST', '/api/chat/resume', {
      body: { resumeToken: chat.resumeToken },
    });
    expect(resumed.status).toBe(403);
    expect(files.length).toBeGreaterThan(0);
    for (const [path] of files) expect((await fetch(url + path)).status).toBe(404);
  });

  it('leaves a line in the operator’s log that says how much and where else to look, in no words of theirs', async () => {
    await visitor.say('delete my data');
    await visitor.say('yes');
    const line = events.find(({ event }) => event === 'privacy.erased');
    expect(line?.fields).toMatchObject({ conversations: [visitor.chat.id], passedOnTo: ['webhook'] });
    for (const word of Object.values(words)) expect(JSON.stringify(events)).not.toContain(word);
  });
});

describe('a visitor who is asked whether to delete everything', () => {
  it.each(['no', 'No, keep it', 'never mind'])('and says %j keeps everything', async (text) => {
    const { say, stream } = await aVisitor();
    await say(`my ${words.symptom} phone shows no notifications`);
    await say('delete my data');
    await say(text);
    expect(stream.activities().some(isEnd)).toBe(false);
    expect(tablesWith(words.symptom)).toContain('log');
  });

  it('and says something else keeps everything, also when the old card is pressed afterwards', async () => {
    const { say, stream } = await aVisitor();
    await say('delete my data');
    const button = await buttonOf(stream, 'yes');
    await say(`my ${words.symptom} phone shows no notifications`);
    await say('Yes', { value: button });
    expect(stream.activities().some(isEnd)).toBe(false);
    expect(tablesWith(words.symptom)).toContain('log');
  });

  it('and presses a button that was made up deletes nothing', async () => {
    const { say, stream } = await aVisitor();
    await say(`my ${words.symptom} phone shows no notifications`);
    await say('Yes', { value: { do: 'confirm-delete', answer: 'yes', ask: 1 } });
    expect(stream.activities().some(isEnd)).toBe(false);
    expect(tablesWith(words.symptom)).toContain('log');
  });
});

describe('a visitor of the secret’s own users', () => {
  it('deletes this conversation only, as anybody could say to be that user', async () => {
    const { client } = await aVisitor();
    const secret = await app.store.keptSecret('direct-line-secret', () => '');
    const user = { id: 'customer-7', name: 'C' };
    const token = async () =>
      (await client.call('POST', '/v3/directline/tokens/generate', { credential: secret, body: { user } }))
        .body;
    const [mine, other] = [await token(), await token()];
    for (const each of [mine, other]) await client.start(each.token);
    const say = (text: string) =>
      client.post(mine.conversationId, mine.token, { type: 'message', from: user, text });
    await client.post(other.conversationId, other.token, {
      type: 'message',
      from: user,
      text: words.symptom,
    });
    await say('delete my data');
    await say('yes');
    expect(tablesWith(mine.conversationId)).toEqual(['revocations']);
    expect(tablesWith(words.symptom)).toContain('log');
  });
});

describe('a visitor who wants their data', () => {
  it('gets all of it as a page and as JSON, but for what agents noted for each other', async () => {
    const visitor = await aVisitor();
    await tellEverything(visitor);
    await visitor.say('what do you know about me?');
    await visitor.stream.until(() =>
      visitor.stream.activities().some(({ attachments }) => attachments?.length === 2),
    );
    const given = visitor.stream.activities().findLast(({ attachments }) => attachments?.length === 2);
    const [page, json] = await Promise.all(given!.attachments!.map(({ contentUrl }) => fetch(contentUrl!)));
    expect(page!.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page!.headers.get('content-disposition')).toContain('attachment');
    const [html, text] = [await page!.text(), await json!.text()];
    const data = JSON.parse(text) as {
      conversations: { log: unknown[]; cases: unknown[]; files: unknown[] }[];
    };
    expect(data.conversations[0]!.log.length).toBeGreaterThan(10);
    const { bytes, noted, unmatched, ...told } = words;
    for (const word of Object.values(told)) {
      expect([word, html.includes(word), text.includes(word)]).toEqual([word, true, true]);
    }
    expect(text).toContain(unmatched);
    expect(html + text).not.toContain(noted);
    expect(text).not.toContain(bytes);
  });

  it('cannot smuggle a script into the page', async () => {
    const { say, stream } = await aVisitor();
    await say('<script>alert(1)</script> my notifications are gone');
    await say('export my data');
    await stream.until(() => stream.activities().some(({ attachments }) => attachments?.length === 2));
    const given = stream.activities().findLast(({ attachments }) => attachments?.length === 2);
    const html = await (await fetch(given!.attachments![0]!.contentUrl!)).text();
    expect(html).not.toContain('<script');
    expect(html).toContain('alert(1)');
  });
});

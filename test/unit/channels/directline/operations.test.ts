import { directLineClient } from '../../../support/direct-line-client.ts';
import {
  type DirectLineStack,
  startDirectLineStack,
  testSecret,
} from '../../../support/direct-line-stack.ts';

let now = Date.parse('2026-11-22T10:00:00Z');
let stack: DirectLineStack;
let client: ReturnType<typeof directLineClient>;

beforeAll(async () => {
  stack = await startDirectLineStack({ clock: () => new Date(now) });
  client = directLineClient(stack.url);
});
afterAll(() => stack.close());

const generate = (body: unknown = {}) =>
  client.call('POST', '/v3/directline/tokens/generate', { credential: testSecret, body });
const texts = (reply: { body: { activities: { text?: string }[] } }) =>
  reply.body.activities.map(({ text }) => text);

describe('tokens/generate', () => {
  it('gives the holder of the secret a token that starts the named conversation', async () => {
    const { status, body } = await generate({
      user: { id: 'dl_known', name: 'Ana' },
      trustedOrigins: ['https://a.example'],
    });
    expect(status).toBe(200);
    expect(body).toEqual({ conversationId: expect.any(String), token: expect.any(String), expires_in: 1800 });
    const started = await client.start(body.token);
    expect(started.body.conversationId).toBe(body.conversationId);
  });

  it('does not begin the conversation', async () => {
    const { body } = await generate();
    expect((await client.activities(body.conversationId, body.token)).status).toBe(404);
  });

  it('refuses a token, a wrong secret and no header', async () => {
    const { token } = await client.startChat();
    const path = '/v3/directline/tokens/generate';
    expect((await client.call('POST', path, { credential: token })).status).toBe(403);
    expect((await client.call('POST', path, { credential: 'wrong' })).status).toBe(403);
    const bare = await client.call('POST', path);
    expect(bare.status).toBe(401);
    expect(bare.body).toEqual({ error: { code: 'MissingAuthorization', message: expect.any(String) } });
  });
});

describe('tokens/refresh', () => {
  const refresh = (credential: string) =>
    client.call('POST', '/v3/directline/tokens/refresh', { credential });

  it('gives an unexpired token a full life again', async () => {
    const chat = await client.startChat();
    now += 1700 * 1000;
    const { status, body } = await refresh(chat.token);
    expect([status, body.conversationId, body.expires_in]).toEqual([200, chat.id, 1800]);
    now += 1700 * 1000;
    expect((await client.activities(chat.id, body.token)).status).toBe(200);
  });

  it('refuses an expired token, which then opens nothing', async () => {
    const chat = await client.startChat();
    now += 1800 * 1000;
    for (const reply of [
      await refresh(chat.token),
      await client.activities(chat.id, chat.token),
      await client.post(chat.id, chat.token, { type: 'message', text: 'hi' }),
      await client.start(chat.token),
    ]) {
      expect([reply.status, reply.body.error.code]).toEqual([403, 'TokenExpired']);
    }
  });

  it('refuses the secret', async () => {
    expect((await refresh(testSecret)).status).toBe(403);
  });
});

describe('starting a conversation', () => {
  it('answers 201 the first time and 200 when the token has started it already', async () => {
    const { body } = await generate({ user: { id: 'dl_twice' } });
    const first = await client.start(body.token, { user: {} });
    const second = await client.start(body.token);
    expect([first.status, second.status]).toEqual([201, 200]);
    const fields = ['conversationId', 'eTag', 'expires_in', 'streamUrl', 'token'];
    expect(Object.keys(first.body).sort()).toEqual(fields);
    expect(second.body['eTag']).toBe(first.body['eTag']);
    expect(first.body.streamUrl).toMatch(
      /^ws:\/\/127\.0\.0\.1:\d+\/v3\/directline\/conversations\/.+\/stream\?t=/,
    );
  });

  it('lets the bot speak first, once, and never shows the client the conversationUpdate', async () => {
    const { body } = await generate({ user: { id: 'dl_first', name: 'Ana' } });
    await Promise.all([client.start(body.token, { locale: 'de-DE' }), client.start(body.token)]);
    await stack.turns.idle();
    expect(texts(await client.activities(body.conversationId, body.token))).toEqual(['hello']);
    const [update] = await stack.store.readLog({ conversationId: body.conversationId, after: 0, limit: 9 });
    expect(update?.activity).toMatchObject({
      type: 'conversationUpdate',
      membersAdded: [{ id: 'support-bot' }, { id: 'dl_first', name: 'Ana' }],
      from: { id: 'dl_first', role: 'user' },
      recipient: { id: 'support-bot' },
    });
  });

  it('with the secret begins a new conversation each time, for the user of the body', async () => {
    const first = await client.start(testSecret, { user: { id: 'ana' } });
    const second = await client.start(testSecret, { user: { id: 'ana' } });
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(first.body.conversationId).not.toBe(second.body.conversationId);
    await stack.turns.idle();
    expect(texts(await client.activities(first.body.conversationId, testSecret))).toEqual(['hello']);
  });

  it('tells the bot of nobody when nobody is known', async () => {
    const { body } = await client.start(testSecret, { user: { id: undefined }, locale: undefined });
    await stack.turns.idle();
    expect(texts(await client.activities(body.conversationId, body.token))).toEqual([]);
  });

  it.each([
    ['a dl_ user from outside of a token', { user: { id: 'dl_stolen' } }],
    ['a user that is no object', { user: 'ana' }],
    ['a user id with control characters', { user: { id: 'a\u0000' } }],
    ['a locale without end', { locale: 'x'.repeat(100) }],
  ])('refuses %s', async (_, body) => {
    const reply = await client.start(testSecret, body);
    expect([reply.status, reply.body.error.code]).toEqual([400, 'BadArgument']);
  });
});

describe('sending an activity', () => {
  it('rewrites the sender to the user of the token and keeps the rest as it came', async () => {
    const chat = await client.startChat();
    const channelData = { clientActivityID: 'abc', own: { deep: [1, null] } };
    const sent = {
      type: 'message',
      text: 'hi',
      from: { id: 'forged', name: 'Ana', role: 'bot' },
      channelData,
      value: { a: 1 },
    };
    const { status, body } = await client.post(chat.id, chat.token, sent);
    expect(status).toBe(200);
    const { activities } = (await client.activities(chat.id, chat.token)).body;
    const echoed = activities.find(({ id }) => id === body.id);
    expect(echoed).toMatchObject({
      text: 'hi',
      channelData,
      value: { a: 1 },
      timestamp: new Date(now).toISOString(),
    });
    expect(echoed?.from).toEqual({ id: chat.userId, name: 'Ana', role: 'user' });
    expect(activities.at(-1)).toMatchObject({
      text: 'echo hi',
      replyToId: body.id,
      from: { id: 'support-bot', role: 'bot' },
    });
  });

  it('believes the sender when the token knows no user, but never a dl_ one', async () => {
    const { body } = await generate();
    await client.start(body.token);
    const send = (id: string) =>
      client.post(body.conversationId, body.token, { type: 'message', text: id, from: { id } });
    expect((await send('ana')).status).toBe(200);
    expect((await send('dl_other')).status).toBe(400);
    const { activities } = (await client.activities(body.conversationId, body.token)).body;
    expect(activities[0]?.from).toEqual({ id: 'ana', role: 'user' });
  });

  it.each(['<img src=x onerror=alert(1)> & "quotes"', '👩‍👩‍👧‍👦 🏳️‍🌈', 'שלום \u202eעולם', 'line\nline\ttab'])(
    'passes %j through unchanged, both ways',
    async (text) => {
      const chat = await client.startChat();
      await client.post(chat.id, chat.token, { type: 'message', text });
      expect(texts(await client.activities(chat.id, chat.token))).toEqual(['hello', text, `echo ${text}`]);
    },
  );

  it('accepts typing and stores nothing of it', async () => {
    const chat = await client.startChat();
    await stack.turns.idle();
    const before = await stack.store.lastSeq(chat.id);
    const reply = await client.post(chat.id, chat.token, { type: 'typing' });
    expect([reply.status, typeof reply.body.id]).toEqual([200, 'string']);
    await expect(stack.store.lastSeq(chat.id)).resolves.toBe(before);
  });

  const nested = (levels: number): object => (levels === 0 ? {} : { a: nested(levels - 1) });
  it.each([
    ['a conversationUpdate', { type: 'conversationUpdate', membersAdded: [{ id: 'x' }] }],
    ['an activity without a type', { text: 'hi' }],
    ['an array', [{ type: 'message' }]],
    ['no body', undefined],
    ['a text that is a number', { type: 'message', text: 5 }],
    ['a name without end', { type: 'message', from: { id: 'a', name: 'n'.repeat(300) } }],
    ['a time zone without end', { type: 'message', localTimezone: 'x'.repeat(65) }],
    ['too many attachments', { type: 'message', attachments: Array(21).fill({ contentType: 'text/plain' }) }],
    ['more than 256 Ki characters', { type: 'message', text: 'x'.repeat(256 * 1024) }],
    ['a body nested without end', { type: 'message', value: nested(100) }],
  ])('refuses %s with 400', async (_, body) => {
    const chat = await client.startChat();
    const reply = await client.post(chat.id, chat.token, body);
    expect([reply.status, reply.body.error.code]).toEqual([400, 'BadArgument']);
  });

  it('takes 256 Ki characters even when each is three bytes', async () => {
    const chat = await client.startChat();
    const reply = await client.post(chat.id, chat.token, {
      type: 'message',
      text: '€'.repeat(256 * 1024 - 100),
    });
    expect(reply.status).toBe(200);
  });

  it('takes an empty sender, as botframework-directlinejs sends it', async () => {
    const chat = await client.startChat();
    const reply = await client.post(chat.id, chat.token, {
      type: 'message',
      text: 'hi',
      from: { id: '', name: '' },
    });
    expect(reply.status).toBe(200);
    const { activities } = (await client.activities(chat.id, chat.token)).body;
    expect(activities.find(({ id }) => id === reply.body.id)?.from?.id).toBe(chat.userId);
  });

  it('takes null for a field that is not set', async () => {
    const chat = await client.startChat();
    const body = {
      type: 'message',
      text: 'hi',
      id: null,
      from: null,
      channelData: null,
      attachments: null,
      locale: null,
    };
    expect((await client.post(chat.id, chat.token, body)).status).toBe(200);
  });
});

describe('reading activities', () => {
  it('gives at most 100 at a time, and every one once', async () => {
    const chat = await client.startChat();
    const conversation = await stack.store.findConversation(chat.id);
    for (let index = 0; index < 70; index += 1) {
      if (conversation)
        await stack.turns.receive({ conversation, activity: { type: 'message', text: `${index}` } });
    }
    await stack.turns.idle();
    const pages: (string | undefined)[][] = [];
    let watermark = '';
    for (;;) {
      const page = await client.activities(chat.id, chat.token, `?watermark=${watermark}`);
      watermark = page.body.watermark;
      if (page.body.activities.length === 0) break;
      pages.push(texts(page));
    }
    // The log's first entry is the conversationUpdate, which is not shown.
    expect(pages.map((page) => page.length)).toEqual([99, 42]);
    expect(new Set(pages.flat()).size).toBe(141);
    expect(watermark).toBe('142');
  });

  it.each([
    ['', 3],
    ['?watermark=', 3],
    ['?watermark=2', 2],
    ['?watermark=999', 0],
    ['?watermark=garbage', 3],
    ['?watermark=-5', 3],
  ])('with the query %j gives %i activities', async (query, count) => {
    const chat = await client.startChat();
    await client.post(chat.id, chat.token, { type: 'message', text: 'hi' });
    const { body } = await client.activities(chat.id, chat.token, query);
    expect(body.activities).toHaveLength(count);
    expect(body.watermark).toBe('4');
  });

  it("refuses another conversation's token with 403 and an unknown conversation with 404", async () => {
    const [mine, other] = [await client.startChat(), await client.startChat()];
    for (const reply of [
      await client.activities(other.id, mine.token),
      await client.reconnect(other.id, mine.token),
      await client.post(other.id, mine.token, { type: 'message', text: 'hi' }),
    ]) {
      expect([reply.status, reply.body.error.code]).toEqual([403, 'Forbidden']);
    }
    const unknown = await client.activities('nowhere', testSecret);
    expect([unknown.status, unknown.body.error.code]).toEqual([404, 'ConversationNotFound']);
  });

  it('does not open conversations of other channels', async () => {
    const teams = { id: 'teams-1', channel: 'msteams', userId: 'u', startedAt: new Date(now).toISOString() };
    await stack.store.createConversation(teams);
    expect((await client.activities('teams-1', testSecret)).status).toBe(404);
  });
});

describe('the chat page', () => {
  it('gets a conversation of its own whose user nobody can guess', async () => {
    const { status, body } = await client.call('POST', '/api/chat/token');
    expect(status).toBe(200);
    expect(Object.keys(body).sort()).toEqual([
      'conversationId',
      'expires_in',
      'files',
      'resumeToken',
      'token',
      'userId',
    ]);
    expect(body.userId).toMatch(/^dl_[0-9a-f-]{36}$/);
  });

  it('comes back to its conversation after days', async () => {
    const chat = await client.startChat();
    await client.post(chat.id, chat.token, { type: 'message', text: 'hi' });
    now += 20 * 24 * 3600 * 1000;
    const { status, body } = await client.call('POST', '/api/chat/resume', {
      body: { resumeToken: chat.resumeToken },
    });
    expect([status, body.conversationId, body.userId]).toEqual([200, chat.id, chat.userId]);
    expect(texts(await client.activities(chat.id, body.token))).toEqual(['hello', 'hi', 'echo hi']);
    now += 20 * 24 * 3600 * 1000;
    const again = await client.call('POST', '/api/chat/resume', { body: { resumeToken: body.resumeToken } });
    expect(again.status).toBe(200);
  });

  it('is refused with a token that is expired, of another kind or none', async () => {
    const chat = await client.startChat();
    const resume = (body: unknown) => client.call('POST', '/api/chat/resume', { body });
    expect((await resume({ resumeToken: chat.token })).status).toBe(403);
    expect((await resume({ resumeToken: 'nonsense' })).status).toBe(403);
    expect((await resume({})).status).toBe(400);
    now += 31 * 24 * 3600 * 1000;
    expect((await resume({ resumeToken: chat.resumeToken })).status).toBe(403);
  });
});

it('getsessionid gives a session id', async () => {
  const { status, body } = await client.call('GET', '/v3/directline/session/getsessionid');
  expect([status, typeof body.sessionId]).toEqual([200, 'string']);
});

import { directLineClient, openStream } from '../../../support/direct-line-client.ts';
import {
  type DirectLineStack,
  echo,
  startDirectLineStack,
  testSecret,
} from '../../../support/direct-line-stack.ts';

const minute = 60 * 1000;
let now = Date.parse('2026-11-22T10:00:00Z');
let stack: DirectLineStack;
let client: ReturnType<typeof directLineClient>;

beforeAll(async () => {
  stack = await startDirectLineStack({
    clock: () => new Date(now),
    allowedOrigins: ['https://shop.example'],
    // However slow the machine is.
    greetingMs: minute,
  });
  client = directLineClient(stack.url);
});
afterAll(() => stack.close());
// A token is told from one made before a revocation by its time.
beforeEach(() => void (now += 1));

type Chat = Awaited<ReturnType<typeof client.startChat>>;
const ask = (name: string, body?: unknown, credential?: string) =>
  client.call('POST', `/api/chat/${name}`, { body, credential });
const say = (chat: { id: string; token: string }, text: string) =>
  client.post(chat.id, chat.token, { type: 'message', text });
const resumed = async (chat: Chat) => (await ask('resume', { resumeToken: chat.resumeToken })).body;
const streamOf = async (id: string, token: string, query = '') =>
  openStream((await client.reconnect(id, token, query)).body.streamUrl);

describe('two pages with one conversation', () => {
  it('both see it live, and neither closes the other’s stream', async () => {
    const chat = await client.startChat();
    const first = await openStream(chat.streamUrl);
    const { token } = await resumed(chat);
    const second = await streamOf(chat.id, token, '?watermark=0');
    await say({ id: chat.id, token }, 'from the second');
    await say(chat, 'from the first');
    await Promise.all([first, second].map((stream) => stream.untilText('echo from the first')));
    expect(second.texts()).toEqual(first.texts());
    expect([first, second].map(({ socket }) => socket.readyState)).toEqual([1, 1]);
    first.socket.close();
    second.socket.close();
  });

  it('keep their sessions when they refresh, so that a page that reconnects closes its own old stream', async () => {
    const chat = await client.startChat();
    const stream = await openStream(chat.streamUrl);
    const refreshed = await client.call('POST', '/v3/directline/tokens/refresh', { credential: chat.token });
    const again = await streamOf(chat.id, refreshed.body.token);
    await expect(stream.closed).resolves.toEqual({ code: 1000, reason: 'collision' });
    again.socket.close();
  });

  it('are at most twenty; one more closes the oldest', async () => {
    const chat = await client.startChat();
    const oldest = await openStream(chat.streamUrl);
    const others = [];
    for (let count = 0; count < 20; count += 1)
      others.push(await streamOf(chat.id, (await resumed(chat)).token));
    await expect(oldest.closed).resolves.toEqual({ code: 1000, reason: 'collision' });
    expect(others.every(({ socket }) => socket.readyState === 1)).toBe(true);
    for (const { socket } of others) socket.close();
  });
});

describe('a one-time link', () => {
  const link = async (chat: Chat) => (await ask('link', {}, chat.token)).body as unknown as { link: string };

  it('leads one more browser into the conversation, as the same visitor', async () => {
    const chat = await client.startChat();
    await say(chat, 'on the PC');
    const made = await ask('link', {}, chat.token);
    expect([made.status, made.body.expires_in]).toEqual([200, 600]);
    const phone = await ask('redeem', { link: made.body['link'] });
    expect([phone.status, phone.body.conversationId, phone.body.userId]).toEqual([200, chat.id, chat.userId]);
    await say({ id: chat.id, token: phone.body.token }, 'on the phone');
    const { activities } = (await client.activities(chat.id, chat.token)).body;
    expect(activities.map(({ text }) => text)).toContain('on the phone');
    expect((await ask('resume', { resumeToken: phone.body.resumeToken })).status).toBe(200);
  });

  it('works once, and not after ten minutes', async () => {
    const chat = await client.startChat();
    const [used, late] = [await link(chat), await link(chat)];
    expect((await ask('redeem', used)).status).toBe(200);
    const again = await ask('redeem', used);
    expect([again.status, again.body.error.code]).toEqual([410, 'LinkUsed']);
    now += 10 * minute;
    const expired = await ask('redeem', late);
    expect([expired.status, expired.body.error.code]).toEqual([410, 'LinkExpired']);
  });

  it('survives a restart of the server', async () => {
    const chat = await client.startChat();
    const made = await link(chat);
    const other = await startDirectLineStack({ databaseUrl: stack.databaseUrl, clock: () => new Date(now) });
    const redeemed = await directLineClient(other.url).call('POST', '/api/chat/redeem', { body: made });
    expect([redeemed.status, redeemed.body.conversationId]).toEqual([200, chat.id]);
    await other.close();
  });

  it('is for the visitor of a conversation that was started', async () => {
    expect((await ask('link', {}, testSecret)).status).toBe(403);
    expect((await ask('link', {})).status).toBe(401);
    const { token } = (await ask('token')).body;
    expect((await ask('link', {}, token)).status).toBe(404);
  });

  it.each([
    [{ link: 'x' }, 404, 'LinkNotFound'],
    [{ link: '' }, 400, 'BadArgument'],
    [{ link: 'x'.repeat(1000) }, 400, 'BadArgument'],
    [{}, 400, 'BadArgument'],
  ])('%j is refused', async (body, status, code) => {
    const reply = await ask('redeem', body);
    expect([reply.status, reply.body.error.code]).toEqual([status, code]);
  });
});

describe('revoking', () => {
  it('ends every token, resume token, link, stream URL and stream of the conversation, and of no other', async () => {
    const [chat, other] = [await client.startChat(), await client.startChat()];
    const second = await resumed(chat);
    const link = (await ask('link', {}, chat.token)).body;
    const stream = await openStream(chat.streamUrl);
    const { streamUrl } = (await client.reconnect(chat.id, second.token)).body;
    const revoked = await ask('revoke', {}, chat.token);
    expect([revoked.status, revoked.body]).toEqual([200, { conversationId: chat.id }]);
    await expect(stream.closed).resolves.toEqual({ code: 1008, reason: 'revoked' });
    for (const reply of [
      await say(chat, 'hi'),
      await client.activities(chat.id, second.token),
      await client.call('POST', '/v3/directline/tokens/refresh', { credential: second.token }),
      await ask('resume', { resumeToken: chat.resumeToken }),
      await ask('redeem', link),
    ]) {
      expect([reply.status, reply.body.error.code]).toEqual([403, 'TokenRevoked']);
    }
    await expect(openStream(streamUrl)).rejects.toThrow('403');
    expect((await say(other, 'hi')).status).toBe(200);
  });

  it('holds after a restart, and leaves what was said', async () => {
    const chat = await client.startChat();
    await ask('revoke', {}, chat.token);
    const restarted = await startDirectLineStack({
      databaseUrl: stack.databaseUrl,
      clock: () => new Date(now),
    });
    const next = directLineClient(restarted.url);
    expect((await next.activities(chat.id, chat.token)).body.error.code).toBe('TokenRevoked');
    expect((await next.activities(chat.id, testSecret)).status).toBe(200);
    await restarted.close();
  });

  it('is for a visitor’s own conversation, and with the secret for any', async () => {
    const [chat, other] = [await client.startChat(), await client.startChat()];
    expect((await ask('revoke', { conversationId: other.id }, chat.token)).status).toBe(403);
    expect((await ask('revoke', {}, testSecret)).status).toBe(400);
    expect((await ask('revoke', { conversationId: other.id }, testSecret)).status).toBe(200);
    expect((await say(other, 'hi')).status).toBe(403);
    expect((await say(chat, 'hi')).status).toBe(200);
  });
});

describe('history read backwards', () => {
  const history = (token: string, query = '') =>
    client.call('GET', `/api/chat/history${query}`, { credential: token });

  it('brings every message once, in order, the last page first', async () => {
    const chat = await client.startChat();
    for (let count = 0; count < 7; count += 1) await say(chat, `m${count}`);
    const forwards = (await client.activities(chat.id, chat.token)).body;
    let page = (await history(chat.token, '?limit=4')).body;
    expect(page.watermark).toBe(forwards.watermark);
    let backwards = page.activities;
    while (page['before'] !== null) {
      page = (await history(chat.token, `?limit=4&before=${page['before'] as string}`)).body;
      expect(page.activities.length).toBeLessThanOrEqual(4);
      backwards = [...page.activities, ...backwards];
    }
    expect(backwards).toEqual(forwards.activities);
  });

  it.each([
    ['?before=1', 0],
    ['?before=3', 1],
    ['?before=999', 3],
    ['?before=garbage', 0],
    ['?limit=0', 1],
    ['?limit=garbage', 3],
  ])('with %s gives %i messages', async (query, count) => {
    const chat = await client.startChat();
    await say(chat, 'hi');
    expect((await history(chat.token, query)).body.activities).toHaveLength(count);
  });

  it('is for the visitor', async () => {
    expect((await history(testSecret)).status).toBe(403);
    expect((await history('nonsense')).status).toBe(403);
  });
});

describe('a page that begins its conversation with the token', () => {
  it('has its stream with the same answer', async () => {
    const { status, body } = await ask('token', { start: true });
    expect(status).toBe(200);
    expect(body.activities).toMatchObject([{ type: 'message', from: { role: 'bot' } }]);
    const stream = await openStream(body.streamUrl);
    await say({ id: body.conversationId, token: body.token }, 'hello');
    await stream.untilText('echo hello');
    stream.socket.close();
  });

  it('is not kept waiting by a bot that is slow to greet, and hears it over the stream', async () => {
    const { promise: isTime, resolve: greet } = Promise.withResolvers<undefined>();
    const slow = await startDirectLineStack({
      greetingMs: 1,
      handle: async (turn) => {
        await isTime;
        await echo(turn);
      },
    });
    const { body } = await directLineClient(slow.url).call('POST', '/api/chat/token', {
      body: { start: true },
    });
    expect(body.activities).toEqual([]);
    const stream = await openStream(body.streamUrl);
    greet(undefined);
    await stream.untilText('hello');
    stream.socket.close();
    await slow.close();
  });

  it('has no conversation before it asks for one', async () => {
    const { body } = await ask('token');
    expect(body).not.toHaveProperty('streamUrl');
    const { status } = await client.call('GET', `/v3/directline/conversations/${body.conversationId}`, {
      credential: body.token,
    });
    expect(status).toBe(404);
  });

  it('is refused a start that is neither yes nor no', async () => {
    const { status, body } = await ask('token', { start: 'now' });
    expect([status, body]).toMatchObject([400, { error: { code: 'BadArgument' } }]);
  });

  it.each([['token'], ['resume']])('is told by %s what files it may send', async (name) => {
    const chat = await client.startChat();
    const { body } = await ask(name, name === 'resume' ? { resumeToken: chat.resumeToken } : undefined);
    const types = expect.arrayContaining(['image/png', 'application/pdf']) as unknown;
    expect(body.files).toEqual({ bytes: 10 * 1024 * 1024, count: 10, types });
  });
});

describe('pages of other sites', () => {
  const from = (
    origin: string | undefined,
    path: string,
    init: { method?: string; headers?: Record<string, string> } = {},
  ) =>
    fetch(stack.url + path, {
      method: 'POST',
      ...init,
      headers: { ...init.headers, ...(origin === undefined ? {} : { Origin: origin }) },
    });

  it.each(['https://shop.example', undefined])('at %s get a token', async (origin) => {
    const answer = await from(origin, '/api/chat/token');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin ?? null);
    expect(answer.headers.get('vary')).toContain('Origin');
  });

  it.each([
    'https://evil.example',
    'https://shop.example.evil.example',
    'http://shop.example',
    'null',
    'http://localhost',
  ])('at %s get none when they are not on the list, nor leave to ask', async (origin) => {
    for (const [method, path] of [
      ['POST', 'token'],
      ['POST', 'resume'],
      ['POST', 'redeem'],
      ['GET', 'history'],
      ['OPTIONS', 'token'],
    ]) {
      const answer = await from(origin, `/api/chat/${path}`, { method });
      expect(answer.status).toBe(403);
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      expect(await answer.json()).toMatchObject({ error: { code: 'OriginNotAllowed' } });
    }
  });

  it('our own always do', async () => {
    expect((await from(stack.url, '/api/chat/token')).status).toBe(200);
  });

  it('cannot use a token that was made for another site, by HTTP or socket', async () => {
    const { conversationId: id, token } = (await (
      await from('https://shop.example', '/api/chat/token')
    ).json()) as Chat;
    const use = (origin: string | undefined) =>
      from(origin, '/v3/directline/conversations', { headers: { Authorization: `Bearer ${token}` } });
    const stolen = await use('https://evil.example');
    expect([stolen.status, await stolen.json()]).toMatchObject([
      403,
      { error: { code: 'OriginNotAllowed' } },
    ]);
    expect((await use('https://shop.example')).status).toBe(201);
    expect((await use(undefined)).status).toBe(200);
    const { streamUrl } = (await client.reconnect(id, token)).body;
    await expect(openStream(streamUrl, { origin: 'https://evil.example' })).rejects.toThrow('403');
    const stream = await openStream(streamUrl, { origin: 'https://shop.example' });
    stream.socket.close();
  });

  it('are those that tokens/generate names, when it does', async () => {
    const generate = (trustedOrigins: unknown) =>
      client.call('POST', '/v3/directline/tokens/generate', {
        credential: testSecret,
        body: { user: { id: 'ana' }, trustedOrigins },
      });
    const { token } = (await generate(['https://Shop.example/'])).body;
    const use = (origin: string) =>
      from(origin, '/v3/directline/tokens/refresh', { headers: { Authorization: `Bearer ${token}` } });
    expect((await use('https://shop.example')).status).toBe(200);
    expect((await use('https://other.example')).status).toBe(403);
    for (const wrong of [['shop.example'], ['javascript:alert(1)'], 'https://shop.example', [1]]) {
      expect((await generate(wrong)).status).toBe(400);
    }
  });
});

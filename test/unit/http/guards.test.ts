import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { type DirectLineStack, startDirectLineStack, testSecret } from '../../support/direct-line-stack.ts';

let stack: DirectLineStack;

beforeAll(async () => {
  stack = await startDirectLineStack();
});
afterAll(() => stack.close());
// Whatever a test has sent: the process lives and answers the next request.
afterEach(async () => {
  expect((await fetch(`${stack.url}/api/health`)).status).toBe(200);
});

/** Sends raw bytes and resolves with all that comes back once the server has hung up. */
function raw(bytes: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(stack.port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (data) => (answer += data.toString()));
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

const lines = (...parts: string[]) => `${parts.join('\r\n')}\r\n\r\n`;
const start = 'POST /v3/directline/conversations HTTP/1.1';

describe('a malformed address', () => {
  it.each(['[', 'a b', 'a/b', 'a@b', 'a:99999999', '%', '"', '../', 'a,b', '[::1'])(
    'Host: %s is answered 400',
    async (host) => {
      const answer = await raw(lines('GET / HTTP/1.1', `Host: ${host}`));
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).toContain('"code":"BadRequest"');
    },
  );

  it.each(['http://[/', 'http://a b/', 'http://other.example/', '*', 'a'])(
    '%s as target is answered 400',
    async (target) => {
      expect(await raw(lines(`GET ${target} HTTP/1.1`, 'Host: a', 'Connection: close'))).toMatch(
        /^HTTP\/1\.1 400 /,
      );
    },
  );

  it.each([
    '/%',
    '/%zz',
    '/%ff',
    '/v3/directline/conversations/%ff/activities',
    '//',
    '///etc/passwd',
    '/v3/../',
    '/a\\..\\b',
  ])('%s is answered with an error and no more', async (path) => {
    expect(await raw(lines(`GET ${path} HTTP/1.1`, 'Host: a', 'Connection: close'))).toMatch(
      /^HTTP\/1\.1 40[0-9] /,
    );
  });

  it.each(['127.0.0.1:80', 'bot.example', '[::1]:3978'])('Host: %s is fine', async (host) => {
    expect(await raw(lines('GET /api/health HTTP/1.1', `Host: ${host}`, 'Connection: close'))).toMatch(
      /^HTTP\/1\.1 200 /,
    );
  });
});

describe('a body', () => {
  const post = (headers: Record<string, string>, body: string | Buffer<ArrayBuffer>) =>
    fetch(`${stack.url}/v3/directline/conversations`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${testSecret}`, ...headers },
      body,
    });
  const json = { 'Content-Type': 'application/json' };

  it.each([
    ['gzip that is none', 'gzip', 'not gzip'],
    ['a gzip bomb', 'gzip', gzipSync(Buffer.alloc(50_000_000))],
    ['deflate', 'deflate', 'x'],
    ['an unknown coding', 'nonsense', 'x'],
  ])('in %s is answered 415', async (_, encoding, body) => {
    const answer = await post({ ...json, 'Content-Encoding': encoding }, body);
    expect(answer.status).toBe(415);
    expect(await answer.json()).toMatchObject({ error: { code: 'UnsupportedMediaType' } });
  });

  it.each([
    [
      'multipart/form-data; boundary=x',
      '--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\nfile\r\n--x--',
    ],
    ['application/x-www-form-urlencoded', 'a=1'],
    ['application/octet-stream', 'bytes'],
    ['text/plain', '{}'],
  ])('of type %s is answered 415', async (type, body) => {
    expect((await post({ 'Content-Type': type }, body)).status).toBe(415);
  });

  it.each(['{', '{"a":', 'nonsense', '\u0000'])('%j, which is no JSON, is answered 400', async (body) => {
    const answer = await post(json, body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ error: { code: 'BadRequest', message: expect.any(String) } });
  });

  it.each(['[]', '5', '"text"', '[[[[]]]]'])('%s, which is no object, is answered 400', async (body) => {
    expect((await post(json, body)).status).toBe(400);
  });

  it('of 200,000 brackets is answered 400', async () => {
    expect((await post(json, '['.repeat(100_000) + ']'.repeat(100_000))).status).toBe(400);
  });

  it('that says it is longer than the limit is refused before it is read', async () => {
    const answer = await raw(
      lines(start, 'Host: a', 'Content-Type: application/json', 'Content-Length: 99999999'),
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('that grows past the limit without saying so is answered 413', async () => {
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const head = lines(
      start,
      'Host: a',
      'Content-Type: application/json',
      'Transfer-Encoding: chunked',
      'Connection: close',
    );
    expect(await raw(`${head}${chunk.repeat(20)}0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('that breaks off in the middle leaves the server as it was', async () => {
    await new Promise<void>((resolve) => {
      const head = lines(start, 'Host: a', 'Content-Type: application/json', 'Content-Length: 100');
      const socket = connect(stack.port, '127.0.0.1', () =>
        socket.write(`${head}{"a"`, () => socket.destroy()),
      );
      socket.on('close', () => resolve());
    });
  });

  it('with __proto__ in it changes no prototype', async () => {
    expect((await post(json, '{"__proto__":{"polluted":1},"user":{"__proto__":{"id":"x"}}}')).status).toBe(
      201,
    );
    expect('polluted' in {}).toBe(false);
  });
});

describe('an upgrade', () => {
  const upgrade = (target: string, ...headers: string[]) =>
    raw(lines(`GET ${target} HTTP/1.1`, 'Host: a', 'Connection: Upgrade', ...headers));
  const webSocket = [
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  ];

  it.each([
    ['another address', '/', webSocket, 404],
    ['another protocol', '/v3/directline/conversations/c1/stream', ['Upgrade: h2c'], 404],
    ['an address that does not decode', '/v3/directline/conversations/%ff/stream?t=x', webSocket, 404],
    ['no token', '/v3/directline/conversations/c1/stream', webSocket, 401],
    ['a wrong token', '/v3/directline/conversations/c1/stream?t=x', webSocket, 403],
  ])('with %s is refused and hung up on', async (_, target, headers, status) => {
    expect(await upgrade(target, ...headers)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  });

  it('with a right token for an unknown conversation is answered 404', async () => {
    const t = await stack.tokens.sign('stream', { conversationId: 'nowhere' });
    expect(await upgrade(`/v3/directline/conversations/nowhere/stream?t=${t}`, ...webSocket)).toMatch(
      /^HTTP\/1\.1 404 /,
    );
  });

  it('with a right token and a broken handshake is answered 400', async () => {
    await stack.store.createConversation({
      id: 'c1',
      channel: 'directline',
      userId: 'u',
      startedAt: '2026-11-22',
    });
    const t = await stack.tokens.sign('stream', { conversationId: 'c1' });
    const answer = await upgrade(
      `/v3/directline/conversations/c1/stream?t=${t}`,
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 1',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('that is broken off at once leaves the server as it was', async () => {
    await new Promise<void>((resolve) => {
      const head = lines(
        'GET /v3/directline/conversations/c1/stream?t=x HTTP/1.1',
        'Host: a',
        'Connection: Upgrade',
        ...webSocket,
      );
      const socket = connect(stack.port, '127.0.0.1', () =>
        socket.write(head, () => socket.resetAndDestroy()),
      );
      socket.on('close', () => resolve());
    });
  });
});

describe('other ways in', () => {
  it('an unknown address is answered 404 and a wrong method 405, both in JSON', async () => {
    const unknown = await fetch(`${stack.url}/v3/directline/nothing`, { headers: { Accept: 'text/html' } });
    expect(unknown.status).toBe(404);
    expect(await unknown.json()).toEqual({ error: { code: 'NotFound', message: expect.any(String) } });
    const wrong = await fetch(`${stack.url}/v3/directline/conversations`, { method: 'DELETE' });
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST']);
    expect(await wrong.json()).toEqual({ error: { code: 'MethodNotAllowed', message: expect.any(String) } });
  });

  it('an error of the storage is answered 503 without its text, and logged with the id of the request', async () => {
    const other = await startDirectLineStack();
    await other.store.close();
    const answer = await fetch(`${other.url}/v3/directline/conversations`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${testSecret}` },
    });
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ error: { code: 'storage.unavailable' } });
    expect(other.log.find(({ event }) => event === 'http.failed')?.fields).toMatchObject({
      request: answer.headers.get('x-request-id'),
      code: 'storage.unavailable',
    });
    await other.close();
  });

  it('logs neither message texts nor tokens', () => {
    expect(JSON.stringify(stack.log)).not.toMatch(/Bearer|eyJ|secret/);
  });
});

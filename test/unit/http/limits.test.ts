import { connect } from 'node:net';
import { clientAddress } from '../../../src/http/client-address.ts';
import { createOriginPolicy } from '../../../src/http/origins.ts';
import { directLineClient, openStream } from '../../support/direct-line-client.ts';
import {
  type DirectLineStack,
  type StackOptions,
  startDirectLineStack,
} from '../../support/direct-line-stack.ts';

const open: DirectLineStack[] = [];
afterEach(() => Promise.all(open.splice(0).map((stack) => stack.close())));

async function start(options: StackOptions) {
  const stack = await startDirectLineStack(options);
  open.push(stack);
  return { stack, client: directLineClient(stack.url) };
}

/** A request that a proxy passed on for this address. */
const token = (url: string, address: string, path = 'token') =>
  fetch(`${url}/api/chat/${path}`, { method: 'POST', headers: { 'X-Forwarded-For': address } });

describe('1,000 token requests from one address', () => {
  it('are limited within the minute, while other addresses and conversations go on', async () => {
    const { stack, client } = await start({ trustedProxies: 1, limits: { tokensPerMinute: 300 } });
    const chat = await client.startChat();
    const answers: Response[] = [];
    for (let batch = 0; batch < 20; batch += 1) {
      const asked = Array.from({ length: 50 }, () => token(stack.url, '203.0.113.9'));
      answers.push(...(await Promise.all(asked)));
      expect((await client.post(chat.id, chat.token, { type: 'message', text: 'hi' })).status).toBe(200);
    }
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(300);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(700);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused[0]?.json()).toEqual({
      error: { code: 'TooManyRequests', message: expect.stringMatching(/Try again in \d+ s\./) },
    });
    expect((await token(stack.url, '203.0.113.10')).status).toBe(200);
    // Ways back to a conversation count too, or they could be guessed at.
    for (const path of ['resume', 'redeem', 'link']) {
      expect((await token(stack.url, '203.0.113.9', path)).status).toBe(429);
    }
  });

  it('are not told apart by what they say of themselves when no proxy is trusted', async () => {
    const { stack } = await start({ limits: { tokensPerMinute: 2 } });
    const statuses = [];
    for (const address of ['1.1.1.1', '2.2.2.2', '3.3.3.3']) {
      statuses.push((await token(stack.url, address)).status);
    }
    expect(statuses).toEqual([200, 200, 429]);
  });
});

describe('too many requests to Direct Line', () => {
  it('are refused for that conversation, and no other', async () => {
    const { client } = await start({ limits: { requestsPerMinute: 3 } });
    const [chat, other] = [await client.startChat(), await client.startChat()];
    const statuses = [];
    for (let count = 0; count < 4; count += 1) {
      statuses.push((await client.activities(chat.id, chat.token)).status);
    }
    expect(statuses).toEqual([200, 200, 200, 429]);
    expect((await client.activities(other.id, other.token)).status).toBe(200);
  });
});

describe('streams of one address', () => {
  it('are limited, and one that closes makes room', async () => {
    const { client } = await start({ limits: { socketsPerAddress: 2 } });
    const chats = [await client.startChat(), await client.startChat(), await client.startChat()];
    const first = await openStream(chats[0]!.streamUrl);
    const second = await openStream(chats[1]!.streamUrl);
    await expect(openStream(chats[2]!.streamUrl)).rejects.toThrow('429');
    first.socket.close();
    await first.closed;
    const third = await openStream(chats[2]!.streamUrl);
    third.socket.close();
    second.socket.close();
  });
});

describe('a client that is slow', () => {
  // Long enough for an honest client, which is this process too, on a busy machine.
  const timeouts = { head: 500, body: 500, upload: 300_000, keepAlive: 65_000, linger: 500 };

  /** Sends these bytes and no more, and resolves with what came back once the server has hung up. */
  function stall(port: number, bytes: string): Promise<string> {
    return new Promise((resolve, reject) => {
      let answer = '';
      const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
      socket.on('data', (data) => (answer += data.toString()));
      socket.on('close', () => resolve(answer));
      socket.on('error', reject);
    });
  }

  it.each([
    ['with nothing', ''],
    ['with the head of a request', 'POST /v3/directline/conversations HTTP/1.1\r\nHost: a\r\nX-a: '],
    [
      'with a handshake',
      'GET /v3/directline/conversations/c/stream?t=x HTTP/1.1\r\nHost: a\r\nUpgrade: websocket',
    ],
  ])('%s is cut off, while conversations go on', async (_, bytes) => {
    const { stack, client } = await start({ timeouts });
    const chat = await client.startChat();
    const stream = await openStream(chat.streamUrl);
    const slow = Array.from({ length: 50 }, () => stall(stack.port, bytes));
    expect((await client.post(chat.id, chat.token, { type: 'message', text: 'meanwhile' })).status).toBe(200);
    await stream.untilText('echo meanwhile');
    expect(new Set(await Promise.all(slow))).toEqual(new Set(['']));
    await client.post(chat.id, chat.token, { type: 'message', text: 'after' });
    await stream.untilText('echo after');
    stream.socket.close();
  });

  it('with a body is answered 408', async () => {
    const { stack } = await start({ timeouts });
    const head = [
      'POST /v3/directline/conversations HTTP/1.1',
      'Host: a',
      'Content-Type: application/json',
      'Content-Length: 100',
    ];
    const answer = await stall(stack.port, `${head.join('\r\n')}\r\n\r\n{`);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain('"code":"RequestTimeout"');
  });

  it('with the rest of an upload that was refused is answered, then cut off', async () => {
    const { stack } = await start({ timeouts });
    const head = [
      'POST /v3/directline/conversations/nowhere/upload HTTP/1.1',
      'Host: a',
      'Content-Type: image/png',
      'Content-Length: 1000',
    ];
    expect(await stall(stack.port, `${head.join('\r\n')}\r\n\r\nx`)).toMatch(/^HTTP\/1\.1 401 /);
  });

  it('after its first request is left alone', async () => {
    const { stack } = await start({ timeouts });
    const health = 'GET /api/health HTTP/1.1\r\nHost: a\r\n';
    let closed = false;
    const socket = connect(stack.port, '127.0.0.1');
    socket.on('close', () => (closed = true));
    const heard = () => new Promise((resolve) => socket.once('data', resolve));
    socket.write(`${health}\r\n`);
    await heard();
    // Whoever is cut off for its silence was silent for as long as this one.
    await stall(stack.port, '');
    expect(closed).toBe(false);
    socket.write(`${health}\r\n`);
    await heard();
    socket.destroy();
  });
});

describe('the address a request counts for', () => {
  const from = (remoteAddress: string, forwarded?: string | string[]) => ({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  });

  it.each([
    ['the one it comes from', from('203.0.113.9', '1.1.1.1'), 0, '203.0.113.9'],
    ['the one the proxy saw', from('10.0.0.1', '1.1.1.1, 203.0.113.9'), 1, '203.0.113.9'],
    ['the one the outer of two proxies saw', from('10.0.0.1', 'x, 203.0.113.9, 10.0.0.2'), 2, '203.0.113.9'],
    ['the first there is, when fewer proxies told', from('10.0.0.1', '203.0.113.9'), 3, '203.0.113.9'],
    ['the proxy itself when it told nothing', from('10.0.0.1', ' , '), 1, '10.0.0.1'],
    ['an address without its port', from('10.0.0.1', '203.0.113.9:4711'), 1, '203.0.113.9'],
    ['IPv4 written as IPv6', from('::ffff:203.0.113.9'), 0, '203.0.113.9'],
    ['the first half of IPv6', from('2001:db8:1:2:3:4:5:6'), 0, '2001:db8:1:2::/64'],
    ['the first half of IPv6, written short', from('2001:db8::1'), 0, '2001:db8:0:0::/64'],
    ['the first half of IPv6 in brackets', from('10.0.0.1', '[2001:DB8::1]:99'), 1, '2001:db8:0:0::/64'],
    ['something made up, cut short', from('10.0.0.1', 'x'.repeat(1000)), 1, 'x'.repeat(64)],
  ])('is %s', (_, request, proxies, address) => {
    expect(clientAddress(request, proxies)).toBe(address);
  });
});

describe('an origin', () => {
  it.each([
    ['https://support.example', true],
    ['http://localhost:8080', true],
    ['http://127.0.0.1', true],
    ['http://[::1]:3000', true],
    ['http://here:3978', true],
    ['http://localhost.evil.example', false],
    ['http://127.0.0.1.evil.example', false],
    ['https://shop.example', false],
    ['null', false],
    ['', false],
  ])('%j is allowed by default: %s', (origin, allowed) => {
    const policy = createOriginPolicy({ publicUrl: 'https://support.example/help' });
    expect(policy.allows({ origin, host: 'here:3978' })).toBe(allowed);
  });

  it('of this machine is not when there is a list without it, and * stands for all', () => {
    const listed = createOriginPolicy({ allowed: ['https://shop.example'] });
    expect(listed.allows({ origin: 'http://localhost:8080' })).toBe(false);
    expect(listed.allows({ origin: 'https://shop.example' })).toBe(true);
    expect(createOriginPolicy({ allowed: ['*'] }).allows({ origin: 'null' })).toBe(true);
  });
});

describe('pages of other sites', () => {
  const preflight = (url: string, headers: Record<string, string>) =>
    fetch(url, { method: 'OPTIONS', headers: { 'Access-Control-Request-Method': 'POST', ...headers } });

  it('may use Direct Line with a token, and read what it refuses', async () => {
    const { stack } = await start({});
    const url = `${stack.url}/v3/directline/conversations`;
    const asked = await preflight(url, { Origin: 'https://shop.example' });
    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-origin')).toBe('*');
    const headers = asked.headers.get('access-control-allow-headers')?.split(', ') ?? [];
    expect(headers).toEqual(
      expect.arrayContaining(['Authorization', 'Content-Type', 'Accept', 'x-ms-bot-agent']),
    );
    const refused = await fetch(url, { method: 'POST', headers: { Origin: 'https://shop.example' } });
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, '*']);
  });

  it('may ask for a token when they are allowed, and are told so for themselves only', async () => {
    const { stack } = await start({ allowedOrigins: ['https://shop.example'] });
    const asked = await preflight(`${stack.url}/api/chat/token`, { Origin: 'https://shop.example' });
    expect([
      asked.status,
      asked.headers.get('access-control-allow-origin'),
      asked.headers.get('vary'),
    ]).toEqual([204, 'https://shop.example', 'Origin']);
  });

  it('can read nothing of what is not meant for them', async () => {
    const { stack } = await start({ allowedOrigins: ['*'] });
    const health = await fetch(`${stack.url}/api/health`, { headers: { Origin: 'https://shop.example' } });
    expect(health.headers.get('access-control-allow-origin')).toBeNull();
  });
});

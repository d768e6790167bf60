import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHttpServer } from '../../../src/http/server.ts';
import { directLineClient, openStream } from '../../support/direct-line-client.ts';
import { type DirectLineStack, startDirectLineStack } from '../../support/direct-line-stack.ts';

let folder: string;
let stack: DirectLineStack;
const page = '<!doctype html><title>Support</title>';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'web-'));
  const webRoot = join(folder, 'web');
  mkdirSync(join(webRoot, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'outside.txt'), 'outside');
  writeFileSync(join(webRoot, 'index.html'), page);
  writeFileSync(join(webRoot, 'chat.js'), `// ${'x'.repeat(3000)}`);
  writeFileSync(join(webRoot, 'assets', 'chat-ABCD1234.css'), 'a{}');
  writeFileSync(join(webRoot, '.env'), 'KEY=1');
  stack = await startDirectLineStack({ webRoot });
});
afterAll(async () => {
  await stack.close();
  rmSync(folder, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}) => fetch(stack.url + path, { headers });

/** As it stands, without the tidying of fetch. */
function rawGet(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(stack.port, '127.0.0.1', () => {
      socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    });
    socket.on('data', (data) => (answer += data.toString()));
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}

describe('the chat page', () => {
  it.each(['/', '/index.html', '/?from=mail'])('is at %s, under a strict policy', async (path) => {
    const answer = await get(path);
    expect([answer.status, await answer.text()]).toEqual([200, page]);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-cache');
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('server')).toBeNull();
  });

  it('is not sent again to who has it', async () => {
    const etag = (await get('/')).headers.get('etag') ?? '';
    const again = await get('/', { 'If-None-Match': `"other", W/${etag}` });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  it('has parts with their types, for ever where the name holds a hash', async () => {
    const script = await get('/chat.js');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('cache-control')).toBe('no-cache');
    const style = await get('/assets/chat-ABCD1234.css');
    expect(style.headers.get('content-type')).toBe('text/css; charset=utf-8');
    expect(style.headers.get('cache-control')).toContain('immutable');
  });

  it('comes compressed to who takes it', async () => {
    const plain = await get('/chat.js', { 'Accept-Encoding': 'identity' });
    const zipped = await get('/chat.js', { 'Accept-Encoding': 'br, gzip' });
    expect([plain.headers.get('content-encoding'), zipped.headers.get('content-encoding')]).toEqual([
      null,
      'gzip',
    ]);
    expect(await zipped.text()).toBe(await plain.text());
  });

  it('answers HEAD without a body and other methods with 405', async () => {
    const head = await fetch(`${stack.url}/`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([
      200,
      String(page.length),
      '',
    ]);
    const post = await fetch(`${stack.url}/`, { method: 'POST' });
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  it.each([
    '/../outside.txt',
    '/..%2foutside.txt',
    '/%2e%2e/outside.txt',
    '/assets/../../outside.txt',
    '/.env',
    '/assets',
    '/assets/',
  ])('gives nothing at %s', async (path) => {
    const answer = await rawGet(path);
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
    expect(answer).not.toContain('outside"');
  });

  it('is 503 while it was not built, and there once it is, without a restart', async () => {
    const webRoot = join(folder, 'later');
    const other = await startDirectLineStack({ webRoot });
    const before = await fetch(other.url);
    expect([before.status, await before.json()]).toMatchObject([503, { error: { code: 'web.not-built' } }]);
    mkdirSync(webRoot);
    writeFileSync(join(webRoot, 'index.html'), page);
    expect((await fetch(other.url)).status).toBe(200);
    await other.close();
  });
});

describe('the server', () => {
  it('says how it is', async () => {
    const answer = await get('/api/health');
    expect([answer.status, await answer.json()]).toEqual([
      200,
      { status: 'ok', version: '0.0.0-test', guideVersion: 'test-guide' },
    ]);
  });

  it('names its stream as the client reached it, or as the operator says', async () => {
    const local = await directLineClient(stack.url.replace('127.0.0.1', 'localhost')).startChat();
    expect(local.streamUrl).toMatch(/^ws:\/\/localhost:\d+\/v3\//);
    const behind = await startDirectLineStack({ publicUrl: 'https://help.example/' });
    const chat = await directLineClient(behind.url).startChat();
    expect(chat.streamUrl).toMatch(/^wss:\/\/help\.example\/v3\/directline\//);
    await behind.close();
  });

  it('says which port is taken', async () => {
    const second = createHttpServer({
      directLine: stack.directLine,
      webRoot: folder,
      logger: stack.logger,
      version: '',
      guideVersion: '',
    });
    const listening = second.listen({ port: stack.port, host: '127.0.0.1' });
    await expect(listening).rejects.toMatchObject({ code: 'server.port-in-use' });
  });

  it('says where it cannot listen', async () => {
    const elsewhere = createHttpServer({
      directLine: stack.directLine,
      webRoot: folder,
      logger: stack.logger,
      version: '',
      guideVersion: '',
    });
    // An address of the documentation (RFC 5737), which no machine has.
    const listening = elsewhere.listen({ port: 0, host: '192.0.2.1' });
    await expect(listening).rejects.toMatchObject({
      code: 'server.no-address',
      message: expect.stringContaining('192.0.2.1') as string,
    });
  });

  it('closes its streams with 1001 and lets a running request end', async () => {
    let finish: () => void = () => undefined;
    let started: () => void = () => undefined;
    const running = new Promise<void>((resolve) => (started = resolve));
    const other = await startDirectLineStack({
      handle: async (turn) => {
        if (turn.activity.type !== 'message') return;
        started();
        await new Promise<void>((resolve) => (finish = resolve));
      },
    });
    const client = directLineClient(other.url);
    const chat = await client.startChat();
    const stream = await openStream(chat.streamUrl);
    const posted = client.post(chat.id, chat.token, { type: 'message', text: 'hi' });
    await running;
    const closed = other.close();
    await expect(stream.closed).resolves.toEqual({ code: 1001, reason: 'going away' });
    finish();
    expect((await posted).status).toBe(200);
    await closed;
  });
});

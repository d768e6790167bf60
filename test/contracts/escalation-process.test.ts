import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sign } from '../../src/escalation/signature.ts';
import { symptoms } from '../support/content.ts';
import { directLineClient } from '../support/direct-line-client.ts';
import { run, startServer, type RunningServer } from '../support/process.ts';

const secret = 'a-secret-of-enough-characters';

interface Called {
  id: string;
  body: { type: string; escalation: string; message?: { text?: string } };
}

let folder: string;
let env: Record<string, string>;
let helpDesk: Server;
let called: Called[];
/** What the help desk does with a call: answers with a status, or leaves it open. */
let answers: (call: Called) => number | 'nothing';
let changed: () => void;
const servers: RunningServer[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'escalation-'));
  called = [];
  answers = () => 200;
  changed = () => undefined;
  helpDesk = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    request.on('end', () => {
      const call = { id: String(request.headers['webhook-id']), body: JSON.parse(text) as Called['body'] };
      called.push(call);
      const status = answers(call);
      if (status !== 'nothing') {
        response.statusCode = status;
        response.end();
      }
      changed();
    });
  });
  await new Promise<void>((resolve) => helpDesk.listen(0, '127.0.0.1', resolve));
  const { port } = helpDesk.address() as AddressInfo;
  env = {
    DATABASE_URL: `sqlite:${join(folder, 'support.db')}`,
    ESCALATION_WEBHOOK_URL: `http://127.0.0.1:${port}/cases`,
    ESCALATION_WEBHOOK_SECRET: secret,
  };
});
afterEach(async () => {
  for (const { child } of servers) child.kill('SIGKILL');
  await Promise.all(servers.splice(0).map(({ ended }) => ended));
  helpDesk.closeAllConnections();
  await new Promise((resolve) => helpDesk.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<RunningServer> {
  const server = await startServer(env);
  servers.push(server);
  return server;
}

/** Resolves when the help desk was called so that this is true. */
async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise<void>((resolve) => (changed = resolve));
}

/** Resolves when the help desk was called so often. */
const calls = (count: number) => until(() => called.length >= count);

async function handOver(url: string) {
  const client = directLineClient(url);
  const chat = await client.startChat();
  const say = (text: string) => client.post(chat.id, chat.token, { type: 'message', text });
  for (const text of [symptoms.notifications, 'talk to a person', 'no', 'no', 'yes']) await say(text);
  return { client, chat, say };
}

function answer(url: string, content: object, id: string) {
  const body = JSON.stringify(content);
  const timestamp = Math.floor(Date.now() / 1000);
  return fetch(`${url}/api/escalation/webhook`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': sign({ id, timestamp, body, secret }),
    },
    body,
  });
}

describe('a process with a help desk', () => {
  it('killed while it tells a case, tells it again under the same id, and then what came after, once', async () => {
    answers = () => 'nothing';
    const first = await start();
    const { say } = await handOver(first.url);
    await calls(1);
    await say('still there?');
    first.child.kill('SIGKILL');
    await first.ended;

    answers = () => 200;
    await start();
    await until(() => called.some(({ body }) => body.type === 'escalation.message'));
    // A call that is left open for long is given up and made again before the kill already.
    const [message, ...before] = called.toReversed();
    expect(message?.body.message?.text).toBe('still there?');
    expect(before.length).toBeGreaterThanOrEqual(2);
    expect(new Set(before.map(({ body, id }) => `${body.type} ${id}`))).toEqual(
      new Set([`escalation.handed-over ${called[0]?.id}`]),
    );
  });

  it('takes signed answers over its route, and refuses others', async () => {
    const server = await start();
    const { client, chat } = await handOver(server.url);
    await calls(1);
    const escalation = called[0]?.body.escalation;
    const take = { type: 'status', escalation, state: 'accepted', agent: 'Zoe' };
    expect((await answer(server.url, take, '1')).status).toBe(200);
    const hello = { type: 'message', escalation, text: 'Hello from Zoe' };
    expect((await answer(server.url, hello, '2')).status).toBe(200);
    expect(await (await answer(server.url, hello, '2')).json()).toMatchObject({ duplicate: true });
    const headers = { 'content-type': 'application/json', 'webhook-id': '3', 'webhook-timestamp': '1' };
    const call = { method: 'POST', headers, body: '{}' };
    const forged = await fetch(`${server.url}/api/escalation/webhook`, call);
    expect(forged.status).toBe(401);
    expect(await forged.json()).toMatchObject({ error: { code: 'webhook.forbidden' } });
    const { activities } = (await client.activities(chat.id, chat.token)).body;
    const shown = activities.filter(({ text }) => text === 'Hello from Zoe');
    expect(shown).toMatchObject([{ from: { name: 'Zoe', role: 'bot' } }]);
  });
});

describe('npm run outbox', () => {
  it('lists what was given up with the reason, and sends it again', async () => {
    answers = () => 410;
    const server = await start();
    await handOver(server.url);
    await calls(1);
    server.child.kill('SIGTERM');
    await server.ended;
    const listed = await run('cli/outbox.ts', { env }).ended;
    expect(listed.stdout).toMatch(
      /webhook\.handed-over\.package {2}1 attempt\(s\) {2}The webhook answered 410/,
    );
    const resent = await run('cli/outbox.ts', { args: ['resend'], env }).ended;
    expect(resent.stdout).toBe('1 to be sent again.\n');
    expect((await run('cli/outbox.ts', { env }).ended).stdout).toBe('Nothing was given up.\n');
  });
});

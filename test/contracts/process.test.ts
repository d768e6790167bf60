import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Activity } from '../../src/conversation/activity.ts';
import { ContentFolder } from '../support/content-folder.ts';
import { symptoms } from '../support/content.ts';
import { submitsOf, type SupportData } from '../support/conversation.ts';
import { directLineClient } from '../support/direct-line-client.ts';
import { run, startServer, type RunningServer } from '../support/process.ts';

let folder: string;
let databaseUrl: string;
const servers: RunningServer[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'process-'));
  databaseUrl = `sqlite:${join(folder, 'support.db')}`;
});
afterEach(async () => {
  for (const { child } of servers) child.kill('SIGKILL');
  await Promise.all(servers.splice(0).map(({ ended }) => ended));
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<RunningServer> {
  const server = await startServer({ DATABASE_URL: databaseUrl });
  servers.push(server);
  return server;
}

interface Chat {
  id: string;
  token: string;
}

/** Posts a message, whose answer is in the log when the post is answered. @returns the newest card and state. */
async function send(
  url: string,
  chat: Chat,
  message: object,
): Promise<{ card: Activity; support: SupportData }> {
  const client = directLineClient(url);
  const posted = await client.post(chat.id, chat.token, { type: 'message', ...message });
  expect(posted.status).toBe(200);
  const { activities } = (await client.activities(chat.id, chat.token)).body;
  const shown = new Map(activities.map((activity) => [activity.id, activity]));
  const card = [...shown.values()].findLast((activity) => submitsOf(activity).length > 0);
  if (!card) throw new Error('The bot showed no card.');
  const told = activities.map(({ channelData }) => channelData?.['support']).filter(Boolean);
  return { card, support: told.at(-1) as SupportData };
}

function button(card: Activity, answer: string): object {
  const value = submitsOf(card).find((data) => (data as { answer?: string }).answer === answer);
  if (!value) throw new Error(`The card has no button ${answer}.`);
  return { value };
}

describe('the process', () => {
  it('killed in the middle of a check and started again, goes on with the visitor’s next click', async () => {
    const first = await start();
    const chat = await directLineClient(first.url).startChat();
    const asked = await send(first.url, chat, { text: symptoms.notifications });
    expect(asked.support).toMatchObject({ state: 'checking', position: 1 });
    first.child.kill('SIGKILL');
    await first.ended;

    const second = await start();
    const next = await send(second.url, chat, button(asked.card, 'already-ok'));
    expect(next.support).toMatchObject({ case: asked.support.case, state: 'checking', position: 2 });
    expect(next.support.check).not.toBe(asked.support.check);
    const folded = await directLineClient(second.url).activities(chat.id, chat.token);
    const versions = folded.body.activities.filter(({ id }) => id === asked.card.id);
    expect(versions).toHaveLength(2);
  });

  it('prints on standard output where the desk and the chat are and nothing else, and ends with grace when it is told to', async () => {
    const server = await start();
    server.child.kill('SIGTERM');
    const { code, stdout, stderr } = await server.ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^Desk[^\n]*http:\/\/127\.0\.0\.1:\d+\/desk\/sign-in\?code=[\w-]{43}\n[^\n]*http:\/\/127\.0\.0\.1:\d+\n$/,
    );
    expect(stderr).not.toContain('"level":50');
  });

  const refusals: [name: string, env: Record<string, string>, told: RegExp][] = [
    [
      'several wrong settings at once',
      { PORT: '70000', LOG_LEVEL: 'loud' },
      /^config\.invalid: .*PORT.*LOG_LEVEL/,
    ],
    [
      'settings of another kind, in words',
      { TRUST_PROXY: 'yes', ALLOWED_ORIGINS: 'shop.example', PUBLIC_URL: 'shop' },
      /PUBLIC_URL: is no address that .*; ALLOWED_ORIGINS\.0: is no site such as .*; TRUST_PROXY: is no number$/m,
    ],
    ['a database nobody knows', { DATABASE_URL: 'mysql://x' }, /^storage\.unsupported: .*mysql/],
  ];
  it.each(refusals)('refuses %s with a code and what to do, and no stack', async (_, env, told) => {
    const { code, stdout, stderr } = await run('main.ts', {
      env: { PORT: '0', DATABASE_URL: databaseUrl, LOG_LEVEL: 'error', ...env },
    }).ended;
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(told);
    expect(stderr).toMatch(/\n→ .+\.\n$/);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('does not start with a broken guide, and tells where it is broken', async () => {
    const content = new ContentFolder();
    const file = 'sections/windows.notifications.yaml';
    content.replace(file, 'check: windows.notifications-on', 'check: windows.nowhere');
    const line = content.lineOf(file, 'windows.nowhere');
    const env = { PORT: '0', DATABASE_URL: databaseUrl, LOG_LEVEL: 'error' };
    const { code, stdout, stderr } = await run('main.ts', { env, root: content.addProgram() }).ended;
    content.dispose();
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^guide\.invalid: /);
    expect(stderr).toContain(`${file}:${line}  error: unknown check windows.nowhere`);
  });

  it('says which port is taken', async () => {
    const other = createServer();
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => {
        const address = other.address();
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
    const env = { PORT: String(port), DATABASE_URL: databaseUrl, LOG_LEVEL: 'error' };
    const { code, stderr } = await run('main.ts', { env }).ended;
    await new Promise((resolve) => other.close(resolve));
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`^server\\.port-in-use: .*${port}`));
  });
});

describe('check-guide', () => {
  it('tells file, line and what to do for a broken one, and fails', async () => {
    const content = new ContentFolder();
    const file = 'sections/windows.notifications.yaml';
    content.replace(file, 'check: windows.notifications-on', 'check: windows.nowhere');
    const line = content.lineOf(file, 'windows.nowhere');
    const { code, stdout } = await run('cli/check-guide.ts', { args: [content.root] }).ended;
    content.dispose();
    expect(code).toBe(1);
    expect(stdout).toContain(`${file}:${line}  error: unknown check windows.nowhere`);
    expect(stdout).toMatch(/\n {4}→ .*\n/);
  });
});

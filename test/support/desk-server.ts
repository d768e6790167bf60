import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { type App, createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { createSignInLink } from '../../src/channels/desk/sign-in-codes.ts';
import type { CaseAnswer, TakenFile } from '../../src/channels/desk/api.ts';
import type { ListedEscalation } from '../../src/conversation/escalation-store.ts';
import type { PresentAgent } from '../../src/channels/desk/presence.ts';
import type { Escalation, EscalationChange } from '../../src/conversation/escalation.ts';
import type { LogEntry } from '../../src/conversation/store.ts';
import { openStore } from '../../src/storage/stores.ts';
import { realContent } from './content.ts';
import { directLineClient } from './direct-line-client.ts';

const quiet = { debug: () => undefined, info: () => undefined, error: () => undefined };

/** What any answer of the desk may hold. */
interface DeskBody {
  error: { code: string; message: string };
  queue: ListedEscalation[];
  mine: ListedEscalation[];
  cases: ListedEscalation[];
  more: boolean;
  escalation: Escalation;
  changes: EscalationChange[];
  package: CaseAnswer['package'];
  entries: LogEntry[];
  lastSeq: number;
  entry: LogEntry;
  files: TakenFile[];
  /** Of the insights. */
  totals: Record<string, number>;
  /** A body that is no JSON. */
  text: string;
  [field: string]: unknown;
}

export interface DeskAnswer {
  status: number;
  headers: Headers;
  body: DeskBody;
}

/** The status of an answer, and the code of what is wrong. */
export function problem({ status, body }: DeskAnswer): [number, string | undefined] {
  return [status, (body as Partial<DeskBody>).error?.code];
}

/** What any frame of the desk's socket may hold. */
interface Frame {
  is: string;
  escalation: Escalation;
  change: EscalationChange;
  escalationId: string;
  entries: LogEntry[];
  agents: PresentAgent[];
}

/** The whole program on a free port, with a database of its own. Close it after use. */
export async function startDeskServer(
  options: { env?: Record<string, string>; clock?: () => Date; port?: number } = {},
) {
  const folder = mkdtempSync(join(tmpdir(), 'desk-'));
  const databaseUrl = `sqlite:${join(folder, 'support.db')}`;
  const clock = options.clock ?? (() => new Date());
  const config = readConfig({ PORT: '0', DATABASE_URL: databaseUrl, ...options.env });
  const app: App = await createApp({ config, content: realContent(), logger: quiet, clock });
  const { url, deskLink, mailPort } = await app.listen();

  const deskCall = async (
    method: string,
    path: string,
    given: { cookie?: string; origin?: string | null; body?: unknown; raw?: FormData } = {},
  ): Promise<DeskAnswer> => {
    const { cookie, origin = url, body, raw } = given;
    const response = await fetch(`${url}/api/desk${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(cookie === undefined ? {} : { Cookie: cookie }),
        ...(origin === null ? {} : { Origin: origin }),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      body: raw ?? (body === undefined ? undefined : JSON.stringify(body)),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json');
    return {
      status: response.status,
      headers: response.headers,
      body: (isJson ? JSON.parse(text) : { text }) as DeskBody,
    };
  };

  /** A link for an agent, as `npm run desk-link` makes it. */
  const codeFor = async (agent: { id: string; name: string }): Promise<string> => {
    const store = await openStore(databaseUrl, { clock, newId: () => crypto.randomUUID() });
    const newSecret = () => crypto.randomUUID() + crypto.randomUUID();
    const path = await createSignInLink(agent, { agents: store.agents, clock, newSecret });
    await store.close();
    return new URL(path, url).searchParams.get('code') ?? '';
  };

  const signIn = async (id: string, name = id) => {
    const code = await codeFor({ id, name });
    const answer = await deskCall('POST', '/sign-in', { body: { code } });
    const cookie = cookieOf(answer);
    return {
      cookie,
      get: (path: string) => deskCall('GET', path, { cookie }),
      post: (path: string, body: unknown = {}) => deskCall('POST', path, { cookie, body }),
      upload: (path: string, raw: FormData) => deskCall('POST', path, { cookie, raw }),
      live: () => openLive(url, { cookie, origin: url }),
    };
  };

  return {
    ...{ url, app, deskLink, mailPort, deskCall, codeFor, signIn, databaseUrl },
    /** A visitor who has asked for a person and waits for one. */
    async waitingVisitor(symptom = 'my text messages no longer sync with my Samsung phone') {
      const client = directLineClient(url);
      const chat = await client.startChat();
      const say = (text: string) =>
        client.post(chat.id, chat.token, { type: 'message', text, from: { id: chat.userId } });
      await say(symptom);
      await say('talk to a person');
      return {
        ...chat,
        say,
        activities: async () => (await client.activities(chat.id, chat.token)).body.activities,
      };
    },
    async close() {
      await app.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type DeskServer = Awaited<ReturnType<typeof startDeskServer>>;

/** The name and value of the cookies an answer sets. */
export function cookieOf({ headers }: Pick<DeskAnswer, 'headers'>): string {
  return headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .join('; ');
}

/** The desk's socket; `refused` is the status when it does not open. */
export async function openLive(url: string, headers: { cookie?: string; origin?: string }) {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/api/desk/live`, {
    ...(headers.origin === undefined ? {} : { origin: headers.origin }),
    headers: headers.cookie === undefined ? {} : { Cookie: headers.cookie },
  });
  const frames: Frame[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (data: Buffer) => {
    if (data.length > 0) frames.push(JSON.parse(data.toString()) as Frame);
    for (const check of waiting) check();
  });
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  const refused = await new Promise<number | undefined>((resolve) => {
    socket.once('open', () => resolve(undefined));
    socket.once('unexpected-response', (_, response) => resolve(response.statusCode));
    socket.on('error', () => undefined);
  });
  const until = (isTrue: (frame: Frame) => boolean) =>
    new Promise<Frame>((resolve) => {
      const check = () => {
        const found = frames.find(isTrue);
        if (!found) return;
        waiting.delete(check);
        resolve(found);
      };
      waiting.add(check);
      check();
    });
  return { socket, frames, closed, refused, until };
}

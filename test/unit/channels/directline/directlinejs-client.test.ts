import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConnectionStatus, type Conversation, DirectLine, type Activity } from 'botframework-directlinejs';
import { WebSocket } from 'ws';
import XMLHttpRequest from 'xhr2';
import { directLineClient } from '../../../support/direct-line-client.ts';
import { type DirectLineStack, startDirectLineStack } from '../../../support/direct-line-stack.ts';

/** Milliseconds that botframework-directlinejs waits before it reconnects. */
const retryPause = { shortest: 3000, longest: 15_000 };
const { setInterval: realSetInterval } = globalThis;

let stack: DirectLineStack;
let passed = 0;
let sockets: WebSocket[] = [];
let clients: { end: () => void }[] = [];
let waitsBeforeReconnecting = false;
const folder = mkdtempSync(join(tmpdir(), 'directlinejs-'));
const settings = {
  clock: () => new Date(Date.now() + passed),
  databaseUrl: `sqlite:${join(folder, 'support.db')}`,
};

class KeptWebSocket extends WebSocket {
  constructor(url: string) {
    super(url);
    sockets.push(this);
  }
}

beforeAll(async () => {
  // The client measures its pauses with setInterval. Nobody waits for the one before it reconnects.
  const setInterval = (work: () => void, milliseconds: number) => {
    const isPause = milliseconds >= retryPause.shortest && milliseconds <= retryPause.longest;
    return realSetInterval(work, isPause && !waitsBeforeReconnecting ? 1 : milliseconds);
  };
  Object.assign(globalThis, { XMLHttpRequest, WebSocket: KeptWebSocket, setInterval });
  stack = await startDirectLineStack(settings);
});
afterEach(() => {
  for (const client of clients) client.end();
  clients = [];
  sockets = [];
  passed = 0;
  waitsBeforeReconnecting = false;
});
afterAll(async () => {
  await stack.close();
  rmSync(folder, { recursive: true, force: true });
  Object.assign(globalThis, { setInterval: realSetInterval });
});

/** A connected client that keeps what comes. */
function connect(options: {
  token: string;
  conversationId?: string;
  watermark?: string;
  webSocket?: boolean;
  pollingInterval?: number;
}) {
  const client = new DirectLine({ ...options, domain: `${stack.url}/v3/directline` });
  // Each look at the client's clock finds its longest pause over.
  const { scheduler } = Reflect.get(client, 'services') as { scheduler: { now: () => number } };
  let clock = Date.now();
  if (!waitsBeforeReconnecting) scheduler.now = () => (clock += retryPause.longest);
  const activities: Activity[] = [];
  const statuses: ConnectionStatus[] = [];
  const waiting = new Set<() => void>();
  const check = () => waiting.forEach((look) => look());
  client.connectionStatus$.subscribe((status) => {
    statuses.push(status);
    check();
  });
  const subscription = client.activity$.subscribe((activity) => {
    activities.push(activity);
    check();
  });
  const until = (isTrue: () => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (isTrue()) resolve();
      };
      waiting.add(look);
      look();
    });
  const texts = () => activities.map((activity) => ('text' in activity ? activity.text : undefined));
  /** What a page shows of it that tells activities by their ids, as Web Chat does. */
  const shownOnce = () => {
    const seen = new Map(activities.map((activity) => [activity.id, activity]));
    return [...seen.values()].map((activity) => ('text' in activity ? activity.text : undefined));
  };
  const connected = {
    activities,
    statuses,
    shownOnce,
    texts,
    reconnect: (conversation: Conversation) => client.reconnect(conversation),
    until,
    untilText: (text: string) => until(() => texts().includes(text)),
    say: (text: string) =>
      new Promise<string>((resolve, reject) => {
        client.postActivity({ type: 'message', text, from: { id: '' } }).subscribe(resolve, reject);
      }),
    end: () => {
      subscription.unsubscribe();
      client.end();
    },
  };
  clients.push(connected);
  return connected;
}

const newChat = async () => (await directLineClient(stack.url).call('POST', '/api/chat/token')).body;
const newToken = async () => (await newChat()).token;
const resume = async (resumeToken: string) =>
  (await directLineClient(stack.url).call('POST', '/api/chat/resume', { body: { resumeToken } })).body;

describe('botframework-directlinejs', () => {
  it('starts, is greeted, sends, and hears the echo of its own message and the answer', async () => {
    const client = connect({ token: await newToken() });
    await client.untilText('hello');
    const id = await client.say('hi 👋');
    await client.untilText('echo hi 👋');
    expect(client.texts()).toEqual(['hello', 'hi 👋', 'echo hi 👋']);
    expect(client.activities[1]).toMatchObject({ id, from: { role: 'user' } });
    expect(client.statuses.map(Number)).toEqual([0, 1, 2]);
  });

  it('reconnects after a broken socket and misses and doubles nothing', async () => {
    const client = connect({ token: await newToken() });
    await client.untilText('hello');
    await client.say('before');
    await client.untilText('echo before');
    sockets[0]?.terminate();
    await client.say('meanwhile');
    await client.untilText('echo meanwhile');
    await client.say('after');
    await client.untilText('echo after');
    expect(sockets).toHaveLength(2);
    expect(client.texts()).toEqual([
      'hello',
      'before',
      'echo before',
      'meanwhile',
      'echo meanwhile',
      'after',
      'echo after',
    ]);
  });

  it('shows the whole conversation when it comes back to it, and goes on', async () => {
    const chat = await newChat();
    const before = connect({ token: chat.token });
    await before.untilText('hello');
    await before.say('one');
    await before.untilText('echo one');
    before.end();

    const { token, conversationId } = await resume(chat.resumeToken);
    const after = connect({ token, conversationId, watermark: '0' });
    await after.untilText('echo one');
    await after.say('two');
    await after.untilText('echo two');
    expect(after.texts()).toEqual(['hello', 'one', 'echo one', 'two', 'echo two']);
  });

  it('is told that its token has expired, and goes on where it was with a fresh one', async () => {
    const chat = await newChat();
    // Its first stream tries again beside the second: without the pause between, they would take turns at once.
    waitsBeforeReconnecting = true;
    const client = connect({ token: chat.token });
    await client.untilText('hello');
    passed = 31 * 60_000;
    expect(await client.say('refused')).toBe('retry');
    expect(client.statuses.at(-1)).toBe(ConnectionStatus.ExpiredToken);

    const { token, conversationId } = await resume(chat.resumeToken);
    const { streamUrl } = (await directLineClient(stack.url).reconnect(conversationId, token)).body;
    client.reconnect({ conversationId, token, streamUrl });
    await client.say('taken');
    await client.untilText('echo taken');
    // It keeps the stream of its first session beside the new one, so it may hear a message twice, under one id.
    expect(client.shownOnce()).toEqual(['hello', 'taken', 'echo taken']);
  });

  it('comes back by itself to a server that was closed and started again on its database', async () => {
    const client = connect({ token: await newToken() });
    await client.untilText('hello');
    await client.say('before');
    await client.untilText('echo before');

    await stack.close();
    stack = await startDirectLineStack({ ...settings, port: stack.port });

    await client.say('after');
    await client.untilText('echo after');
    expect(client.texts()).toEqual(['hello', 'before', 'echo before', 'after', 'echo after']);
  });

  it('talks without sockets too, by polling', async () => {
    const client = connect({ token: await newToken(), webSocket: false, pollingInterval: 200 });
    await client.until(() => client.statuses.at(-1) === ConnectionStatus.Online);
    await client.say('hi');
    await client.untilText('echo hi');
    expect(client.texts()).toEqual(['hello', 'hi', 'echo hi']);
  });
});

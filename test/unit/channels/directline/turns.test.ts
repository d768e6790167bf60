import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TurnHandler } from '../../../../src/conversation/turn.ts';
import type { OpenedStore } from '../../../../src/storage/stores.ts';
import { directLineClient, openStream } from '../../../support/direct-line-client.ts';
import { type DirectLineStack, startDirectLineStack } from '../../../support/direct-line-stack.ts';

let folder: string;
const open: DirectLineStack[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'turns-'));
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((stack) => stack.close()));
  rmSync(folder, { recursive: true });
});

async function start(options: Parameters<typeof startDirectLineStack>[0] = {}) {
  const stack = await startDirectLineStack(options);
  open.push(stack);
  return { stack, client: directLineClient(stack.url) };
}

const message = (text: string, clientActivityID?: string) => ({
  type: 'message',
  text,
  channelData: { clientActivityID },
});

describe('the same activity twice', () => {
  it('gets one id and one answer, one after the other and at the same time', async () => {
    const { client } = await start();
    const chat = await client.startChat();
    const send = () => client.post(chat.id, chat.token, message('hi', 'same'));
    const first = await send();
    const others = await Promise.all([send(), send(), send()]);
    expect(new Set([first, ...others].map(({ body }) => body.id)).size).toBe(1);
    const { activities } = (await client.activities(chat.id, chat.token)).body;
    expect(activities.map(({ text }) => text)).toEqual(['hello', 'hi', 'echo hi']);
  });

  it('is known by the id the client gave it when it has no clientActivityID', async () => {
    const { client } = await start();
    const chat = await client.startChat();
    const sent = { type: 'message', text: 'hi', id: 'client-1' };
    const ids = [await client.post(chat.id, chat.token, sent), await client.post(chat.id, chat.token, sent)];
    expect(ids[0]?.body.id).toBe(ids[1]?.body.id);
    expect(ids[0]?.body.id).not.toBe('client-1');
  });
});

describe('many at once', () => {
  it('answers 20 activities of one conversation one after the other, each as a whole', async () => {
    let inside = 0;
    const handle: TurnHandler = async (turn) => {
      inside += 1;
      expect(inside).toBe(1);
      const count = ((await turn.readState(['count'])).get('count') as { n: number } | undefined)?.n ?? 0;
      await new Promise(setImmediate);
      turn.writeState('count', { n: count + 1 });
      turn.send({ type: 'message', text: `${count} ${turn.activity.text}` });
      inside -= 1;
    };
    const { stack, client } = await start({ handle });
    const chat = await client.startChat();
    await stack.turns.idle();
    const texts = Array.from({ length: 20 }, (_, index) => `m${index}`);
    await Promise.all(texts.map((text) => client.post(chat.id, chat.token, message(text, text))));
    const { activities } = (await client.activities(chat.id, chat.token)).body;
    const asked = activities.filter(({ from }) => from?.role === 'user');
    const answers = activities.filter(({ from }) => from?.role === 'bot').slice(1);
    expect([...texts].sort()).toEqual(asked.map(({ text }) => String(text)).sort());
    expect(answers.map(({ text }) => text)).toEqual(asked.map(({ text }, index) => `${index + 1} ${text}`));
    expect(answers.map(({ replyToId }) => replyToId)).toEqual(asked.map(({ id }) => id));
  });

  it('keeps 100 conversations apart', async () => {
    const { client } = await start();
    const results = await Promise.all(
      Array.from({ length: 100 }, async (_, index) => {
        const chat = await client.startChat();
        const stream = await openStream(chat.streamUrl);
        await client.post(chat.id, chat.token, message(`from ${index}`));
        await stream.untilText(`echo from ${index}`);
        stream.socket.close();
        return stream.texts();
      }),
    );
    expect(results).toEqual(results.map((_, index) => ['hello', `from ${index}`, `echo from ${index}`]));
  });
});

/** Answers a message once it may finish, which it may be told before it has begun. */
function slowAnswer(): { handle: TurnHandler; finish: () => void } {
  let finish: () => void = () => undefined;
  const mayFinish = new Promise<void>((resolve) => (finish = resolve));
  const handle: TurnHandler = async (turn) => {
    if (turn.activity.type !== 'message') return;
    await mayFinish;
    turn.send({ type: 'message', text: 'at last' });
  };
  return { handle, finish };
}

describe('a turn that takes long or fails', () => {
  it('is acknowledged after the time-out and answered over the stream later', async () => {
    const { handle, finish } = slowAnswer();
    const { client } = await start({ handle, turnTimeoutMs: 1 });
    const chat = await client.startChat();
    const stream = await openStream(chat.streamUrl);
    const { status, body } = await client.post(chat.id, chat.token, message('hi'));
    expect([status, typeof body.id]).toEqual([200, 'string']);
    finish();
    await stream.untilText('at last');
    stream.socket.close();
  });

  it('answers 200 and tells the visitor, without the reason', async () => {
    const handle: TurnHandler = () => Promise.reject(new Error('inner secret'));
    const { client } = await start({ handle });
    const chat = await client.startChat();
    expect((await client.post(chat.id, chat.token, message('hi'))).status).toBe(200);
    const { body } = await client.activities(chat.id, chat.token);
    expect(body.activities.at(-1)?.text).toMatch(/^failed \w{8}$/);
    expect(JSON.stringify(body)).not.toContain('inner secret');
  });
});

describe('a turn that runs', () => {
  it('shows every page that the bot is typing, again and again, and not once it has answered', async () => {
    const { handle, finish } = slowAnswer();
    const { stack, client } = await start({ handle, typingAfterMs: 1, turnTimeoutMs: 50 });
    const chat = await client.startChat();
    const stream = await openStream(chat.streamUrl);
    const { body } = await client.post(chat.id, chat.token, message('hi'));
    await stream.until(() => stream.activities().some(({ type }) => type === 'typing'));
    expect(stream.activities().find(({ type }) => type === 'typing')).toMatchObject({
      from: { id: 'support-bot', role: 'bot' },
      replyToId: body.id,
      id: expect.any(String),
    });
    finish();
    await stream.untilText('at last');
    await expect(stack.store.lastSeq(chat.id)).resolves.toBe(3);
    stream.socket.close();
  });

  it('is not said to be typing when it is quick', async () => {
    const { client } = await start();
    const chat = await client.startChat();
    const stream = await openStream(chat.streamUrl);
    await client.post(chat.id, chat.token, message('hi'));
    await stream.untilText('echo hi');
    expect(stream.activities().map(({ type }) => type)).not.toContain('typing');
    stream.socket.close();
  });
});

describe('typing of the visitor', () => {
  it('goes to whoever looks at the conversation, and not back to the visitor', async () => {
    const { stack, client } = await start();
    const chat = await client.startChat();
    const stream = await openStream(chat.streamUrl);
    const passing: unknown[] = [];
    stack.bus.subscribe(chat.id, (news) => 'passing' in news && passing.push(news.passing));
    await client.post(chat.id, chat.token, { type: 'typing', from: { id: 'forged' } });
    expect(passing).toEqual([
      expect.objectContaining({ type: 'typing', from: { id: chat.userId, role: 'user' } }),
    ]);
    await client.post(chat.id, chat.token, message('fence'));
    await stream.untilText('echo fence');
    expect(stream.activities().map(({ type }) => type)).not.toContain('typing');
    stream.socket.close();
  });
});

describe('a turn that cannot be stored', () => {
  it('is answered 502 while the activity is kept, and its answer comes after the next start', async () => {
    const databaseUrl = `sqlite:${join(folder, 'support.db')}`;
    const around = (store: OpenedStore) =>
      Object.assign(store, { commitTurn: () => Promise.reject(new Error('disk full')) });
    const { client } = await start({ databaseUrl, around });
    const chat = await client.startChat();
    const reply = await client.post(chat.id, chat.token, message('hi', 'k1'));
    expect([reply.status, reply.body.error.code]).toEqual([502, 'BotError']);
    const { stack, client: next } = await start({ databaseUrl });
    await stack.turns.resumeOwedTurns();
    await stack.turns.idle();
    expect((await next.post(chat.id, chat.token, message('hi', 'k1'))).status).toBe(200);
    const { activities } = (await next.activities(chat.id, chat.token)).body;
    expect(activities.map(({ text }) => text).sort()).toEqual(['echo hi', 'hello', 'hi']);
  });
});

describe('an invoke', () => {
  const handle: TurnHandler = async (turn) => {
    const { type, value } = turn.activity;
    if (type !== 'invoke') return;
    const { status } = value as { status?: number };
    if (status === undefined) throw new Error('no idea');
    turn.send({ type: 'message', text: `count ${status}` });
    if (status > 0) turn.send({ type: 'invokeResponse', value: { status, body: { card: 1 } } });
  };
  const invoke = (status?: number) => ({
    type: 'invoke',
    name: 'support/count',
    value: { status },
    channelData: { clientActivityID: `invoke-${status}` },
  });

  it('is answered in the POST, the same again when it is sent again, and nobody is shown the answer', async () => {
    const { client } = await start({ handle });
    const chat = await client.startChat();
    const first = await client.post(chat.id, chat.token, invoke(200));
    expect(first.body).toEqual({
      id: expect.any(String),
      invokeResponse: { status: 200, body: { card: 1 } },
    });
    expect((await client.post(chat.id, chat.token, invoke(200))).body).toEqual(first.body);
    const { activities } = (await client.activities(chat.id, chat.token)).body;
    expect(activities.map(({ type }) => type)).toEqual(['invoke', 'message']);
  });

  it.each([
    ['that the bot refuses', 501, 'BotRejectedActivity'],
    ['that the bot does not answer', 0, 'BotError'],
    ['that fails', undefined, 'BotError'],
  ])('%s is answered 502', async (_, status, code) => {
    const { client } = await start({ handle });
    const chat = await client.startChat();
    const reply = await client.post(chat.id, chat.token, invoke(status));
    expect([reply.status, reply.body.error.code]).toEqual([502, code]);
  });
});

it('a turn whose process died is run at the next start, once, and reaches the client that comes back', async () => {
  const databaseUrl = `sqlite:${join(folder, 'support.db')}`;
  const dies: TurnHandler = (turn) => {
    turn.send({ type: 'message', text: 'never seen' });
    return new Promise(() => undefined);
  };
  const first = await startDirectLineStack({ databaseUrl, handle: dies, turnTimeoutMs: 1 });
  const client = directLineClient(first.url);
  const chat = await client.startChat();
  const posted = await client.post(chat.id, chat.token, message('hi', 'k1'));
  await first.abandon();

  const { stack, client: next } = await start({ databaseUrl });
  await expect(stack.turns.resumeOwedTurns()).resolves.toBe(2);
  await stack.turns.idle();
  const again = await next.post(chat.id, chat.token, message('hi', 'k1'));
  expect(again.body.id).toBe(posted.body.id);
  const { activities } = (await next.activities(chat.id, chat.token)).body;
  expect(activities.map(({ text }) => text)).toEqual(['hi', 'hello', 'echo hi']);
  await expect(stack.store.owedTurns()).resolves.toEqual([]);
});

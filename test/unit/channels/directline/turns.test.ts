import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TurnHandler } from '../../../../src/conversation/turn.ts';
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
  }, 20_000);
});

describe('a turn that takes long or fails', () => {
  it('is acknowledged after the time-out and answered over the stream later', async () => {
    let finish: () => void = () => undefined;
    const handle: TurnHandler = async (turn) => {
      if (turn.activity.type !== 'message') return;
      await new Promise<void>((resolve) => (finish = resolve));
      turn.send({ type: 'message', text: 'at last' });
    };
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

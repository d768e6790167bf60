import type { LogEntry } from '../../../../src/conversation/store.ts';
import { type TurnHandler } from '../../../../src/conversation/turn.ts';
import { directLineClient, openStream } from '../../../support/direct-line-client.ts';
import { type DirectLineStack, echo, startDirectLineStack } from '../../../support/direct-line-stack.ts';

let now = Date.parse('2026-11-22T10:00:00Z');
let stack: DirectLineStack;
let client: ReturnType<typeof directLineClient>;

/** Echoes, and knows three tricks: `update` replaces its card, `end` ends, `big` is long. */
const handle: TurnHandler = (turn) => {
  const { text } = turn.activity;
  if (text === 'update') turn.send({ type: 'message', id: 'card-1', text: 'new card' });
  else if (text === 'end') turn.send({ type: 'endOfConversation' });
  else if (text === 'big') turn.send({ type: 'message', text: 'x'.repeat(300_000) });
  else return echo(turn);
  return Promise.resolve();
};

beforeAll(async () => {
  stack = await startDirectLineStack({ clock: () => new Date(now), handle, maxBufferedBytes: 200_000 });
  client = directLineClient(stack.url);
});
afterAll(() => stack.close());

type Chat = Awaited<ReturnType<ReturnType<typeof directLineClient>['startChat']>>;
const say = (chat: Chat, text: string) => client.post(chat.id, chat.token, { type: 'message', text });
const reconnected = async (chat: Chat, query = '') =>
  openStream((await client.reconnect(chat.id, chat.token, query)).body.streamUrl);

describe('a stream', () => {
  it('replays what was sent between start and opening, then goes on live', async () => {
    const chat = await client.startChat();
    await say(chat, 'early');
    const stream = await openStream(chat.streamUrl);
    await say(chat, 'late');
    await stream.untilText('echo late');
    expect(stream.texts()).toEqual(['hello', 'early', 'echo early', 'late', 'echo late']);
    expect(stream.frames.at(-1)?.watermark).toBe('6');
    stream.socket.close();
  });

  it('misses and doubles nothing when it opens in the middle of a burst', async () => {
    const chat = await client.startChat();
    const burst = Promise.all(Array.from({ length: 40 }, (_, index) => say(chat, `m${index}`)));
    const stream = await openStream(chat.streamUrl);
    await burst;
    await stream.until(() => stream.activities().length >= 81);
    const { body } = await client.activities(chat.id, chat.token);
    expect(stream.activities().map(({ id }) => id)).toEqual(body.activities.map(({ id }) => id));
    const watermarks = stream.frames.map(({ watermark }) => Number(watermark));
    expect(watermarks).toEqual([...watermarks].sort((a, b) => a - b));
    stream.socket.close();
  });

  it('brings news that the bus tells in the wrong order in the order of the log', async () => {
    const chat = await client.startChat();
    const stream = await openStream(chat.streamUrl);
    await stream.untilText('hello');
    const entries: LogEntry[] = [];
    for (const text of ['one', 'two']) {
      const { entry } = await stack.store.accept({
        conversationId: chat.id,
        activity: { type: 'message', text },
      });
      entries.push(entry);
    }
    for (const entry of [...entries].reverse())
      stack.bus.publish({ conversationId: chat.id, entries: [entry] });
    await stream.until(() => stream.activities().length >= 3);
    expect(stream.texts()).toEqual(['hello', 'one', 'two']);
    stream.socket.close();
  });

  it('puts all activities of a turn that came before into one frame', async () => {
    const chat = await client.startChat();
    for (const text of ['a', 'b', 'c']) await say(chat, text);
    const stream = await openStream(chat.streamUrl);
    await stream.untilText('echo c');
    expect(stream.frames).toHaveLength(1);
    stream.socket.close();
  });

  it('brings typing that passes by, without a watermark and without storing it', async () => {
    const chat = await client.startChat();
    const stream = await openStream(chat.streamUrl);
    await stream.untilText('hello');
    stack.bus.publish({ conversationId: chat.id, passing: { type: 'typing' } });
    await stream.until(() => stream.activities().some(({ type }) => type === 'typing'));
    expect(stream.frames.at(-1)).toEqual({
      activities: [
        expect.objectContaining({
          type: 'typing',
          from: { id: 'support-bot', name: 'Support', role: 'bot' },
        }),
      ],
    });
    await expect(stack.store.lastSeq(chat.id)).resolves.toBe(2);
    stream.socket.close();
  });

  it('brings an activity id again when the bot replaces a message', async () => {
    const chat = await client.startChat();
    const stream = await openStream(chat.streamUrl);
    await say(chat, 'update');
    await say(chat, 'update');
    await stream.until(() => stream.activities().filter(({ id }) => id === 'card-1').length === 2);
    stream.socket.close();
  });

  it('delivers nothing after endOfConversation, not after reconnecting either, while GET still works', async () => {
    const chat = await client.startChat();
    const stream = await openStream(chat.streamUrl);
    await say(chat, 'end');
    await stream.until(() => stream.activities().at(-1)?.type === 'endOfConversation');
    await say(chat, 'after');
    const again = await reconnected(chat, '?watermark=4');
    await say(chat, 'after all');
    stack.bus.publish({ conversationId: chat.id, passing: { type: 'typing' } });
    again.socket.close();
    await again.closed;
    expect(stream.texts()).not.toContain('after');
    expect(again.frames).toEqual([]);
    const { body } = await client.activities(chat.id, chat.token, '?watermark=4');
    expect(body.activities.map(({ text }) => text)).toEqual([
      'after',
      'echo after',
      'after all',
      'echo after all',
    ]);
  });
});

describe('reconnecting', () => {
  it('with a watermark replays what came after it', async () => {
    const chat = await client.startChat();
    await say(chat, 'one');
    await say(chat, 'two');
    const stream = await reconnected(chat, '?watermark=4');
    await stream.untilText('echo two');
    expect(stream.texts()).toEqual(['two', 'echo two']);
    stream.socket.close();
  });

  it.each(['', '?watermark='])('with %j begins with what comes next', async (query) => {
    const chat = await client.startChat();
    await say(chat, 'one');
    const { streamUrl } = (await client.reconnect(chat.id, chat.token, query)).body;
    await say(chat, 'two');
    const stream = await openStream(streamUrl);
    await stream.untilText('echo two');
    expect(stream.texts()).toEqual(['two', 'echo two']);
    stream.socket.close();
  });

  it('closes the older stream of the conversation with the reason collision', async () => {
    const chat = await client.startChat();
    const older = await openStream(chat.streamUrl);
    const newer = await reconnected(chat);
    await expect(older.closed).resolves.toEqual({ code: 1000, reason: 'collision' });
    await say(chat, 'still here');
    await newer.untilText('echo still here');
    expect(older.texts()).not.toContain('still here');
    newer.socket.close();
  });

  it('is refused on a stream URL older than 60 s, of another conversation, or without token', async () => {
    const [chat, other] = [await client.startChat(), await client.startChat()];
    await expect(openStream(chat.streamUrl.replace(chat.id, other.id))).rejects.toThrow('403');
    await expect(openStream(chat.streamUrl.replace(/\?.*/, ''))).rejects.toThrow('401');
    await expect(openStream(chat.streamUrl.replace(/t=.*/, `t=${chat.token}`))).rejects.toThrow('403');
    now += 60_000;
    await expect(openStream(chat.streamUrl)).rejects.toThrow('403');
  });
});

describe('keeping alive', () => {
  it('sends an empty frame, takes one, and ends a peer that answers nothing', async () => {
    const [chat, dead] = [await client.startChat(), await client.startChat()];
    const stream = await openStream(chat.streamUrl);
    const deaf = await openStream(dead.streamUrl);
    await Promise.all([stream.untilText('hello'), deaf.untilText('hello')]);
    deaf.socket.pause();
    const pinged = new Promise((resolve) => stream.socket.once('ping', resolve));
    stack.keepAlive();
    await pinged;
    stream.socket.send('');
    await stream.until(() => stream.keepAlives() === 1);
    // The server has heard this stream once it has answered a later message of it.
    await say(chat, 'fence');
    await stream.untilText('echo fence');
    stack.keepAlive();
    deaf.socket.resume();
    await expect(deaf.closed).resolves.toMatchObject({ code: 1006 });
    await stream.until(() => stream.keepAlives() === 2);
    stream.socket.close();
  });

  it('closes a client that reads too slowly, which loses nothing as it has its watermark', async () => {
    const chat = await client.startChat();
    const stream = await openStream(chat.streamUrl);
    await stream.untilText('hello');
    stream.socket.pause();
    for (
      let count = 0;
      stack.log.every(({ event }) => event !== 'stream.too-slow') && count < 60;
      count += 1
    ) {
      await say(chat, 'big');
    }
    stream.socket.resume();
    await expect(stream.closed).resolves.toMatchObject({ code: 1013 });
    const again = await reconnected(chat, `?watermark=${stream.frames.at(-1)?.watermark}`);
    const last = await stack.store.lastSeq(chat.id);
    await again.until(() => again.frames.at(-1)?.watermark === String(last));
    const seen = new Set([...stream.activities(), ...again.activities()].map(({ id }) => id));
    expect(seen.size).toBe(last - 1);
    again.socket.close();
  });

  it('hangs up on a client that sends large frames', async () => {
    const chat = await client.startChat();
    const stream = await openStream(chat.streamUrl);
    stream.socket.send('x'.repeat(5000));
    await expect(stream.closed).resolves.toMatchObject({ code: 1009 });
    const next = await reconnected(chat);
    next.socket.close();
  });
});

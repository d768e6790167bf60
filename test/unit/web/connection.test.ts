import type { Activity } from '../../../src/conversation/activity.ts';
import { ApiError, type ChatApi } from '../../../src/web/shared/api.ts';
import { Connection } from '../../../src/web/shared/connection.ts';
import type { LineOptions } from '../../../src/web/shared/line.ts';
import type { Session } from '../../../src/web/shared/session.ts';
import { createChatStorage } from '../../../src/web/shared/storage.ts';

function session(number: number): Session {
  return {
    conversationId: `c${number}`,
    token: `token${number}`,
    userId: `u${number}`,
    resumeToken: `resume${number}`,
  };
}

const settled = () => new Promise(setImmediate);

/** A connection whose server and lines are played by the test. */
function setUp(api: Partial<ChatApi> = {}) {
  const lines: LineOptions[] = [];
  const seen: string[] = [];
  const pauses: { delay: number; work: () => void }[] = [];
  const histories: string[] = [];
  const storage = createChatStorage(() => {
    throw new Error('no storage');
  });
  let started = 0;
  const connection = new Connection({
    api: {
      start: () => Promise.resolve(session(++started)),
      resume: () => Promise.resolve(session(started)),
      history: (_session, watermark) => {
        histories.push(watermark);
        return Promise.resolve({ activities: [{ type: 'message', text: 'missed' }], watermark: '7' });
      },
      isRefused: () => Promise.resolve(false),
      ...api,
    },
    storage,
    openLine: (options) => {
      lines.push(options);
      return { post: () => Promise.resolve('accepted'), close: () => undefined };
    },
    schedule: (delay, work) => pauses.push({ delay, work }),
    random: () => 0,
    onSession: ({ conversationId }) => seen.push(`session ${conversationId}`),
    onActivities: (activities, live) =>
      seen.push(`${live ? 'live' : 'read'} ${activities.map(textOf).join()}`),
    onState: (state) => seen.push(state),
    onForgotten: () => seen.push('forgotten'),
  });
  const endPauses = async (below: number) => {
    const due = pauses.splice(0).filter(({ delay }) => delay < below);
    for (const { work } of due) work();
    await settled();
    return due.length;
  };
  return { connection, lines, seen, storage, histories, endPauses };
}

function textOf(activity: Activity): string {
  return String(activity.text);
}

describe('Connection', () => {
  it('begins a new conversation with a line that starts it', async () => {
    const { connection, lines, seen } = setUp();
    connection.connect();
    await settled();
    lines[0]!.onOpen();

    expect(lines[0]).toMatchObject({ token: 'token1', conversationId: undefined });
    expect(seen).toEqual(['connecting', 'session c1', 'online']);
  });

  it('shows what was said in a conversation that was begun already, and opens its stream', async () => {
    const streamUrl = 'wss://support.example.org/stream';
    const history = { activities: [{ type: 'message', text: 'welcome' }], watermark: '2' };
    const { connection, lines, seen, storage } = setUp({
      start: () => Promise.resolve({ ...session(1), streamUrl, history }),
    });
    connection.connect();
    await settled();

    expect(seen).toEqual(['connecting', 'session c1', 'live welcome']);
    expect(lines[0]).toMatchObject({ conversationId: 'c1', streamUrl, watermark: '2' });
    expect(storage.readSession()).toEqual(session(1));
  });

  it('asks no more where it is refused, until somebody is back at the page', async () => {
    let calls = 0;
    const start = () => {
      calls += 1;
      return Promise.reject(new TypeError('Failed to fetch'));
    };
    const { connection, seen, endPauses } = setUp({ start, isRefused: () => Promise.resolve(true) });
    connection.connect();
    await settled();
    expect(await endPauses(60_000)).toBe(0);
    expect(seen).toEqual(['connecting', 'refused']);

    connection.hurry();
    await settled();

    expect(calls).toBe(2);
    expect(seen).toEqual(['connecting', 'refused']);
  });

  it('after a loss reads what was missed and goes on from there', async () => {
    const { connection, lines, seen, endPauses } = setUp();
    connection.connect();
    await settled();
    lines[0]!.onOpen();

    lines[0]!.onLoss();
    await endPauses(1000);
    lines[1]!.onOpen();

    expect(seen.slice(3)).toEqual(['reconnecting', 'session c1', 'read missed', 'online']);
    expect(lines[1]).toMatchObject({ conversationId: 'c1', watermark: '7' });
  });

  it('asks only for what came after the last reading', async () => {
    const { connection, lines, histories, endPauses } = setUp();
    connection.connect();
    await settled();
    lines[0]!.onLoss();
    await endPauses(1000);
    lines[1]!.onLoss();
    await endPauses(5000);

    expect(histories).toEqual(['', '7']);
  });

  it('tries again while the server is away', async () => {
    let calls = 0;
    const start = () =>
      ++calls < 3 ? Promise.reject(new TypeError('no network')) : Promise.resolve(session(1));
    const { connection, lines, endPauses } = setUp({ start });
    connection.connect();
    await settled();
    await endPauses(1000);
    await endPauses(2000);

    expect(calls).toBe(3);
    expect(lines).toHaveLength(1);
  });

  it.each([403, 404])('begins anew when the server answers %i to the resume token', async (status) => {
    const { connection, lines, seen, storage } = setUp({
      resume: () => Promise.reject(new ApiError(status)),
    });
    storage.writeSession(session(9));
    connection.connect();
    await settled();
    lines[0]!.onOpen();

    expect(seen).toEqual(['connecting', 'forgotten', 'session c1', 'online']);
    expect(storage.readSession()?.conversationId).toBe('c1');
  });

  it.each([500, 503, 429])('keeps the conversation when the server answers %i', async (status) => {
    const { connection, seen, storage } = setUp({ resume: () => Promise.reject(new ApiError(status)) });
    storage.writeSession(session(9));
    connection.connect();
    await settled();

    expect(seen).toEqual(['connecting']);
    expect(storage.readSession()?.conversationId).toBe('c9');
  });

  it('starts a kept conversation that never began', async () => {
    const { connection, lines, storage } = setUp({
      resume: () => Promise.resolve(session(9)),
      history: () => Promise.resolve(undefined),
    });
    storage.writeSession(session(9));
    connection.connect();
    await settled();

    expect(lines[0]).toMatchObject({ token: 'token9', conversationId: undefined });
  });

  it('waits as long as the server asks for', async () => {
    const start = () => Promise.reject(new ApiError(429, 30_000));
    const { connection, endPauses } = setUp({ start });
    connection.connect();
    await settled();

    expect(await endPauses(30_000)).toBe(0);
  });

  it('does not begin a second time when hurried while it is connecting', async () => {
    const { connection, lines } = setUp();
    connection.connect();
    connection.hurry();
    await settled();

    expect(lines).toHaveLength(1);
  });

  it('replaces a line that does not open in time', async () => {
    const { connection, lines, endPauses } = setUp();
    connection.connect();
    await settled();
    await endPauses(20_000);
    await endPauses(1000);

    expect(lines).toHaveLength(2);
  });

  it('ignores what an abandoned line still says', async () => {
    const { connection, lines, seen } = setUp();
    connection.connect();
    await settled();
    connection.connect();
    await settled();
    const before = seen.length;

    lines[0]!.onActivity({ type: 'message', text: 'late' });
    lines[0]!.onLoss();

    expect(seen).toHaveLength(before);
  });

  it('keeps a message for later while there is no open line', async () => {
    const { connection, lines } = setUp();
    connection.connect();
    await settled();
    expect(await connection.post({ type: 'message' })).toBe('later');

    lines[0]!.onOpen();

    expect(await connection.post({ type: 'message' })).toBe('accepted');
  });
});

import type { Activity } from '../../../src/conversation/activity.ts';
import { Outbox, type PostResult } from '../../../src/web/shared/outbox.ts';
import { toActivity } from '../../../src/web/shared/outgoing.ts';

function message(clientId: string): Activity {
  return toActivity({ text: clientId }, { userId: 'u', clientId, at: new Date(0) });
}

/** An outbox whose requests are answered by the test, and whose pauses end when the test says so. */
function setUp() {
  const posts: { text: string | undefined; answer: (result: PostResult) => Promise<void> }[] = [];
  const states: string[] = [];
  const pauses: (() => void)[] = [];
  let kept: string[] = [];
  const outbox = new Outbox({
    post: ({ text }) =>
      new Promise((resolve) => {
        posts.push({
          text,
          answer: async (result) => {
            resolve(result);
            await new Promise(setImmediate);
          },
        });
      }),
    onChange: (clientId, state) => states.push(`${clientId} ${state}`),
    keep: (activities) => (kept = activities.map(({ text }) => String(text))),
    schedule: (_delay, work) => pauses.push(work),
    random: () => 0,
  });
  const endPause = () => pauses.splice(0).forEach((work) => work());
  return { outbox, posts, states, endPause, kept: () => kept };
}

describe('Outbox', () => {
  it('sends one message after the other, in the order of writing', async () => {
    const { outbox, posts } = setUp();
    outbox.setReady(true);
    outbox.add(message('a'));
    outbox.add(message('b'));
    expect(posts.map(({ text }) => text)).toEqual(['a']);

    await posts[0]!.answer('accepted');

    expect(posts.map(({ text }) => text)).toEqual(['a', 'b']);
  });

  it('holds messages while the connection is away and sends them when it is back', () => {
    const { outbox, posts, kept } = setUp();
    outbox.add(message('a'));
    expect(posts).toHaveLength(0);
    expect(kept()).toEqual(['a']);

    outbox.setReady(true);

    expect(posts).toHaveLength(1);
  });

  it('sends the same activity again after a lost connection, with the same client id', () => {
    const { outbox, posts } = setUp();
    outbox.setReady(true);
    outbox.add(message('a'));

    outbox.setReady(false);
    outbox.setReady(true);

    expect(posts.map(({ text }) => text)).toEqual(['a', 'a']);
  });

  it('counts a message as sent when it is seen in the conversation, without waiting for the request', async () => {
    const { outbox, posts, states } = setUp();
    outbox.setReady(true);
    outbox.add(message('a'));
    outbox.add(message('b'));

    outbox.confirm('a');
    await posts[0]!.answer('later');

    expect(states).toEqual(['a sending', 'b sending', 'a sent']);
    expect(posts.map(({ text }) => text)).toEqual(['a', 'b']);
  });

  it('gives up after six attempts and goes on with the next message', async () => {
    const { outbox, posts, states, endPause } = setUp();
    outbox.setReady(true);
    outbox.add(message('a'));
    outbox.add(message('b'));
    for (let attempt = 0; attempt < 6; attempt += 1) {
      await posts[attempt]!.answer('later');
      endPause();
    }
    expect(states.at(-1)).toBe('a failed');
    expect(posts.at(-1)?.text).toBe('b');
  });

  it('sends a refused message again only when the visitor asks', async () => {
    const { outbox, posts, states, kept } = setUp();
    outbox.setReady(true);
    outbox.add(message('a'));
    await posts[0]!.answer('refused');
    expect(states).toEqual(['a sending', 'a failed']);

    outbox.retry('a');
    await posts[1]!.answer('accepted');

    expect(states.slice(2)).toEqual(['a sending', 'a sent']);
    expect(kept()).toEqual([]);
  });

  it('queues a message once, however often it is added', () => {
    const { outbox, posts } = setUp();
    outbox.add(message('a'));
    outbox.add(message('a'));
    outbox.setReady(true);
    outbox.confirm('a');

    expect(posts).toHaveLength(1);
  });
});

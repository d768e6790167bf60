import { fileURLToPath } from 'node:url';
import type { TurnHandler } from '../../src/conversation/turn.ts';
import { startDirectLineStack, type StackOptions } from '../support/direct-line-stack.ts';
import { expect, test } from './fixtures.ts';

const webRoot = fileURLToPath(new URL('../../build/web', import.meta.url));

/** The real server with a clock and a bot that the test holds in its hand. */
async function withStack(
  options: StackOptions,
  work: (stack: Awaited<ReturnType<typeof startDirectLineStack>>) => Promise<void>,
): Promise<void> {
  const stack = await startDirectLineStack({ webRoot, ...options });
  try {
    await work(stack);
  } finally {
    await stack.close();
  }
}

test('an expired token is replaced without a reload, and what was written arrives once', async ({
  widget: chat,
}) => {
  let passed = 0;
  await withStack({ clock: () => new Date(Date.now() + passed) }, async (stack) => {
    await chat.goToChat(stack.url);
    await chat.answerTo(() => chat.write('before'));
    passed = 31 * 60_000;

    await chat.answerTo(() => chat.write('after half an hour'));

    await expect(chat.own).toHaveCount(2);
    await expect(chat.own.last()).toContainText('Sent');
    await expect(chat.status).toBeEmpty();
    expect(await chat.contents()).toEqual([
      'hello',
      'before',
      'echo before',
      'after half an hour',
      'echo after half an hour',
    ]);
  });
});

test('dots show that a slow answer is being written', async ({ widget: chat }) => {
  let finish = (): void => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  const handle: TurnHandler = async (turn) => {
    const isBeginning = turn.activity.type === 'conversationUpdate';
    if (!isBeginning) await finished;
    turn.send({ type: 'message', text: isBeginning ? 'hello' : 'at last' });
  };
  await withStack({ handle, typingAfterMs: 50 }, async (stack) => {
    await chat.goToChat(stack.url);
    await chat.write('A hard question');
    const dots = chat.page.locator('#typing');
    await expect(dots).toBeVisible();
    await chat.expectAccessible();

    finish();

    await expect(chat.fromBot.last()).toContainText('at last');
    await expect(dots).toBeHidden();
  });
});

test('what a person says carries the name, and so does the header', async ({ widget: chat }) => {
  const handle: TurnHandler = (turn) => {
    const support = { case: 'A1', state: 'with-person', agent: { name: 'Ana Lima' } };
    turn.send({ type: 'message', text: 'I am Ana.', channelData: { support } });
    return Promise.resolve();
  };
  await withStack({ handle }, async (stack) => {
    await chat.goToChat(stack.url);

    await expect(chat.fromBot.first().locator('.message__name')).toHaveText('Ana Lima');
    await expect(chat.page.locator('#headline')).toHaveText('With Ana Lima');
    await chat.expectAccessible();
  });
});

test('a suggested answer is said by pressing it and then goes away', async ({ widget: chat }) => {
  const handle: TurnHandler = (turn) => {
    const actions = [{ type: 'imBack', title: 'Android', value: 'It is an Android' }];
    turn.send({ type: 'message', text: 'Which phone?', suggestedActions: { actions } });
    return Promise.resolve();
  };
  await withStack({ handle }, async (stack) => {
    await chat.goToChat(stack.url);
    await chat.expectAccessible();

    await chat.answerTo(() => chat.page.getByRole('button', { name: 'Android' }).click());

    await expect(chat.own).toContainText('It is an Android');
  });
});

test('Action.Execute replaces its card with what the bot answers, and a card refreshes itself once', async ({
  widget: chat,
}) => {
  const cardType = 'application/vnd.microsoft.card.adaptive';
  const card = (text: string) => ({
    ...{ type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text, wrap: true }] },
    actions: [{ type: 'Action.Execute', title: 'Count on', verb: 'count' }],
    refresh: { action: { type: 'Action.Execute', verb: 'refresh' } },
  });
  const verbs: string[] = [];
  const handle: TurnHandler = (turn) => {
    const { type, value } = turn.activity;
    if (type === 'conversationUpdate')
      turn.send({ type: 'message', attachments: [{ contentType: cardType, content: card('old') }] });
    if (type !== 'invoke') return Promise.resolve();
    verbs.push((value as { action: { verb: string } }).action.verb);
    const body = { statusCode: 200, type: cardType, value: card(`now ${verbs.length}`) };
    turn.send({ type: 'invokeResponse', replyToId: turn.activity.id, value: { status: 200, body } });
    return Promise.resolve();
  };
  await withStack({ handle }, async (stack) => {
    await chat.goToChat(stack.url);
    await expect(chat.card).toContainText('now 1');

    await chat.card.getByRole('button', { name: 'Count on' }).click();

    await expect(chat.card).toContainText('now 2');
    expect(verbs).toEqual(['refresh', 'count']);
  });
});

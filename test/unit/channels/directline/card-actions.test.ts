import { createBot } from '../../../../src/app.ts';
import { adaptiveCardType, type Activity } from '../../../../src/conversation/activity.ts';
import { realContent, symptoms, understandingOf } from '../../../support/content.ts';
import { submitsOf, type SupportData } from '../../../support/conversation.ts';
import { directLineClient } from '../../../support/direct-line-client.ts';
import { type DirectLineStack, startDirectLineStack } from '../../../support/direct-line-stack.ts';

let stack: DirectLineStack;
let client: ReturnType<typeof directLineClient>;

beforeAll(async () => {
  const content = realContent();
  const handle = createBot({ content, clock: () => new Date(), understanding: understandingOf(content) });
  stack = await startDirectLineStack({ handle });
  client = directLineClient(stack.url);
});
afterAll(() => stack.close());

type Chat = Awaited<ReturnType<typeof client.startChat>>;
interface CardAnswer {
  status: number;
  body: { statusCode: number; type: string; value: unknown };
}

const shown = async (chat: Chat) => {
  const { activities } = (await client.activities(chat.id, chat.token)).body;
  return [...new Map(activities.map((activity) => [activity.id, activity])).values()];
};
const cardOf = (activity: Activity | undefined) =>
  activity?.attachments?.find(({ contentType }) => contentType === adaptiveCardType)?.content;

/** A visitor who is asked the first check. @returns its card, and what its answers send. */
async function asked() {
  const chat = await client.startChat();
  await client.post(chat.id, chat.token, { type: 'message', text: symptoms.notifications });
  const card = (await shown(chat)).findLast((activity) => submitsOf(activity).length > 0);
  const answers = submitsOf(card) as { answer?: string }[];
  return { chat, card: card!, already: answers.find(({ answer }) => answer === 'already-ok') };
}

/** As a client does for an `Action.Execute`. */
async function execute(chat: Chat, action: object, fields: object = {}) {
  const reply = await client.post(chat.id, chat.token, {
    type: 'invoke',
    name: 'adaptiveCard/action',
    value: { action: { type: 'Action.Execute', ...action }, trigger: 'manual' },
    ...fields,
  });
  return { ...reply, answer: reply.body['invokeResponse'] as CardAnswer };
}

describe('an Action.Execute', () => {
  it('does what an Action.Submit would, and is answered with the card that stands in place of the clicked one', async () => {
    const { chat, card, already } = await asked();
    const { status, answer } = await execute(chat, { verb: 'submit', data: already });
    expect([status, answer.status, answer.body.statusCode]).toEqual([200, 200, 200]);
    const after = await shown(chat);
    expect(answer.body).toMatchObject({
      type: adaptiveCardType,
      value: cardOf(after.find(({ id }) => id === card.id)),
    });
    expect(answer.body.value).not.toEqual(cardOf(card));
    const support = after.findLast(({ channelData }) => channelData?.['support'])?.channelData?.[
      'support'
    ] as SupportData;
    expect(support).toMatchObject({ state: 'checking', position: 2 });
  });

  it('that comes twice is done once and answered the same', async () => {
    const { chat, already } = await asked();
    const fields = { channelData: { clientActivityID: 'click-1' } };
    const first = await execute(chat, { data: already }, fields);
    const log = await stack.store.lastSeq(chat.id);
    expect((await execute(chat, { data: already }, fields)).body).toEqual(first.body);
    await expect(stack.store.lastSeq(chat.id)).resolves.toBe(log);
  });

  it('on a card that was answered before changes nothing, and is answered with what stands there now', async () => {
    const { chat, card, already } = await asked();
    await execute(chat, { data: already });
    const folded = (await shown(chat)).find(({ id }) => id === card.id);
    const { answer } = await execute(chat, { data: already }, { replyToId: card.id });
    expect(answer.body).toMatchObject({ type: adaptiveCardType, value: cardOf(folded) });
  });

  it('with the verb refresh gives the present form of a card and does nothing else', async () => {
    const { chat, card, already } = await asked();
    const refresh = () => execute(chat, { verb: 'refresh' }, { replyToId: card.id });
    expect((await refresh()).answer.body.value).toEqual(cardOf(card));
    await execute(chat, { data: already });
    const before = (await shown(chat)).filter(({ type }) => type === 'message');
    const { answer } = await refresh();
    expect(answer.body.value).toEqual(cardOf(before.find(({ id }) => id === card.id)));
    expect((await shown(chat)).filter(({ type }) => type === 'message')).toEqual(before);
  });

  it('of another conversation’s card gets nothing of it', async () => {
    const [mine, other] = [await asked(), await asked()];
    const { answer } = await execute(mine.chat, { verb: 'refresh' }, { replyToId: other.card.id });
    expect(answer.body).toEqual({
      statusCode: 200,
      type: 'application/vnd.microsoft.activity.message',
      value: '',
    });
  });

  it.each([
    ['without an action', { value: {} }, 400, 'BadArgument'],
    ['without anything', { value: null }, 400, 'BadArgument'],
    ['with a type that is a number', { value: { action: { type: 5 } } }, 400, 'BadArgument'],
    ['of another type', { value: { action: { type: 'Action.Submit' } } }, 502, 'BotRejectedActivity'],
    ['with a name nobody knows', { name: 'task/fetch', value: {} }, 502, 'BotRejectedActivity'],
  ])('%s is refused', async (_, fields, status, code) => {
    const { chat } = await asked();
    const reply = await execute(chat, {}, fields);
    expect([reply.status, reply.body.error.code]).toEqual([status, code]);
  });
});

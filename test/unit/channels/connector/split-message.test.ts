import fc from 'fast-check';
import type { ConversationReference } from '../../../../src/conversation/connector-store.ts';
import { channelMessages, channelUpdate } from '../../../../src/channels/connector/channel-message.ts';
import { bytesOf, fitMessage, splitMessage } from '../../../../src/channels/connector/split-message.ts';
import { examples } from '../../../support/examples.ts';

const limit = 4096;
const card = (body: object[], more: object = {}) => ({
  contentType: 'application/vnd.microsoft.card.adaptive',
  content: { type: 'AdaptiveCard', version: '1.5', body, ...more },
});
const block = (text: string) => ({ type: 'TextBlock', text, wrap: true });
const contentOf = (message: { attachments?: { content?: unknown }[] } | undefined) =>
  message?.attachments?.[0]?.content as { body: { text: string }[]; actions?: object[] } | undefined;

describe('a message that is small enough', () => {
  it('stays as it is', () => {
    const message = { type: 'message', text: 'short', attachments: [card([block('short')])] };
    expect(splitMessage(message, limit)).toEqual([message]);
  });
});

describe('a long text', () => {
  it('becomes several messages that say all of it, each within the limit', () => {
    const line = fc.string({ unit: 'grapheme', maxLength: 400 });
    fc.assert(
      fc.property(fc.array(line, { minLength: 20, maxLength: 60 }), (lines) => {
        const text = lines.join('\n');
        const parts = splitMessage({ type: 'message', text }, limit);
        expect(parts.every((part) => bytesOf(part) <= limit)).toBe(true);
        expect(parts.map((part) => part.text).join('\n')).toBe(text);
      }),
      examples(50),
    );
  });

  it('has its buttons under its end', () => {
    const suggestedActions = { actions: [{ type: 'imBack', title: 'Help', value: 'Help' }] };
    const parts = splitMessage({ type: 'message', text: 'word '.repeat(2000), suggestedActions }, limit);
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.map((part) => part.suggestedActions !== undefined)).toEqual(
      parts.map((_, index) => index === parts.length - 1),
    );
  });
});

describe('a large card', () => {
  const body = Array.from({ length: 40 }, (_, index) => block(`${index} ${'x'.repeat(300)}`));
  const actions = [{ type: 'Action.Submit', title: 'Done', data: { do: 'start-over' } }];

  it('becomes several cards in reading order, with the buttons under the last', () => {
    const parts = splitMessage(
      { type: 'message', text: 'Look', attachments: [card(body, { actions })] },
      limit,
    );
    expect(parts[0]).toMatchObject({ text: 'Look' });
    const cards = parts.slice(1).map(contentOf);
    expect(cards.flatMap((part) => part?.body.map(({ text }) => text))).toEqual(body.map(({ text }) => text));
    expect(cards.map((part) => part?.actions)).toEqual([...cards.slice(1).map(() => undefined), actions]);
    expect(parts.every((part) => bytesOf(part) <= limit)).toBe(true);
  });

  it('is cut within a text that fills a message alone', () => {
    const parts = splitMessage(
      { type: 'message', attachments: [card([block('word '.repeat(3000))])] },
      limit,
    );
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.every((part) => bytesOf(part) <= limit)).toBe(true);
  });

  it('loses its beginning when it takes the place of another, and never its buttons', () => {
    const fitted = fitMessage({ type: 'message', attachments: [card(body, { actions })] }, limit);
    expect(bytesOf(fitted)).toBeLessThanOrEqual(limit);
    expect(contentOf(fitted)?.actions).toEqual(actions);
  });
});

describe('a message to Teams', () => {
  const reference: ConversationReference = {
    conversationId: 'connector-1',
    channel: 'msteams',
    serviceUrl: 'https://smba.trafficmanager.net/amer/',
    remote: { id: 'a:1' },
    bot: { id: '28:bot' },
    visitor: { id: '29:ada', name: 'Ada' },
    scope: 'personal',
  };
  const button = { type: 'Action.Submit', title: 'Done', data: { do: 'start-over', step: 3 } };

  it('of 28 KB is sent in pieces below that, with the refresh of the card in the last', () => {
    const body = Array.from({ length: 90 }, (_, index) => block(`${index} ${'ü'.repeat(150)}`));
    const activity = { type: 'message', id: 'card', attachments: [card(body, { actions: [button] })] };
    const parts = channelMessages(activity, reference);
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(bytesOf(part)).toBeLessThan(27 * 1024);
    expect(contentOf(parts.at(-1))).toMatchObject({ refresh: { userIds: ['29:ada'] } });
    expect(contentOf(parts[0])).not.toHaveProperty('refresh');
  });

  it('has Universal Actions that fall back to the submits they were made of', () => {
    const [part] = channelMessages(
      { type: 'message', id: 'card', attachments: [card([], { actions: [button] })] },
      reference,
    );
    const data = { do: 'start-over', step: 3, nonce: 'card' };
    expect(contentOf(part)?.actions).toEqual([
      { type: 'Action.Execute', title: 'Done', verb: 'start-over', data, fallback: { ...button, data } },
    ]);
  });

  it('with a text is two, so that the card has an id of its own and can be replaced', () => {
    const activity = { type: 'message', id: 'card', text: 'First this.', attachments: [card([block('x')])] };
    const suggestedActions = { actions: [{ title: 'Help' }] };
    const [text, shown, ...more] = channelMessages({ ...activity, suggestedActions }, reference);
    expect(more).toEqual([]);
    expect(text).toEqual({ type: 'message', text: 'First this.' });
    expect(shown?.text).toBeUndefined();
    expect(contentOf(shown)?.body).toHaveLength(1);
    expect(shown?.suggestedActions).toEqual({ actions: [{ type: 'imBack', title: 'Help', value: 'Help' }] });
  });

  it('that replaces another stays one: its text stands in the card', () => {
    const activity = { type: 'message', id: 'card', text: 'First this.', attachments: [card([block('x')])] };
    const update = channelUpdate(activity, reference);
    expect(update.text).toBeUndefined();
    expect(contentOf(update)?.body).toMatchObject([
      { type: 'TextBlock', text: 'First this.' },
      { text: 'x' },
    ]);
  });

  it('among others names whose card it is, and tells them of it once', () => {
    const inGroup = { ...reference, scope: 'group' as const };
    const message = { type: 'message', id: 'card', attachments: [card([block('x')])] };
    const [alone] = channelMessages(message, inGroup);
    expect(contentOf(alone)).toMatchObject({
      body: [{ text: '<at>Ada</at>' }, { text: 'x' }],
      msteams: { entities: [{ type: 'mention', text: '<at>Ada</at>', mentioned: { id: '29:ada' } }] },
    });
    const [text, shown] = channelMessages({ ...message, text: 'Hi' }, inGroup);
    expect(text).toMatchObject({ text: '<at>Ada</at> Hi', entities: [{ type: 'mention' }] });
    expect(contentOf(shown)).toMatchObject({ body: [{ text: 'Ada' }, { text: 'x' }] });
    expect(contentOf(shown)).not.toHaveProperty('msteams');
    expect(contentOf(channelUpdate(message, inGroup))).toEqual(contentOf(shown));
  });

  it('leaves the card that others share as it was', () => {
    const shared = card([], { actions: [button] });
    const before = structuredClone(shared);
    channelMessages({ type: 'message', id: 'card', attachments: [shared] }, reference);
    expect(shared).toEqual(before);
  });

  it('offers in a personal chat what the visitor may say, and among others nothing', () => {
    const value = { do: 'talk-to-person' };
    const suggestedActions = {
      actions: [{ type: 'messageBack', title: 'Talk to a person', text: 'Talk to a person', value }],
    };
    const activity = { type: 'message', id: 'm', text: 'Sorry', suggestedActions };
    expect(channelMessages(activity, reference)[0]?.suggestedActions).toEqual({
      actions: [{ type: 'imBack', title: 'Talk to a person', value: 'Talk to a person' }],
    });
    expect(channelMessages(activity, { ...reference, scope: 'group' })[0]?.suggestedActions).toBeUndefined();
  });

  it('keeps ids and accounts of ours to itself', () => {
    const activity = {
      type: 'message',
      id: 'ours',
      replyToId: 'ours-too',
      text: 'hi',
      from: { id: 'agent' },
    };
    expect(channelMessages(activity, reference)).toEqual([{ type: 'message', text: 'hi' }]);
    expect(channelUpdate(activity, reference)).toEqual({ type: 'message', text: 'hi' });
  });

  it('of another channel goes as it is', () => {
    const activity = { type: 'message', text: 'hi', attachments: [card([], { actions: [button] })] };
    expect(channelMessages({ ...activity, id: 'x' }, { ...reference, channel: 'webchat' })).toEqual([
      activity,
    ]);
  });
});

import { directLineClient } from '../../../support/direct-line-client.ts';
import { startDirectLineStack } from '../../../support/direct-line-stack.ts';

it.each([
  ['Asia/Tokyo', 'Asia/Tokyo'],
  ['Mars/Base', undefined],
  ['', undefined],
  [null, undefined],
])('of the time zone %j that a client names, the bot hears %j', async (told, heard) => {
  const zones: unknown[] = [];
  const stack = await startDirectLineStack({
    handle: (turn) => {
      if (turn.activity.type === 'message') zones.push(turn.activity['localTimezone']);
      return Promise.resolve();
    },
  });
  const client = directLineClient(stack.url);
  const chat = await client.startChat();
  const sent = { type: 'message', text: 'hi', localTimezone: told };
  expect((await client.post(chat.id, chat.token, sent)).status).toBe(200);
  expect(zones).toEqual([heard]);
  await stack.close();
});

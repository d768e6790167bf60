import type { HttpClient } from '../http-client.ts';

/** A visitor who has told what is wrong, and is about to ask for a person. */
export interface Asking {
  conversationId: string;
  ask(): Promise<void>;
}

export async function createAsking(client: HttpClient, server: string): Promise<Asking> {
  const { token, conversationId } = await client.json<{ token: string; conversationId: string }>({
    url: `${server}/api/chat/token`,
    body: {},
  });
  const root = `${server}/v3/directline/conversations`;
  await client.json({ url: root, token, body: {} });
  const url = `${root}/${conversationId}/activities`;
  const post = (said: object) =>
    client.json({ url, token, body: { type: 'message', from: { id: 'visitor' }, ...said } });
  await post({ text: 'none of the notifications of my Samsung show up on my Windows 11 PC' });
  return {
    conversationId,
    ask: async () => {
      await post({ value: { do: 'talk-to-person' }, text: 'Talk to a person' });
    },
  };
}

/** Does the work for each item, so many at once. */
export async function forEach<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = items.toReversed();
  const worker = async () => {
    for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

import { setTimeout as delay } from 'node:timers/promises';
import type { HttpClient } from '../http-client.ts';
import type { Subject } from '../subjects.ts';
import { endOfVisit, type Message, nextMessage } from '../visit.ts';
import type { ConnectorSink } from './sink.ts';

/** Milliseconds without a further message, after which a recorded turn has ended. */
const quietMs = 400;

/** What a recorded visitor sent, and how many messages came back for each. */
export interface ConnectorScript {
  sent: Message[];
  answers: number[];
}

interface Reached {
  url: string;
  sink: ConnectorSink;
}

/** Sends a message as Teams does. */
async function post(
  client: HttpClient,
  {
    url,
    sink,
    conversation,
    number,
    message,
  }: Reached & { conversation: string; number: number; message: Message },
): Promise<void> {
  await client.json({
    url: `${url}/api/messages`,
    body: {
      ...message,
      id: `${conversation}-${number}`,
      timestamp: new Date().toISOString(),
      channelId: 'msteams',
      serviceUrl: sink.url,
      conversation: { id: conversation, conversationType: 'personal' },
      from: { id: `29:${conversation}`, name: 'Visitor', role: 'user' },
      recipient: { id: '28:bot', name: 'Bot', role: 'bot' },
      locale: 'en-US',
    },
  });
}

/** Plays one visit to the support bot over the connector, slowly, and notes what came back. */
export async function recordOverConnector(client: HttpClient, reached: Reached): Promise<ConnectorScript> {
  const conversation = `record-${crypto.randomUUID()}`;
  const { sink } = reached;
  const script: ConnectorScript = { sent: [], answers: [] };
  for (;;) {
    const { sent } = script;
    const message = nextMessage({ sent, support: sink.supportOf(conversation), visitor: 1 });
    if (!message) break;
    const before = sink.messagesOf(conversation);
    await post(client, { ...reached, conversation, number: sent.length + 1, message });
    await sink.until(conversation, before + 1);
    for (let last = -1; last !== sink.messagesOf(conversation);) {
      last = sink.messagesOf(conversation);
      await delay(quietMs);
    }
    script.sent.push(message);
    script.answers.push(sink.messagesOf(conversation) - before);
  }
  const { state } = sink.supportOf(conversation);
  if (state !== endOfVisit) throw new Error(`The recorded visit ended "${state}". Adapt it in visit.ts.`);
  return script;
}

/**
 * A server as Teams reaches it. A turn goes from the POST to the last message of its answer at the connector.
 * @param parts.answers messages that come for each; one, without it.
 */
export function overConnector(
  client: HttpClient,
  parts: Reached & { name: string; sent: readonly Message[]; answers?: readonly number[] },
): Subject {
  const { name, sink, url, sent, answers } = parts;
  let opened = 0;
  return {
    name,
    open: async () => {
      opened += 1;
      const conversation = `${name.replaceAll(' ', '-')}-${opened}-${crypto.randomUUID()}`;
      let turns = 0;
      let expected = 0;
      return {
        next: async () => sent[turns],
        post: async (message) => {
          expected += answers?.[turns] ?? 1;
          turns += 1;
          await post(client, { url, sink, conversation, number: turns, message });
          await sink.until(conversation, expected);
        },
        verify: async () => {
          const { state } = sink.supportOf(conversation);
          if (answers && state !== endOfVisit) throw new Error(`${name}: the visit ended "${state}".`);
        },
        close: () => undefined,
      };
    },
  };
}

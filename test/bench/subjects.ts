import { DirectLineConversation } from './direct-line.ts';
import type { HttpClient } from './http-client.ts';
import { endOfVisit, type Message, nextMessage } from './visit.ts';

/** One visit to a server. */
export interface Visit {
  /** What the visitor sends next; undefined when the visit is over. Not part of the turn's time. */
  next(): Promise<Message | undefined>;
  /** Sends the message and resolves when the server has answered the POST. */
  post(message: Message): Promise<void>;
  /** @throws Error when the visit did not end as it must: then something else was measured. */
  verify(): Promise<void>;
  close(): void;
}

/** A server under test, as a visitor reaches it. */
export interface Subject {
  name: string;
  open(): Promise<Visit>;
}

/** The support bot, and a visitor who reads what it asks. */
export function supportBot(client: HttpClient, url: string): Subject {
  const name = 'support bot';
  let visitors = 0;
  return {
    name,
    open: async () => {
      visitors += 1;
      const visitor = visitors;
      const conversation = await DirectLineConversation.open(client, url);
      return {
        next: async () => {
          await conversation.answered();
          const { sent, support } = conversation;
          return nextMessage({ sent, support, visitor });
        },
        post: (message) => conversation.post(message),
        verify: async () => {
          const { state } = conversation.support;
          if (state !== endOfVisit)
            throw new Error(`${name}: the visit ended "${state}". Adapt it in visit.ts.`);
        },
        close: () => conversation.close(),
      };
    },
  };
}

/** An echo handler behind the support bot's own server, log and storage. */
export function echoOverDirectLine(
  client: HttpClient,
  parts: { url: string; script: readonly Message[] },
): Subject {
  const { url, script } = parts;
  return {
    name: 'echo, our server',
    open: async () => {
      const conversation = await DirectLineConversation.open(client, url);
      return {
        next: async () => {
          await conversation.answered();
          return script[conversation.sent.length];
        },
        post: (message) => conversation.post(message),
        // Each message was answered, or `next` would still wait.
        verify: async () => undefined,
        close: () => conversation.close(),
      };
    },
  };
}

/** A Bot Framework echo bot, reached as a channel reaches it. */
export function echoBot(
  client: HttpClient,
  parts: { url: string; connectorUrl: string; script: readonly Message[] },
): Subject {
  const { url, connectorUrl, script } = parts;
  const name = 'echo bot';
  let opened = 0;
  return {
    name,
    open: async () => {
      opened += 1;
      const id = `conversation-${opened}`;
      let sent = 0;
      return {
        next: async () => script[sent],
        post: async (message) => {
          sent += 1;
          await client.json({
            url: `${url}/api/messages`,
            body: {
              ...message,
              id: `${id}-${sent}`,
              timestamp: new Date().toISOString(),
              channelId: 'directline',
              serviceUrl: connectorUrl,
              conversation: { id },
              from: { id: 'visitor', role: 'user' },
              recipient: { id: 'echo', role: 'bot' },
              locale: 'en-US',
            },
          });
        },
        verify: async () => {
          const { replies } = await client.json<{ replies: number }>({
            url: `${connectorUrl}/replies/${id}`,
          });
          if (replies !== sent) throw new Error(`${name}: the channel got ${replies} of ${sent} replies.`);
        },
        close: () => undefined,
      };
    },
  };
}

/** Plays one visit and returns what was sent, for servers that only echo. */
export async function recordVisit(subject: Subject): Promise<Message[]> {
  const visit = await subject.open();
  const sent: Message[] = [];
  for (let message = await visit.next(); message; message = await visit.next()) {
    await visit.post(message);
    sent.push(message);
  }
  await visit.verify();
  visit.close();
  return sent;
}

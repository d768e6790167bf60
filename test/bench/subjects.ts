import { WebSocket } from 'ws';
import type { HttpClient } from './http-client.ts';
import { endOfVisit, type Message, nextMessage, type SupportData } from './visit.ts';

/** One visitor's conversation with one server. */
export interface Conversation {
  /** Sends the message and resolves when the server has answered the POST. */
  post(message: Message): Promise<void>;
  close(): void;
}

/** A server under test, as a visitor reaches it. */
export interface Subject {
  name: string;
  open(): Promise<Conversation>;
  /** @throws Error when the conversation, after a whole visit, does not hold what it must. */
  verify(conversation: Conversation, script: readonly Message[]): Promise<void>;
}

interface Shown {
  from?: { role?: string };
  channelData?: { support?: SupportData };
}

/** A conversation over Direct Line, with its stream open as a visitor's page has it. */
class DirectLineConversation implements Conversation {
  readonly #parts: { client: HttpClient; url: string; token: string; stream: WebSocket };
  #sent = 0;

  private constructor(parts: { client: HttpClient; url: string; token: string; stream: WebSocket }) {
    this.#parts = parts;
  }

  static async open(client: HttpClient, server: string): Promise<DirectLineConversation> {
    const chat = await client.json<{ token: string; conversationId: string }>({
      url: `${server}/api/chat/token`,
      body: {},
    });
    const root = `${server}/v3/directline/conversations`;
    const started = await client.json<{ streamUrl: string }>({ url: root, token: chat.token, body: {} });
    const stream = new WebSocket(started.streamUrl);
    await new Promise((resolve, reject) => stream.once('open', resolve).once('error', reject));
    const url = `${root}/${chat.conversationId}/activities`;
    return new DirectLineConversation({ client, url, token: chat.token, stream });
  }

  async post(message: Message): Promise<void> {
    const { client, url, token } = this.#parts;
    this.#sent += 1;
    const channelData = { clientActivityID: `${Date.now()}-${this.#sent}` };
    await client.json({
      url,
      token,
      body: { ...message, from: { id: 'visitor' }, locale: 'en-US', channelData },
    });
  }

  /** What the bot has said, oldest first. */
  async messages(): Promise<Shown[]> {
    const { client, url, token } = this.#parts;
    const { activities } = await client.json<{ activities: Shown[] }>({ url, token });
    return activities.filter(({ from }) => from?.role === 'bot');
  }

  close(): void {
    this.#parts.stream.terminate();
  }
}

type Verify = (messages: Shown[], script: readonly Message[]) => boolean;

/** A server that speaks our Direct Line. */
function directLine(parts: { name: string; client: HttpClient; url: string; holds: Verify }): Subject {
  const { name, client, url, holds } = parts;
  return {
    name,
    open: () => DirectLineConversation.open(client, url),
    verify: async (conversation, script) => {
      const messages = await (conversation as DirectLineConversation).messages();
      if (!holds(messages, script)) throw new Error(`${name}: the visit did not go as it should.`);
    },
  };
}

function lastSupport(messages: Shown[]): SupportData {
  return messages.findLast(({ channelData }) => channelData?.support)?.channelData?.support ?? { state: '' };
}

/** The support bot. */
export function supportBot(client: HttpClient, url: string): Subject {
  const holds: Verify = (messages) => lastSupport(messages).state === endOfVisit;
  return directLine({ name: 'support bot', client, url, holds });
}

/** An echo handler behind the support bot's own server, log and storage. */
export function echoOverDirectLine(client: HttpClient, url: string): Subject {
  const holds: Verify = (messages, script) => messages.length === script.length;
  return directLine({ name: 'echo, our server', client, url, holds });
}

/** A Bot Framework echo bot, reached as a channel reaches it. */
export function echoBot(client: HttpClient, parts: { url: string; connectorUrl: string }): Subject {
  const name = 'echo bot';
  const url = `${parts.url}/api/messages`;
  let opened = 0;
  const ids = new WeakMap<Conversation, string>();
  return {
    name,
    open: async () => {
      opened += 1;
      const id = `conversation-${process.pid}-${opened}`;
      let sent = 0;
      const conversation: Conversation = {
        post: async (message) => {
          sent += 1;
          const body = {
            ...message,
            id: `${id}-${sent}`,
            timestamp: new Date().toISOString(),
            channelId: 'directline',
            serviceUrl: parts.connectorUrl,
            conversation: { id },
            from: { id: 'visitor', role: 'user' },
            recipient: { id: 'echo', role: 'bot' },
            locale: 'en-US',
          };
          await client.json({ url, body });
        },
        close: () => undefined,
      };
      ids.set(conversation, id);
      return conversation;
    },
    verify: async (conversation, script) => {
      const { replies } = await client.json<{ replies: number }>({
        url: `${parts.connectorUrl}/replies/${ids.get(conversation) ?? ''}`,
      });
      if (replies !== script.length)
        throw new Error(`${name}: the channel got ${replies} of ${script.length} replies.`);
    },
  };
}

/**
 * Plays the visit once, reading what the bot asks, and returns what was sent: later visits repeat it without having
 * to read. Leaves out which card was clicked, so that a click counts for the question that is open.
 */
export async function recordVisit(client: HttpClient, url: string): Promise<Message[]> {
  const conversation = await DirectLineConversation.open(client, url);
  const sent: Message[] = [];
  let support = lastSupport(await conversation.messages());
  for (let next = nextMessage(sent, support); next; next = nextMessage(sent, support)) {
    await conversation.post(next);
    sent.push(next);
    support = lastSupport(await conversation.messages());
  }
  conversation.close();
  if (support.state === endOfVisit) return sent;
  throw new Error(`The visit ends "${support.state}" with today's guide: adapt it in visit.ts.`);
}

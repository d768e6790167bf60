import { WebSocket } from 'ws';
import type { HttpClient } from './http-client.ts';
import type { Message, SupportData } from './visit.ts';

/** One visitor's conversation over Direct Line, with its stream open as a visitor's page has it. */
export class DirectLineConversation {
  readonly #parts: { client: HttpClient; url: string; token: string; stream: WebSocket };
  readonly sent: Message[] = [];
  /** What the bot said last about the state of the case. */
  support: SupportData = { state: '' };
  /** Ids of messages that the bot has answered. */
  readonly #answered = new Set<string>();
  #lastId: string | undefined;
  #wake: () => void = () => undefined;

  private constructor(parts: { client: HttpClient; url: string; token: string; stream: WebSocket }) {
    this.#parts = parts;
    parts.stream.on('message', (frame: Buffer) => this.#receive(frame.toString()));
  }

  static async open(client: HttpClient, server: string): Promise<DirectLineConversation> {
    const chat = await client.json<{ token: string; conversationId: string }>({
      url: `${server}/api/chat/token`,
      body: {},
    });
    const root = `${server}/v3/directline/conversations`;
    const { token } = chat;
    const { streamUrl } = await client.json<{ streamUrl: string }>({ url: root, token, body: {} });
    const stream = new WebSocket(streamUrl);
    const url = `${root}/${chat.conversationId}/activities`;
    const conversation = new DirectLineConversation({ client, url, token, stream });
    await new Promise((resolve, reject) => stream.once('open', resolve).once('error', reject));
    return conversation;
  }

  /** Resolves when the POST is answered. */
  async post(message: Message): Promise<void> {
    const { client, url, token } = this.#parts;
    this.sent.push(message);
    const channelData = { clientActivityID: `${Date.now()}-${this.sent.length}` };
    const { id } = await client.json<{ id: string }>({
      url,
      token,
      body: { ...message, from: { id: 'visitor' }, locale: 'en-US', channelData },
    });
    this.#lastId = id;
  }

  /** Resolves when the stream has brought an answer to the last message. */
  async answered(): Promise<void> {
    while (this.#lastId !== undefined && !this.#answered.has(this.#lastId))
      await new Promise<void>((resolve) => (this.#wake = resolve));
  }

  close(): void {
    this.#parts.stream.terminate();
  }

  /** Reads no more of a frame than it must, as the machine is shared with the server under test. */
  #receive(frame: string): void {
    if (!frame.includes('"role":"bot"')) return;
    for (const [, id = ''] of frame.matchAll(/"replyToId":"([^"]*)"/g)) this.#answered.add(id);
    const [last] = [...frame.matchAll(/"support":(\{[^}]*\})/g)].slice(-1);
    if (last?.[1]) this.support = JSON.parse(last[1]) as SupportData;
    this.#wake();
  }
}

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SupportData } from '../visit.ts';

/** What came for one conversation. */
interface Arrived {
  messages: number;
  support: SupportData;
  wake: () => void;
}

/**
 * Stands in for a channel's connector service, in the process of the load, so that it is known when a reply arrives.
 * Source of the paths: Bot Connector REST API v3, "Send to Conversation", "Update Activity".
 */
export class ConnectorSink {
  readonly #server: Server;
  readonly #conversations = new Map<string, Arrived>();
  #count = 0;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<ConnectorSink> {
    const server = createServer();
    const sink = new ConnectorSink(server);
    server.on('request', (request, response) => {
      const [, conversation = ''] = /\/v3\/conversations\/([^/]+)\//.exec(request.url ?? '') ?? [];
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        sink.#count += 1;
        response.setHeader('Content-Type', 'application/json');
        response.end(`{"id":"m-${sink.#count}"}`);
        sink.#take(decodeURIComponent(conversation), Buffer.concat(pieces).toString());
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return sink;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  messagesOf(conversation: string): number {
    return this.#of(conversation).messages;
  }

  supportOf(conversation: string): SupportData {
    return this.#of(conversation).support;
  }

  /** Resolves when so many messages have arrived, changed ones among them. */
  async until(conversation: string, messages: number): Promise<void> {
    const arrived = this.#of(conversation);
    while (arrived.messages < messages) await new Promise<void>((resolve) => (arrived.wake = resolve));
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** Reads no more of a message than it must, as the machine is shared with the server under test. */
  #take(conversation: string, body: string): void {
    if (body.includes('"type":"typing"')) return;
    const arrived = this.#of(conversation);
    arrived.messages += 1;
    const [last] = [...body.matchAll(/"support":(\{[^}]*\})/g)].slice(-1);
    if (last?.[1]) arrived.support = JSON.parse(last[1]) as SupportData;
    arrived.wake();
  }

  #of(conversation: string): Arrived {
    const known = this.#conversations.get(conversation);
    if (known) return known;
    const arrived: Arrived = { messages: 0, support: { state: '' }, wake: () => undefined };
    this.#conversations.set(conversation, arrived);
    return arrived;
  }
}

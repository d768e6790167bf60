import { WebSocket } from 'ws';
import type { Activity } from '../../../src/conversation/activity.ts';
import { directLineClient, type Frame } from '../direct-line-client.ts';

/** How long something may take that needs no more than a moment on an idle machine. */
const patienceMs = 30_000;

/** Fails when the work takes far longer than it can. */
async function inTime<T>(what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Waited in vain: ${what}`)), patienceMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** What tells one showing of an activity from another: a card that is replaced keeps its id. */
export function shown({ id, text }: Activity): string {
  return `${id} ${text}`;
}

/** One page of a visitor, as careful with its watermark as botframework-directlinejs. */
export class LineClient {
  readonly #chat: { id: string; token: string };
  readonly #urlOf: () => string;
  #socket: WebSocket | undefined;
  #closed: Promise<string> = Promise.resolve('');
  #wake: () => void = () => undefined;
  /** All that was shown, in the order in which it came. */
  seen: Activity[] = [];
  /** Every watermark that a frame or a page brought since the last reload. */
  watermarks: number[] = [];

  /** @param urlOf where the server is now: it may come back on another port. */
  constructor(chat: { id: string; token: string }, urlOf: () => string) {
    this.#chat = chat;
    this.#urlOf = urlOf;
  }

  get isOnline(): boolean {
    return this.#socket !== undefined;
  }

  /** A client of the same conversation that has seen nothing yet. */
  another(): LineClient {
    return new LineClient(this.#chat, this.#urlOf);
  }

  /** Sends a message; `key` is its clientActivityID. @throws when there is no answer. */
  async post(text: string, key: string): Promise<{ status: number; id: string }> {
    const { id, token } = this.#chat;
    const body = { type: 'message', text, channelData: { clientActivityID: key } };
    const answer = await directLineClient(this.#urlOf()).post(id, token, body);
    return { status: answer.status, id: answer.body.id };
  }

  /** Opens a stream from the last watermark on. An older one of this client is left to the server to close. */
  async connect(): Promise<void> {
    const { id, token } = this.#chat;
    const query = `?watermark=${this.watermarks.at(-1) ?? 0}`;
    const { body, status } = await directLineClient(this.#urlOf()).reconnect(id, token, query);
    if (status !== 200) throw new Error(`Reconnecting was answered ${status}.`);
    await this.#open(body.streamUrl);
  }

  /** Opens a second stream in place of the first. @returns the reason for which the server closed that one. */
  async collide(): Promise<string> {
    const older = this.#closed;
    await this.connect();
    return inTime('the older stream is closed', older);
  }

  /** Breaks the connection, as a network does. */
  async cut(): Promise<void> {
    this.#socket?.terminate();
    await this.closed();
  }

  async closed(): Promise<void> {
    await inTime('the stream is closed', this.#closed);
  }

  /** Reads the log from the last watermark on, page by page. */
  async poll(): Promise<void> {
    const { id, token } = this.#chat;
    for (;;) {
      const query = `?watermark=${this.watermarks.at(-1) ?? ''}`;
      const { body, status } = await directLineClient(this.#urlOf()).activities(id, token, query);
      if (status !== 200) throw new Error(`Reading the log was answered ${status}.`);
      this.#take(body);
      if (body.activities.length === 0) return;
    }
  }

  /** Forgets everything and reads it anew, as a page does that is loaded again. */
  async reload(): Promise<void> {
    await this.cut();
    this.seen = [];
    this.watermarks = [];
    await this.poll();
    await this.connect();
  }

  /** Waits until that many activities have come. */
  async untilSeen(count: number): Promise<void> {
    const enough = async () => {
      while (this.seen.length < count) await new Promise<void>((resolve) => (this.#wake = resolve));
    };
    await inTime(`${count} activities have come`, enough());
  }

  async #open(streamUrl: string): Promise<void> {
    const socket = new WebSocket(streamUrl);
    const closed = new Promise<string>((resolve) => {
      socket.once('close', (_, reason) => {
        if (this.#socket === socket) this.#socket = undefined;
        resolve(reason.toString());
      });
    });
    socket.on('message', (data: Buffer) => {
      if (data.length > 0 && this.#socket === socket) this.#take(JSON.parse(data.toString()) as Frame);
    });
    this.#socket = socket;
    this.#closed = closed;
    await inTime(
      'the stream opens',
      new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject)),
    );
    socket.on('error', () => undefined);
  }

  #take({ activities, watermark }: Frame): void {
    // Typing passes by and is no part of the log.
    this.seen.push(...activities.filter(({ type }) => type !== 'typing'));
    if (watermark !== undefined && watermark !== '') this.watermarks.push(Number(watermark));
    this.#wake();
  }
}

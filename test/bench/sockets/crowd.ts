import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { Activity } from '../../../src/conversation/activity.ts';
import { HttpClient } from '../http-client.ts';

export interface Deliveries {
  /** From the moment a message was due to be sent until the bot's answer came over the stream. */
  milliseconds: number[];
  seconds: number;
}

interface Visitor {
  url: string;
  token: string;
}

/** New conversations that are begun at the same time. */
const openAtOnce = 20;
/** How long a message may take to be answered, milliseconds. */
const patienceMs = 60_000;
/** Answered in the same way whenever it is said. */
const text = 'where am I';

/** Many visitors, each with an open stream as a page has it. */
export class Crowd {
  readonly #server: string;
  readonly #client = new HttpClient();
  readonly #visitors: Visitor[] = [];
  /** When each message was due that has no answer yet: by its clientActivityID, then by the id it was given. */
  readonly #dueByKey = new Map<string, number>();
  readonly #dueById = new Map<string, number>();
  #milliseconds: number[] = [];
  #next = 0;
  #closed: string[] = [];

  constructor(server: string) {
    this.#server = server;
  }

  /** Opens conversations until there are so many. @throws Error when one is refused or does not last. */
  async open(total: number): Promise<void> {
    let missing = total - this.#visitors.length;
    const worker = async () => {
      while (missing > 0) {
        missing -= 1;
        this.#visitors.push(await this.#openOne());
      }
    };
    await Promise.all(Array.from({ length: openAtOnce }, worker));
    this.#expectAllOpen();
  }

  /**
   * Sends so many messages a second, each at its time, whether earlier ones were answered or not; a visitor after the
   * other. @throws Error when one is lost.
   */
  async talk({ perSecond, seconds }: { perSecond: number; seconds: number }): Promise<Deliveries> {
    this.#milliseconds = [];
    const total = perSecond * seconds;
    const from = performance.now();
    const posts: Promise<void>[] = [];
    for (let count = 0; count < total; count += 1) {
      const due = from + (count * 1000) / perSecond;
      const early = due - performance.now();
      if (early > 0) await delay(early);
      posts.push(this.#say(due));
    }
    await Promise.all(posts);
    const missing = () => this.#dueByKey.size + this.#dueById.size;
    for (let waited = 0; missing() > 0 && waited < patienceMs; waited += 50) await delay(50);
    if (missing() > 0) throw new Error(`${missing()} of ${total} messages had no answer.`);
    this.#expectAllOpen();
    return { milliseconds: this.#milliseconds, seconds: (performance.now() - from) / 1000 };
  }

  async #openOne(): Promise<Visitor> {
    const begun = await this.#client.json<{ token: string; conversationId: string }>({
      url: `${this.#server}/api/chat/token`,
      body: {},
    });
    const { token } = begun;
    const root = `${this.#server}/v3/directline/conversations`;
    const { streamUrl } = await this.#client.json<{ streamUrl: string }>({ url: root, token, body: {} });
    const stream = new WebSocket(streamUrl, { perMessageDeflate: false });
    stream.on('message', (frame: Buffer) => this.#receive(frame));
    // Until it has been greeted: what follows is no news of the beginning.
    await new Promise((resolve, reject) => stream.once('message', resolve).once('error', reject));
    stream.on('error', (error) => this.#closed.push(error.message));
    stream.on('close', (code, reason) => this.#closed.push(`${code} ${reason.toString()}`));
    return { url: `${root}/${begun.conversationId}/activities`, token };
  }

  async #say(due: number): Promise<void> {
    const visitor = this.#visitors[this.#next % this.#visitors.length];
    if (!visitor) throw new Error('Nobody is there.');
    const key = `message-${this.#next}`;
    this.#next += 1;
    this.#dueByKey.set(key, due);
    const body = { type: 'message', text, channelData: { clientActivityID: key } };
    try {
      await this.#client.json({ ...visitor, body });
    } catch (error) {
      if (!isReset(error)) throw error;
      // The server closed an idle connection at that moment. Sent again, as every client does, it is the same message.
      await this.#client.json({ ...visitor, body });
    }
  }

  #receive(frame: Buffer): void {
    const now = performance.now();
    if (frame.length === 0 || this.#dueByKey.size + this.#dueById.size === 0) return;
    for (const activity of (JSON.parse(frame.toString()) as { activities: Activity[] }).activities) {
      if (activity.from?.role === 'user') this.#hearOwn(activity);
      else this.#hearAnswer(activity, now);
    }
  }

  #hearOwn({ id = '', channelData }: Activity): void {
    const key = String(channelData?.['clientActivityID']);
    const due = this.#dueByKey.get(key);
    if (due === undefined) return;
    this.#dueByKey.delete(key);
    this.#dueById.set(id, due);
  }

  /** The first activity that replies to the message. */
  #hearAnswer({ replyToId = '' }: Activity, now: number): void {
    const due = this.#dueById.get(replyToId);
    if (due === undefined) return;
    this.#dueById.delete(replyToId);
    this.#milliseconds.push(now - due);
  }

  #expectAllOpen(): void {
    const [first] = this.#closed;
    if (first !== undefined) throw new Error(`${this.#closed.length} streams were closed: ${first}`);
  }
}

function isReset(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNRESET';
}

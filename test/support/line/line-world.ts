import type { Activity } from '../../../src/conversation/activity.ts';
import { directLineClient } from '../direct-line-client.ts';
import { LineClient, shown } from './line-client.ts';
import type { LineServer } from './line-server.ts';

/** Which of the visitor's two pages. */
export type Who = 0 | 1;

interface Sent {
  text: string;
  key: string;
  /** The activity id that the server gave; undefined until it has answered. */
  id?: string;
  /** Of two messages, the one with the lower number was answered before the other was sent. */
  moment: number;
}

/** One visitor with two pages and a program that polls, and what must have arrived. */
export class LineWorld {
  readonly #server: LineServer;
  readonly #pages: [LineClient, LineClient];
  readonly #poller: LineClient;
  readonly #sent: Sent[] = [];
  #moment = 0;

  private constructor(server: LineServer, clients: [LineClient, LineClient, LineClient]) {
    this.#server = server;
    const [first, second, poller] = clients;
    this.#pages = [first, second];
    this.#poller = poller;
  }

  static async begin(server: LineServer): Promise<LineWorld> {
    const client = directLineClient(server.url);
    const chat = await client.startChat();
    const page = async () => {
      const { body } = await client.call('POST', '/api/chat/resume', {
        body: { resumeToken: chat.resumeToken },
      });
      return new LineClient({ id: chat.id, token: body.token }, () => server.url);
    };
    const world = new LineWorld(server, [await page(), await page(), await page()]);
    await world.connect(0);
    // The start of a conversation is answered before its turn has greeted.
    await world.#pages[0].untilSeen(1);
    return world;
  }

  async send(who: Who): Promise<void> {
    await this.#deliver(who, this.#newMessage());
  }

  /** Each page sends some messages, and none waits for an answer. */
  async sendAllAtOnce(each: number): Promise<void> {
    this.#moment += 1;
    const messages = Array.from({ length: each * 2 }, () => this.#newMessage(this.#moment));
    await Promise.all(messages.map((message, index) => this.#deliver(index % 2 === 0 ? 0 : 1, message)));
  }

  async sendTwiceAtOnce(who: Who): Promise<void> {
    const message = this.#newMessage();
    await Promise.all([this.#deliver(who, message), this.#deliver(who, message)]);
  }

  /** Sends a message again that was answered before. */
  async sendAgain(who: Who, choice: number): Promise<void> {
    const message = this.#sent[choice % this.#sent.length];
    if (message) await this.#deliver(who, message);
  }

  async sendAndCut(who: Who): Promise<void> {
    const sending = this.send(who);
    await this.#pages[who].cut();
    await sending;
  }

  async sendWhileConnecting(who: Who): Promise<void> {
    await Promise.all([this.sendAllAtOnce(3), this.connect(who)]);
  }

  connect(who: Who): Promise<void> {
    return this.#pages[who].connect();
  }

  cut(who: Who): Promise<void> {
    return this.#pages[who].cut();
  }

  async collide(who: Who): Promise<void> {
    expect(await this.#pages[who].collide()).toBe('collision');
  }

  reload(who: Who): Promise<void> {
    return this.#pages[who].reload();
  }

  poll(): Promise<void> {
    return this.#poller.poll();
  }

  async restart(): Promise<void> {
    await this.#server.restart();
    await this.#allClosed();
  }

  /** The server dies in the middle of a turn; the page sends again what it saw no answer to. */
  async crash(who: Who): Promise<void> {
    const message = this.#newMessage();
    await this.#server.crashDuring(() => this.#pages[who].post(message.text, message.key));
    await this.#allClosed();
    await this.#deliver(who, message);
  }

  /** What holds after every step. */
  async check(): Promise<void> {
    await this.#server.idle();
    const log = await this.#readLog();
    this.#checkLog(log);
    for (const page of this.#pages) {
      if (page.isOnline) await page.untilSeen(log.length);
    }
    for (const { seen, watermarks } of [...this.#pages, this.#poller]) {
      expect(seen.map(shown)).toEqual(log.slice(0, seen.length).map(shown));
      expect(watermarks).toEqual([...watermarks].sort((a, b) => a - b));
    }
  }

  /** What holds in the end: everybody who comes back has everything. */
  async checkAll(): Promise<void> {
    for (const page of this.#pages) if (!page.isOnline) await page.connect();
    await this.#poller.poll();
    await this.check();
    const log = await this.#readLog();
    expect(this.#poller.seen).toHaveLength(log.length);
  }

  async end(): Promise<void> {
    for (const page of this.#pages) await page.cut();
    await this.#server.end();
  }

  /** Nothing that was answered is missing or there twice, and each message has one answer that follows it. */
  #checkLog(log: Activity[]): void {
    const messages = log.filter(({ from }) => from?.role === 'user');
    const byText = new Map(this.#sent.map((sent) => [sent.text, sent]));
    expect(messages.map(({ text }) => text).sort()).toEqual(this.#sent.map(({ text }) => text).sort());
    const moments = messages.map(({ text = '' }) => byText.get(text)?.moment ?? NaN);
    expect(moments).toEqual([...moments].sort((a, b) => a - b));
    for (const { id, text = '' } of messages) {
      expect(id).toBe(byText.get(text)?.id);
      const answers = log.filter((activity) => activity.text === `echo ${text}`);
      expect(answers.map(({ replyToId }) => replyToId)).toEqual([id]);
      expect(log.indexOf(answers[0]!)).toBeGreaterThan(log.findIndex((activity) => activity.id === id));
    }
  }

  #newMessage(moment = (this.#moment += 1)): Sent {
    const number = this.#sent.length + 1;
    const message: Sent = { text: `m${number}`, key: `key-${number}`, moment };
    this.#sent.push(message);
    return message;
  }

  async #deliver(who: Who, message: Sent): Promise<void> {
    const { status, id } = await this.#pages[who].post(message.text, message.key);
    expect(status).toBe(200);
    message.id ??= id;
    expect(id).toBe(message.id);
  }

  async #allClosed(): Promise<void> {
    for (const page of this.#pages) await page.closed();
  }

  async #readLog(): Promise<Activity[]> {
    const reader = this.#poller.another();
    await reader.poll();
    return reader.seen;
  }
}

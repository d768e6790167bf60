import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Activity } from '../../conversation/activity.ts';
import { SupportError } from '../../errors.ts';
import type { SimulatedClient } from './client.ts';

const bot = { id: '28:support' };

/** A message of the bot, with the id that it was given here. */
interface Received {
  id: string;
  activity: Activity;
}

/**
 * Stands in for Teams: takes what the bot sends, for any number of visitors. Source: Bot Connector REST API v3,
 * "Conversation operations".
 */
export class SimulatedTeams {
  readonly #server: Server;
  readonly #received = new Map<string, Received[]>();
  #messages = 0;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<SimulatedTeams> {
    const server = createServer();
    const teams = new SimulatedTeams(server);
    server.on('request', (request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        const activity = JSON.parse(Buffer.concat(pieces).toString('utf8')) as Activity;
        const id = teams.#take(request.url ?? '', activity);
        response.setHeader('content-type', 'application/json').end(JSON.stringify({ id }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return teams;
  }

  /**
   * @param input.url of the server; it has to serve this machine without a registration.
   * @param input.idle resolves when all that was sent to the server is done and delivered.
   */
  async open(input: { url: string; idle: () => Promise<void> }): Promise<SimulatedClient> {
    const conversation = `a:${crypto.randomUUID()}`;
    const send = async (fields: Partial<Activity>) => {
      await this.#post(input.url, { ...this.#activity(conversation), ...fields });
      await input.idle();
      return this.#since(conversation);
    };
    let greeting = await send({ type: 'conversationUpdate', membersAdded: [bot] });
    return {
      send: ({ text, value }) =>
        value === undefined ? send({ text }) : send(this.#click(conversation, value as Clicked)),
      answers: () => {
        const waiting = greeting;
        greeting = [];
        return Promise.resolve(waiting);
      },
      close: () => void this.#received.delete(conversation),
    };
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #take(url: string, activity: Activity): string {
    const [, conversation = '', replaced] =
      /\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?/.exec(url) ?? [];
    const id = replaced === undefined ? `1:${(this.#messages += 1)}` : decodeURIComponent(replaced);
    const name = decodeURIComponent(conversation);
    if (activity.type === 'message')
      this.#received.set(name, [...(this.#received.get(name) ?? []), { id, activity }]);
    return id;
  }

  /** What came since it was asked the last time; cards that were replaced among it. */
  #since(conversation: string): Activity[] {
    const received = this.#received.get(conversation) ?? [];
    const fresh = received.filter(({ activity }) => !this.#told.has(activity));
    for (const { activity } of fresh) this.#told.add(activity);
    return fresh.map(({ activity }) => activity);
  }

  readonly #told = new WeakSet<Activity>();

  /** What a client that knows Universal Actions sends for a button. */
  #click(conversation: string, data: Clicked): Partial<Activity> {
    const on = this.#received
      .get(conversation)
      ?.findLast(({ activity }) => JSON.stringify(activity).includes(`"nonce":"${data.nonce}"`));
    const action = { type: 'Action.Execute', verb: data.do, data };
    const value = { action, trigger: 'manual' };
    return { type: 'invoke', name: 'adaptiveCard/action', replyToId: on?.id, value };
  }

  #activity(conversation: string): Activity {
    return {
      type: 'message',
      id: crypto.randomUUID(),
      channelId: 'msteams',
      serviceUrl: `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`,
      from: { id: '29:visitor', name: 'Visitor' },
      recipient: bot,
      conversation: { id: conversation, conversationType: 'personal' },
    };
  }

  async #post(url: string, activity: Activity): Promise<void> {
    const response = await fetch(`${url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(activity),
    });
    if (response.ok) return;
    throw new SupportError('cli.no-server', `${url}/api/messages answered ${response.status}.`);
  }
}

interface Clicked {
  do: string;
  nonce: string;
  [field: string]: unknown;
}

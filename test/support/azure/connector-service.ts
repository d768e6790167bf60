import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Activity } from '../../../src/conversation/activity.ts';
import { textOf } from './identity-provider.ts';

/** One call of the bot. Source: Bot Connector REST API v3, "Conversation operations". */
export interface Call {
  method: string;
  conversation: string;
  /** Of the message that is replaced or deleted. */
  activityId?: string;
  activity: Activity;
  authorization?: string;
}

/** What is answered in place of a success. `delivers`: the message arrives all the same. */
export interface Trouble {
  status: number;
  headers?: Record<string, string>;
  body?: object;
  delivers?: boolean;
}

/** A message as people in the conversation see it. */
export interface Shown {
  id: string;
  activity: Activity;
}

/** Stands in for the connector service of Teams: takes what the bot sends, and behaves badly when asked to. */
export class ConnectorService {
  readonly #server: Server;
  readonly #conversations = new Map<string, Map<string, Activity>>();
  readonly #waiting: (() => boolean)[] = [];
  readonly #port: number;
  readonly calls: Call[] = [];
  /** Used up one by one, before anything succeeds. */
  readonly troubles: Trouble[] = [];
  /** Who has not added the bot, and so has no personal chat with it. */
  readonly strangers = new Set<string>();
  /** The rosters of all teams, by the ids of people. */
  readonly members = new Map<string, object>();
  #count = 0;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.#port = port;
  }

  static async start(port = 0): Promise<ConnectorService> {
    // Node hangs up after 5 s without a request, and whoever sends in that very moment gets no answer.
    const server = createServer({ keepAliveTimeout: 0 });
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const service = new ConnectorService(server, (server.address() as AddressInfo).port);
    server.on('request', (request, response) => {
      void textOf(request).then((body) => {
        const { method = '', url = '', headers } = request;
        service.#take({ method, url, body, authorization: headers.authorization, response });
      });
    });
    return service;
  }

  get port(): number {
    return this.#port;
  }

  /** As activities name it. */
  get serviceUrl(): string {
    return `http://127.0.0.1:${this.#port}/amer/`;
  }

  /** What stands in the conversation, oldest first. */
  shown(conversation: string): Shown[] {
    return [...(this.#conversations.get(conversation) ?? [])].map(([id, activity]) => ({ id, activity }));
  }

  /** The threads of a channel, oldest first. */
  threads(channel: string): string[] {
    return [...this.#conversations.keys()].filter((id) => id.startsWith(`${channel};`));
  }

  /** Resolves once this holds; it is asked again after each call. */
  async until(holds: () => boolean): Promise<void> {
    if (holds()) return;
    await new Promise<void>((resolve) => {
      this.#waiting.push(() => {
        const done = holds();
        if (done) resolve();
        return done;
      });
    });
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #take(input: {
    method: string;
    url: string;
    body: string;
    authorization: string | undefined;
    response: ServerResponse;
  }): void {
    const { method, url, body, authorization, response } = input;
    const [, conversation = '', replaced] =
      /\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?/.exec(url)?.map(decodeURIComponent) ?? [];
    const activityId = replaced === 'undefined' ? undefined : replaced;
    const activity = (body === '' ? {} : JSON.parse(body)) as Activity;
    if (method === 'GET') {
      this.#tellMember(url, response);
      return;
    }
    if (method === 'POST' && url.endsWith('/v3/conversations')) {
      this.#create({ asked: activity, authorization, response });
      return;
    }
    this.calls.push({ method, conversation, activityId, activity, authorization });
    if (isTwo(activity)) this.troubles.unshift({ status: 400, body: { error: { code: 'BadSyntax' } } });
    const trouble = activity.type === 'typing' ? undefined : this.troubles.shift();
    const id = !trouble || trouble.delivers ? this.#show({ method, conversation, activityId, activity }) : '';
    response.writeHead(trouble?.status ?? (method === 'POST' ? 201 : 200), {
      'content-type': 'application/json',
      ...trouble?.headers,
    });
    response.end(JSON.stringify(trouble ? (trouble.body ?? {}) : { id }));
    this.#tell();
  }

  /** A thread in a channel, or a personal chat. */
  #create(input: { asked: Activity; authorization: string | undefined; response: ServerResponse }): void {
    const { asked, ...others } = input;
    const channel = (asked.channelData?.channel as { id?: string } | undefined)?.id;
    if (channel === undefined) this.#open(input);
    else this.#begin({ channel, first: asked.activity as Activity, ...others });
  }

  #tell(): void {
    const still = this.#waiting.filter((check) => !check());
    this.#waiting.splice(0, this.#waiting.length, ...still);
  }

  /** Source: Bot Connector REST API, "Get Conversation Member". */
  #tellMember(url: string, response: ServerResponse): void {
    const [, id = ''] = /\/members\/([^/?]+)$/.exec(url)?.map(decodeURIComponent) ?? [];
    const member = this.members.get(id);
    response.writeHead(member ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(member ?? { error: { code: 'MemberNotFoundInConversation' } }));
  }

  /** A new thread in a channel. Source: Teams, "Create conversation", a channel's thread. */
  #begin(input: {
    channel: string;
    first: Activity;
    authorization: string | undefined;
    response: ServerResponse;
  }): void {
    const { channel, first, authorization, response } = input;
    this.calls.push({ method: 'POST', conversation: channel, activity: first, authorization });
    const trouble = this.troubles.shift();
    const messageId = String(1_700_000_000_000 + (this.#count += 1));
    const id = `${channel};messageid=${messageId}`;
    if (!trouble || trouble.delivers) this.#conversations.set(id, new Map([[messageId, first]]));
    response.writeHead(trouble?.status ?? 201, {
      'content-type': 'application/json',
      ...trouble?.headers,
    });
    response.end(JSON.stringify(trouble ? (trouble.body ?? {}) : { id, activityId: messageId }));
    this.#tell();
  }

  /**
   * The personal chat with somebody, always the same; refused when they have not added the bot.
   * Source: Bot Connector REST API, "Create Conversation"; Teams, "Proactive messages", "403 ForbiddenOperationException".
   */
  #open(input: {
    asked: { members?: { id: string }[]; channelData?: Record<string, unknown> };
    authorization: string | undefined;
    response: ServerResponse;
  }): void {
    const { asked, authorization, response } = input;
    const [member] = asked.members ?? [];
    const conversation = `a:with-${member?.id ?? ''}`;
    this.calls.push({ method: 'POST', conversation, activity: { ...asked, type: 'open' }, authorization });
    const trouble = this.troubles.shift();
    const isRefused = !member || this.strangers.has(member.id);
    response.writeHead(trouble?.status ?? (isRefused ? 403 : 201), { 'content-type': 'application/json' });
    const error = { error: { code: 'ForbiddenOperationException', message: 'The bot is not installed.' } };
    response.end(JSON.stringify(trouble ? (trouble.body ?? {}) : isRefused ? error : { id: conversation }));
  }

  #show({ method, conversation, activityId, activity }: Call): string {
    const shown = this.#conversations.get(conversation) ?? new Map<string, Activity>();
    this.#conversations.set(conversation, shown);
    if (method === 'DELETE') {
      shown.delete(activityId ?? '');
      return '';
    }
    const id = method === 'PUT' ? (activityId ?? '') : `1:${(this.#count += 1)}`;
    if (activity.type !== 'typing') shown.set(id, activity);
    return id;
  }
}

/** Source: Teams' answer to an update with a text and a card, as the Agents Playground gives it too. */
function isTwo({ text, attachments = [] }: Activity): boolean {
  return Boolean(text) && attachments.length > 0;
}

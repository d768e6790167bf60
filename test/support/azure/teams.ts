import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp, type App, type AppParts } from '../../../src/app.ts';
import { readConfig } from '../../../src/config.ts';
import { adaptiveCardType, type Activity } from '../../../src/conversation/activity.ts';
import type { TurnHandler } from '../../../src/conversation/turn.ts';
import { realContent } from '../content.ts';
import { LocalCredentials } from './bot-credentials.ts';
import { ConnectorService, type Shown } from './connector-service.ts';
import { IdentityProvider } from './identity-provider.ts';

export const tenant = '4d3f8a52-7c11-4f0e-9a43-6a1f5b0d7e10';
export const bot = { id: '28:support', name: 'Phone Link support' };

/** Answers each message with its own text, greets who joins, and puts a button under it when asked for a card. */
export const echo: TurnHandler = (turn) => {
  const { type, text } = turn.activity;
  if (type === 'conversationUpdate') turn.send({ type: 'message', text: 'hello' });
  if (type === 'message') turn.send({ type: 'message', text: `echo ${text}` });
  return Promise.resolve();
};

export interface TeamsOptions {
  handle?: TurnHandler;
  environment?: Record<string, string>;
  azure?: AppParts['azure'];
  clock?: () => Date;
  /** To go on with what an earlier one has left. */
  databaseUrl?: string;
  service?: ConnectorService;
}

/** Answer to a call of `/api/messages`. */
export interface Answered {
  status: number;
  text: string;
}

/** The whole program with Azure's side of it on this machine, authentication on. Close it after use. */
export class Teams {
  readonly provider: IdentityProvider;
  readonly service: ConnectorService;
  readonly appId: string;
  readonly app: App;
  readonly url: string;
  readonly events: { event: string; fields: object }[];
  readonly databaseUrl: string;
  readonly #listeners: Set<(event: string) => void>;
  readonly #folder: string;
  #activities = 0;

  private constructor(parts: {
    provider: IdentityProvider;
    service: ConnectorService;
    appId: string;
    app: App;
    url: string;
    events: { event: string; fields: object }[];
    listeners: Set<(event: string) => void>;
    databaseUrl: string;
    folder: string;
  }) {
    this.provider = parts.provider;
    this.service = parts.service;
    this.appId = parts.appId;
    this.app = parts.app;
    this.url = parts.url;
    this.events = parts.events;
    this.#listeners = parts.listeners;
    this.databaseUrl = parts.databaseUrl;
    this.#folder = parts.folder;
  }

  static async start(options: TeamsOptions = {}): Promise<Teams> {
    const provider = await IdentityProvider.start();
    const service = options.service ?? (await ConnectorService.start());
    // The SDK keeps tokens by app id for the whole process.
    const appId = crypto.randomUUID();
    const folder = mkdtempSync(join(tmpdir(), 'teams-'));
    const databaseUrl = options.databaseUrl ?? `sqlite:${join(folder, 'support.db')}`;
    const events: { event: string; fields: object }[] = [];
    const listeners = new Set<(event: string) => void>();
    const note = (fields: object, event: string) => {
      events.push({ event, fields });
      for (const listener of listeners) listener(event);
    };
    const app = await createApp({
      config: readConfig({
        PORT: '0',
        LEARNING: 'off',
        DATABASE_URL: databaseUrl,
        MICROSOFT_APP_ID: appId,
        MICROSOFT_APP_TENANT_ID: tenant,
        MICROSOFT_APP_PASSWORD: 'secret',
        MICROSOFT_SERVICE_HOSTS: '127.0.0.1',
        ...options.environment,
      }),
      logger: { debug: note, info: note, error: note },
      content: realContent(),
      handle: options.handle,
      clock: options.clock,
      azure: {
        cloud: provider.cloud,
        credentials: new LocalCredentials({ appId, url: `${provider.url}/${tenant}` }),
        ...options.azure,
      },
    });
    const { url } = await app.listen();
    return new Teams({ provider, service, appId, app, url, events, listeners, databaseUrl, folder });
  }

  /** An activity of a message in a personal chat, as Teams sends it. */
  activity(fields: Partial<Activity> = {}): Activity {
    return {
      type: 'message',
      id: `f:${(this.#activities += 1)}-${crypto.randomUUID()}`,
      timestamp: new Date().toISOString(),
      localTimezone: 'Europe/Berlin',
      channelId: 'msteams',
      serviceUrl: this.service.serviceUrl,
      from: { id: '29:ada', name: 'Ada Smith', aadObjectId: '8c0c2f42-5a3a-4f7e-8f44-0c9f6d1b2a31' },
      conversation: { conversationType: 'personal', tenantId: tenant, id: 'a:personal-ada' },
      recipient: bot,
      channelData: { tenant: { id: tenant } },
      locale: 'en-GB',
      ...fields,
    };
  }

  /** Resolves once the log has this event. */
  happened(name: string): Promise<void> {
    if (this.events.some(({ event }) => event === name)) return Promise.resolve();
    return new Promise((resolve) => {
      this.#listeners.add((event) => {
        if (event === name) resolve();
      });
    });
  }

  /** Posts an activity with a right token. */
  async post(activity: Activity): Promise<Answered> {
    const claims = { aud: this.appId, serviceurl: activity.serviceUrl };
    return this.postRaw(activity, `Bearer ${await this.provider.token(claims)}`);
  }

  async postRaw(body: unknown, authorization?: string): Promise<Answered> {
    const response = await fetch(`${this.url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: response.status, text: await response.text() };
  }

  person(options: Partial<Place> = {}): TeamsPerson {
    return new TeamsPerson(this, options);
  }

  /** Ends the program alone; what is stored and who stands around it stay. */
  async stop(): Promise<void> {
    await this.app.close();
    await this.provider.close();
  }

  async close(): Promise<void> {
    await this.stop();
    await this.service.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

export interface Place {
  from: Activity['from'] & { id: string; name: string };
  conversation: { id: string; conversationType: string; isGroup?: boolean };
}

/** A person at a Teams client: sees the messages of one conversation, writes and clicks. */
export class TeamsPerson {
  readonly #teams: Teams;
  readonly place: Place;

  constructor(teams: Teams, { from, conversation }: Partial<Place> = {}) {
    this.#teams = teams;
    const name = 'Ada Smith';
    const aadObjectId = '8c0c2f42-5a3a-4f7e-8f44-0c9f6d1b2a31';
    this.place = {
      from: from ?? { id: '29:ada', name, aadObjectId },
      conversation: conversation ?? { conversationType: 'personal', id: `a:${crypto.randomUUID()}` },
    };
  }

  /** Everything that stands in the conversation. */
  screen(): Shown[] {
    return this.#teams.service.shown(this.place.conversation.id);
  }

  activity(fields: Partial<Activity>): Activity {
    const { from, conversation } = this.place;
    return this.#teams.activity({ from, conversation: { ...conversation, tenantId: tenant }, ...fields });
  }

  /** Installs the app, as Teams tells of it. */
  installs(): Promise<Answered> {
    return this.#send(this.activity({ type: 'conversationUpdate', membersAdded: [bot], text: undefined }));
  }

  /** Writes; names the bot where that is needed. */
  says(text: string): Promise<Answered> {
    if (this.place.conversation.conversationType === 'personal') return this.#send(this.activity({ text }));
    const mention = '<at>Phone Link support</at>';
    const entities = [{ type: 'mention', text: mention, mentioned: bot }];
    return this.#send(this.activity({ text: `${mention} ${text}`, entities }));
  }

  /** Presses a button of a message, the newest that has it, as a client that knows Universal Actions does. */
  clicks(fits: (data: Record<string, unknown>) => boolean, on = this.withButton(fits)): Promise<Answered> {
    const action = executesOf(on?.activity).find(({ data }) => fits(data));
    if (!on || !action) throw new Error('There is no such button.');
    return this.#send(this.clicked(action, on.id));
  }

  clicked(action: Execute, replyToId: string): Activity {
    const { verb, data } = action;
    const value = { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' };
    return this.activity({ type: 'invoke', name: 'adaptiveCard/action', replyToId, value });
  }

  withButton(fits: (data: Record<string, unknown>) => boolean): Shown | undefined {
    return this.screen().findLast(({ activity }) => executesOf(activity).some(({ data }) => fits(data)));
  }

  #send(activity: Activity): Promise<Answered> {
    return this.#teams.post(activity);
  }
}

export interface Execute {
  verb: string;
  data: Record<string, unknown>;
  fallback: { type: string; data: unknown };
}

/** The buttons of a message's cards. */
export function executesOf(activity: Activity | undefined): Execute[] {
  const found: Execute[] = [];
  const walk = (part: unknown): void => {
    if (Array.isArray(part)) part.forEach(walk);
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return;
    const { type, title } = part as { type?: unknown; title?: unknown };
    if (type === 'Action.Execute' && title !== undefined) found.push(part as Execute);
    for (const [name, value] of Object.entries(part)) if (name !== 'fallback') walk(value);
  };
  for (const { contentType, content } of activity?.attachments ?? []) {
    if (contentType === adaptiveCardType) walk(content);
  }
  return found;
}

/** A promise that is kept by hand. */
export function promised(): { promise: Promise<void>; keep: () => void } {
  let keep = (): void => undefined;
  const promise = new Promise<void>((resolve) => {
    keep = resolve;
  });
  return { promise, keep };
}

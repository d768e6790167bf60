import type { Readable } from 'node:stream';
import type { InvokeResponse } from 'botbuilder';
import { adaptiveCardType, type Activity } from '../../conversation/activity.ts';
import type { ConnectorStore, ConversationReference } from '../../conversation/connector-store.ts';
import type { LogEntry, Store } from '../../conversation/store.ts';
import type { Committed, TurnEnd, TurnRunner } from '../../conversation/turn.ts';
import { SupportError } from '../../errors.ts';
import { invokeResponseAmong } from '../directline/invoke.ts';
import { waitForTurn } from '../directline/wait-for-turn.ts';
import { ConnectorAdapter } from './adapter.ts';
import { conversationIdOf, isConnectorConversation, recordOf, referenceOf } from './addressing.ts';
import { ConnectorAuthentication, type Credentials } from './authentication.ts';
import { channelCard } from './channel-message.ts';
import { createCredentials } from './credentials.ts';
import { Deliveries, type Logger, type Wait } from './deliveries.ts';
import { type ChannelActivity, parseActivity } from './inbound.ts';
import type { RateBudget } from './rate-budget.ts';
import { nonceOf, readInbound, type Inbound } from './read-inbound.ts';
import { type Cloud, type ConnectorSettings, publicCloud } from './settings.ts';

/** Bytes of an activity. Teams sends at most about 100 KB. */
const largestBody = 256 * 1024;

/** How long the same click counts as the same. Milliseconds. */
const sameClickMs = 60_000;

/** Names an answer that is a sentence. Source: Bot Framework, "Universal Actions", response of `adaptiveCard/action`. */
const messageType = 'application/vnd.microsoft.activity.message';

/** What the channel itself says to visitors. */
export interface ConnectorSentences {
  /** The answer takes longer than the client waits. */
  slow: string;
  /** The card belongs to somebody else. */
  notYours: string;
}

export interface ConnectorParts {
  settings: ConnectorSettings;
  store: Store & { connector: ConnectorStore };
  turns: TurnRunner;
  logger: Logger;
  clock: () => Date;
  sentences: ConnectorSentences;
  /** In place of Microsoft's public cloud, and of its tokens. */
  cloud?: Cloud;
  credentials?: Credentials;
  random?: () => number;
  wait?: Wait;
  budget?: RateBudget;
  /** Milliseconds an invoke waits for its turn; Teams waits about ten seconds. */
  invokeTimeoutMs?: number;
  /** Milliseconds until the visitor is shown that the bot is typing. */
  typingAfterMs?: number;
}

/** A call of `/api/messages`. */
export interface ConnectorRequest {
  authorization?: string;
  /** Which site's page calls, when it is one. */
  origin?: string;
  content: Readable;
}

/** What a call of the channel is answered. */
export interface ConnectorAnswer {
  status: number;
  body?: object;
}

/** Teams and the other channels of Azure Bot Service. */
export class Connector {
  readonly #parts: ConnectorParts;
  readonly #adapter: ConnectorAdapter;
  readonly #deliveries: Deliveries;

  constructor(parts: ConnectorParts) {
    const { settings, cloud = publicCloud, clock, store, logger, wait, budget } = parts;
    const credentials = parts.credentials ?? createCredentials(settings.app);
    const authentication = new ConnectorAuthentication({ settings, cloud, credentials, clock });
    this.#parts = parts;
    this.#adapter = new ConnectorAdapter(authentication, settings.app?.id ?? '');
    this.#deliveries = new Deliveries({
      ...{ store, connector: store.connector, adapter: this.#adapter, logger, clock, wait, budget },
      random: parts.random ?? Math.random,
    });
  }

  /**
   * Takes one activity. A message is answered once it is stored; what the bot says to it is sent when the turn is done.
   * Only an invoke is answered here, with a sentence when its turn takes too long.
   */
  async receive(request: ConnectorRequest): Promise<ConnectorAnswer> {
    try {
      const response = await this.#receive(request);
      return {
        status: response?.status ?? 200,
        ...(response?.body ? { body: response.body as object } : {}),
      };
    } catch (error) {
      if (!(error instanceof SupportError) || !error.code.startsWith('connector.')) throw error;
      const { code, status, message } = error;
      this.#parts.logger.info({ code, status, why: message, err: error.cause }, 'connector.refused');
      return { status };
    }
  }

  /** For `TurnRunnerParts.onCommitted`. */
  tell({ conversationId, entries }: Pick<Committed, 'conversationId' | 'entries'>): void {
    if (entries.length > 0 && isConnectorConversation(conversationId))
      this.#deliveries.notice(conversationId);
  }

  /** Sends what an earlier process left. */
  async start(): Promise<void> {
    const { logger, settings } = this.#parts;
    if (!settings.app) logger.info({ serves: 'this machine' }, 'connector.without-login');
    const conversations = await this.#deliveries.resume();
    if (conversations > 0) logger.info({ conversations }, 'connector.resumed');
  }

  /** Resolves when nothing is on its way. */
  idle(): Promise<void> {
    return this.#deliveries.idle();
  }

  stop(): Promise<void> {
    return this.#deliveries.stop();
  }

  async #receive({
    authorization = '',
    origin,
    content,
  }: ConnectorRequest): Promise<InvokeResponse | undefined> {
    const { app } = this.#parts.settings;
    if (!app && origin !== undefined) {
      throw new SupportError('connector.unauthorized', 'A page in a browser may not call without a login.');
    }
    if (app && !authorization.startsWith('Bearer ')) {
      throw new SupportError('connector.unauthorized', 'There is no bearer token.');
    }
    const activity = parseActivity(parseJson(await readBody(content)));
    return this.#adapter.receive({ activity, authorization }, async (context) => {
      const value = await this.#take(activity);
      if (value) await context.sendActivity({ type: 'invokeResponse', value });
    });
  }

  async #take(activity: ChannelActivity): Promise<InvokeResponse | undefined> {
    const inbound = readInbound(activity);
    switch (inbound.is) {
      case 'ignored':
        this.#parts.logger.debug({ type: activity.type, why: inbound.why }, 'connector.ignored');
        return undefined;
      case 'left':
        this.#parts.logger.info({ conversation: conversationIdOf(activity) }, 'connector.gone');
        await this.#parts.store.connector.markGone(conversationIdOf(activity));
        return undefined;
      case 'refresh':
        return this.#refresh(activity);
      case 'turn':
        return this.#turn(activity, inbound);
    }
  }

  /** The card as it is now. */
  async #refresh(activity: ChannelActivity): Promise<InvokeResponse> {
    const { store } = this.#parts;
    const conversationId = conversationIdOf(activity);
    const activityId = await this.#ourIdOf(activity, conversationId);
    const found = activityId === undefined ? undefined : await store.findActivity(conversationId, activityId);
    const card = found && cardOf(found.activity);
    if (!card) return { status: 200, body: { statusCode: 204 } };
    const value = channelCard(card, referenceOf(activity), found.activityId);
    return { status: 200, body: { statusCode: 200, type: adaptiveCardType, value } };
  }

  async #turn(
    activity: ChannelActivity,
    inbound: Extract<Inbound, { is: 'turn' }>,
  ): Promise<InvokeResponse | undefined> {
    const { store, turns, sentences, clock, invokeTimeoutMs = 8000, typingAfterMs = 1500 } = this.#parts;
    const record = recordOf(activity, clock());
    const isInvoke = activity.type === 'invoke';
    if (await this.#isOfAnother(activity, record.id))
      return isInvoke ? spoken(sentences.notYours) : undefined;
    await store.createConversation(record);
    const reference = referenceOf(activity);
    await this.#remember(reference);
    const replyToId = await this.#ourIdOf(activity, record.id);
    const { entry, done } = await turns.receive({
      conversation: (await store.findConversation(record.id)) ?? record,
      activity: attributed(inbound.activity, { conversationId: record.id, replyToId }),
      clientKey: inbound.isClick ? await this.#freshKey(record.id, inbound.key) : inbound.key,
    });
    const end = waitForTurn(done, {
      timeoutMs: isInvoke ? invokeTimeoutMs : 0,
      typingAfterMs,
      onTyping: () => void this.#deliveries.typing(reference),
    });
    return isInvoke ? this.#invokeResponse({ entry, reference, end: await end }) : undefined;
  }

  async #invokeResponse(input: {
    entry: LogEntry;
    reference: ConversationReference;
    end: TurnEnd | 'running';
  }): Promise<InvokeResponse> {
    const { entry, reference, end } = input;
    const { store, sentences } = this.#parts;
    if (end !== 'committed') return spoken(sentences.slow);
    const range = { conversationId: entry.conversationId, after: entry.seq, limit: 100 };
    const response = invokeResponseAmong(await store.readLog(range), entry.activityId);
    if (!response) return spoken(sentences.slow);
    const { body } = response as { body?: { type?: string; value?: object } };
    if (body?.type !== adaptiveCardType || !body.value) return response;
    const value = channelCard(body.value, reference, entry.activity.replyToId ?? '');
    return { ...response, body: { ...body, value } };
  }

  /** Whether a card of somebody else's conversation was clicked. */
  async #isOfAnother(activity: ChannelActivity, conversationId: string): Promise<boolean> {
    const { replyToId, channelId } = activity;
    if (replyToId === undefined || nonceOf(activity) === undefined) return false;
    const links = await this.#parts.store.connector.findByRemoteId(channelId, replyToId);
    return links.length > 0 && links.every((link) => link.conversationId !== conversationId);
  }

  /**
   * Our id of the message that an activity is about. A message whose sending was in doubt did arrive when one of its
   * buttons is clicked, and gets its id from that.
   */
  async #ourIdOf(activity: ChannelActivity, conversationId: string): Promise<string | undefined> {
    const { replyToId: remoteId, channelId } = activity;
    if (remoteId === undefined) return undefined;
    const { store } = this.#parts;
    const links = await store.connector.findByRemoteId(channelId, remoteId);
    const known = links.find((link) => link.conversationId === conversationId)?.activityId;
    const nonce = nonceOf(activity);
    if (known !== undefined || nonce === undefined) return known ?? remoteId;
    const sent = await store.findActivity(conversationId, nonce);
    if (sent?.direction !== 'out') return remoteId;
    await store.connector.saveLink({ conversationId, activityId: nonce, remoteId });
    return nonce;
  }

  /** Writes a reference only when it is another than before: every message brings one. */
  async #remember(reference: ConversationReference): Promise<void> {
    const { connector } = this.#parts.store;
    const { isGone, ...known } = (await connector.findReference(reference.conversationId)) ?? {
      isGone: true,
    };
    if (isGone || !isSame(known, reference)) await connector.saveReference(reference);
  }

  /** The key of a click, unless the same was clicked long before: then it is meant anew. */
  async #freshKey(conversationId: string, key: string | undefined): Promise<string | undefined> {
    const { store, clock } = this.#parts;
    let fresh = key;
    while (fresh !== undefined) {
      const before = await store.findByClientKey(conversationId, fresh);
      const at = Date.parse(before?.activity.timestamp ?? '');
      if (!before || !(clock().getTime() - at > sameClickMs)) return fresh;
      fresh = `${key}|${before.seq}`;
    }
    return undefined;
  }
}

/** An activity as the bot is given it: within our conversation, and about our message. */
function attributed(
  activity: Activity,
  { conversationId, replyToId }: { conversationId: string; replyToId: string | undefined },
): Activity {
  const { replyToId: _, conversation, from, ...rest } = activity;
  return {
    ...rest,
    from: from && { ...from, role: 'user' },
    conversation: { ...conversation, id: conversationId },
    ...(replyToId === undefined ? {} : { replyToId }),
  };
}

function isSame(one: object, other: object): boolean {
  const sorted = (value: object) =>
    JSON.stringify(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return sorted(one) === sorted(other);
}

function spoken(sentence: string): InvokeResponse {
  return { status: 200, body: { statusCode: 200, type: messageType, value: sentence } };
}

function cardOf({ attachments }: Activity): object | undefined {
  const card = attachments?.find(({ contentType }) => contentType === adaptiveCardType);
  return card?.content as object | undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SupportError('connector.invalid', 'The body is no JSON.', cause);
  }
}

async function readBody(content: Readable): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of content) {
    const bytes = Buffer.from(piece as Uint8Array);
    size += bytes.length;
    if (size > largestBody)
      throw new SupportError('connector.too-large', `An activity has more than ${largestBody} bytes.`);
    pieces.push(bytes);
  }
  return Buffer.concat(pieces).toString('utf8');
}

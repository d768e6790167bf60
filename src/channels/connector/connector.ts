import type { Readable } from 'node:stream';
import type { InvokeResponse } from 'botbuilder';
import { adaptiveCardType, type Activity } from '../../conversation/activity.ts';
import type { ConversationBus } from '../../conversation/bus.ts';
import type { ConversationReference } from '../../conversation/connector-store.ts';
import { createLocalLocks } from '../../conversation/locks.ts';
import type { ConversationRecord, LogEntry } from '../../conversation/store.ts';
import type { Committed, TurnEnd, TurnRunner } from '../../conversation/turn.ts';
import type { ReadState } from '../../escalation/read-state.ts';
import { SupportError } from '../../errors.ts';
import type { TeamChannel } from '../../escalation/targets/teams-channel.ts';
import { invokeResponseAmong } from '../directline/invoke.ts';
import { waitForTurn } from '../directline/wait-for-turn.ts';
import { ConnectorAdapter } from './adapter.ts';
import {
  attributed,
  conversationIdOf,
  isConnectorConversation,
  isSameReference,
  recordOf,
  referenceOf,
} from './addressing.ts';
import { ConnectorAuthentication, type Credentials } from './authentication.ts';
import { channelCard } from './channel-message.ts';
import { ConnectorFiles } from './connector-files.ts';
import { createCredentials } from './credentials.ts';
import { Deliveries, type Logger, type Wait } from './deliveries.ts';
import { greetPlace } from './greet-place.ts';
import { type ChannelActivity, parseActivity } from './inbound.ts';
import { KnownMessages } from './known-messages.ts';
import { LastWords } from './last-words.ts';
import { MessageExtension, type MessageExtensionParts } from './message-extension.ts';
import { isKnownVisitor, type PersonalChatParts } from './personal-chat.ts';
import { type ConnectorStores, openSupportChannel, type SupportTeam } from './open-support-channel.ts';
import type { RateBudget } from './rate-budget.ts';
import { answerToCall, readInbound, type Inbound } from './read-inbound.ts';
import { noteRead } from './read-receipts.ts';
import { readJson } from './read-json.ts';
import { botHeaders, type ReceivedFilesParts } from './received-files.ts';
import type { SentFileSentences } from './sent-files.ts';
import { type Cloud, type ConnectorSettings, publicCloud } from './settings.ts';
import { Typing } from './typing.ts';

/** Names an answer that is a sentence. Source: Bot Framework, "Universal Actions", response of `adaptiveCard/action`. */
const messageType = 'application/vnd.microsoft.activity.message';

/** What the channel itself says to visitors. */
export interface ConnectorSentences {
  /** The answer takes longer than the client waits. */
  slow: string;
  /** The card belongs to somebody else. */
  notYours: string;
  /** The bot was added to a team or a chat of several. */
  added: string;
  /** Files of these names were not taken. */
  filesRefused(names: readonly string[]): string;
  files: SentFileSentences;
}

export interface ConnectorParts {
  settings: ConnectorSettings;
  store: ConnectorStores & Pick<PersonalChatParts['store'], 'privacy'>;
  /** What the message extension finds, shows and says. */
  extension: Pick<MessageExtensionParts, 'findChecks' | 'cards' | 'sentences' | 'teamsAppId'>;
  turns: TurnRunner;
  logger: Logger;
  clock: () => Date;
  sentences: ConnectorSentences;
  /** Who answers in the support team's channel, when the settings name one. */
  team?: SupportTeam;
  /** Where files of messages are kept; without it they stay where the channel has them. */
  files?: ReceivedFilesParts['files'];
  /** What is told who types; without it nobody is. */
  bus?: ConversationBus;
  /** Where it is noted what visitors have read; nowhere without it. */
  readState?: Pick<ReadState, 'visitorHasRead'>;
  /** Where people reach this server. */
  baseUrl?: () => string;
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
  readonly #known: KnownMessages;
  readonly #extension: MessageExtension;
  readonly #lastWords = new LastWords((reference, text) => this.#deliveries.say(reference, text));
  readonly #files: ConnectorFiles;
  /** What comes next in a conversation waits until the files of what came before are here. */
  readonly #arrivals = createLocalLocks();
  readonly #typing: Typing | undefined;
  readonly #support: ReturnType<typeof openSupportChannel>;

  constructor(parts: ConnectorParts) {
    const { settings, cloud = publicCloud, clock, store, logger, wait, budget } = parts;
    const credentials = parts.credentials ?? createCredentials(settings.app);
    const authentication = new ConnectorAuthentication({ settings, cloud, credentials, clock });
    this.#parts = parts;
    this.#known = new KnownMessages({ store, clock });
    this.#adapter = new ConnectorAdapter(authentication, settings.app?.id ?? '');
    const { serviceHosts, fileHosts, app } = settings;
    this.#files = new ConnectorFiles({
      ...{ store, logger, serviceHosts, fileHosts, files: parts.files, turns: parts.turns },
      ...{ adapter: this.#adapter, sentences: parts.sentences.files, baseUrl: parts.baseUrl ?? (() => '') },
      authorize: () => botHeaders({ credentials, cloud, appId: app?.id ?? '' }),
    });
    this.#deliveries = new Deliveries({
      prepare: (activity, reference) => this.#files.sent.prepare(activity, reference),
      ...{ store, connector: store.connector, adapter: this.#adapter, logger, clock, wait, budget },
      random: parts.random ?? Math.random,
    });
    this.#typing =
      parts.bus &&
      new Typing({
        ...{ bus: parts.bus, escalations: store.escalations, connector: store.connector, clock },
        deliveries: this.#deliveries,
      });
    const audience = cloud.ToChannelFromBotOAuthScope;
    this.#extension = new MessageExtension({
      ...{ ...parts.extension, logger },
      chats: { store, adapter: this.#adapter, appId: settings.app?.id ?? '', audience },
      begin: (activity, key) => this.#turn(activity, { is: 'turn', activity, key, isClick: true }),
    });
    this.#support = openSupportChannel({
      ...{ settings, audience, store, clock, logger, budget, turns: parts.turns, team: parts.team },
      ...{ adapter: this.#adapter, received: this.#files.received, random: parts.random ?? Math.random },
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
  tell({ conversationId, entries, escalations }: Committed): void {
    for (const { escalation } of escalations) this.#typing?.follow(escalation);
    if (entries.length > 0 && isConnectorConversation(conversationId))
      this.#deliveries.notice(conversationId);
  }

  /** For `TurnRunnerParts.onErased`. */
  tellLast(told: Parameters<LastWords['tell']>[0]): void {
    this.#lastWords.tell(told);
  }

  /** The support team's channel, when there is one. */
  get teamChannel(): TeamChannel | undefined {
    return this.#support?.channel;
  }

  /** Sends what an earlier process left. */
  async start(): Promise<void> {
    const { logger, settings } = this.#parts;
    if (!settings.app) logger.info({ serves: 'this machine' }, 'connector.without-login');
    await this.#typing?.start();
    const conversations = await this.#deliveries.resume();
    if (conversations > 0) logger.info({ conversations }, 'connector.resumed');
  }

  /** Resolves when nothing is on its way. */
  idle(): Promise<void> {
    return this.#deliveries.idle();
  }

  stop(): Promise<void> {
    this.#typing?.stop();
    return this.#deliveries.stop();
  }

  async #receive(request: ConnectorRequest): Promise<InvokeResponse | undefined> {
    const { authorization = '', origin, content } = request;
    const { app } = this.#parts.settings;
    if (!app && origin !== undefined) {
      throw new SupportError('connector.unauthorized', 'A page in a browser may not call without a login.');
    }
    if (app && !authorization.startsWith('Bearer ')) {
      throw new SupportError('connector.unauthorized', 'There is no bearer token.');
    }
    const activity = parseActivity(await readJson(content));
    return this.#adapter.receive({ activity, authorization }, async (context) => {
      const value = await this.#take(activity);
      if (value) await context.sendActivity({ type: 'invokeResponse', value });
    });
  }

  async #take(activity: ChannelActivity): Promise<InvokeResponse | undefined> {
    if (activity.type === 'typing') this.#typing?.pass(activity);
    this.#support?.channel.forget(activity.membersRemoved?.map(({ id }) => id) ?? []);
    const agents = this.#support?.agents;
    const { id } = activity.conversation;
    if (agents?.serves(activity)) return this.#arrivals.run(id, () => agents.take(activity));
    if (await noteRead(activity, this.#parts)) return undefined;
    const inbound = readInbound(activity);
    switch (inbound.is) {
      case 'ignored':
        this.#parts.logger.debug({ type: activity.type, why: inbound.why }, 'connector.ignored');
        return undefined;
      case 'left':
        this.#parts.logger.info({ conversation: conversationIdOf(activity) }, 'connector.gone');
        await this.#parts.store.connector.markGone(conversationIdOf(activity));
        return undefined;
      case 'added': {
        const say = this.#deliveries.say.bind(this.#deliveries);
        return greetPlace(activity, { ...this.#parts, say, text: this.#parts.sentences.added });
      }
      case 'refresh':
        return this.#refresh(activity);
      case 'file-consent':
        return this.#files.sent.answer(activity);
      case 'extension':
        return this.#extension.answer(activity);
      case 'called':
        return this.#turn(
          activity,
          answerToCall(activity, await isKnownVisitor(activity, this.#parts.store)),
        );
      case 'turn':
        return this.#turn(activity, inbound);
    }
  }

  /** The card as it is now. */
  async #refresh(activity: ChannelActivity): Promise<InvokeResponse> {
    const { store } = this.#parts;
    const conversationId = conversationIdOf(activity);
    const activityId = await this.#known.ourIdOf(activity, conversationId);
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
    const { turns, sentences, clock, invokeTimeoutMs = 8000, typingAfterMs = 1500 } = this.#parts;
    const record = recordOf(activity, clock());
    const isInvoke = activity.type === 'invoke';
    if (await this.#known.isOfAnother(activity, record.id))
      return isInvoke ? spoken(sentences.notYours) : undefined;
    const conversation = await this.#conversationOf(record);
    const reference = await this.#remember(referenceOf(activity));
    const replyToId = await this.#known.ourIdOf(activity, record.id);
    const key = inbound.isClick ? await this.#known.freshKey(record.id, inbound.key) : inbound.key;
    const place = { conversationId: record.id, replyToId, timeZone: reference.timeZone };
    const { entry, done, refused } = await this.#arrivals.run(record.id, async () => {
      const { arrived, refused } = await this.#files.arrived(inbound.activity, { ...place, key });
      const activity = attributed(arrived, place);
      return { refused, ...(await turns.receive({ conversation, activity, clientKey: key })) };
    });
    const over = this.#lastWords.during(reference, done);
    if (refused.length > 0) void this.#deliveries.say(reference, sentences.filesRefused(refused));
    const end = waitForTurn(done, {
      timeoutMs: isInvoke ? invokeTimeoutMs : 0,
      typingAfterMs,
      onTyping: () => void this.#deliveries.typing(reference),
    });
    if (isInvoke) return this.#invokeResponse({ entry, reference, end: await end });
    void over.then(() => this.#lastWords.take(record.id));
    return undefined;
  }

  /** As it is stored; it begins with its first activity. */
  async #conversationOf(record: ConversationRecord): Promise<ConversationRecord> {
    const { store } = this.#parts;
    const known = await store.findConversation(record.id);
    if (known) return known;
    await store.createConversation(record);
    return (await store.findConversation(record.id)) ?? record;
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
    if (!response) return spoken(this.#lastWords.take(entry.conversationId) ?? sentences.slow);
    const { body } = response as { body?: { type?: string; value?: object } };
    if (body?.type !== adaptiveCardType || !body.value) return response;
    const value = channelCard(body.value, reference, entry.activity.replyToId ?? '');
    return { ...response, body: { ...body, value } };
  }

  /** Writes a reference only when it is another than before: every message brings one. A click tells no time zone. */
  async #remember(told: ConversationReference): Promise<ConversationReference> {
    const { connector } = this.#parts.store;
    const before = await connector.findReference(told.conversationId);
    const { isGone = true, ...known } = before ?? {};
    const reference = { ...(before?.timeZone ? { timeZone: before.timeZone } : {}), ...told };
    if (isGone || !isSameReference(known, reference)) await connector.saveReference(reference);
    return reference;
  }
}

function spoken(sentence: string): InvokeResponse {
  return { status: 200, body: { statusCode: 200, type: messageType, value: sentence } };
}

function cardOf({ attachments }: Activity): object | undefined {
  const card = attachments?.find(({ contentType }) => contentType === adaptiveCardType);
  return card?.content as object | undefined;
}

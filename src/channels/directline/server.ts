import { createHash } from 'node:crypto';
import type { Activity, ChannelAccount } from '../../conversation/activity.ts';
import type { ConversationBus } from '../../conversation/bus.ts';
import { lastReadOf } from '../../conversation/escalation.ts';
import type { ConversationRecord, LogEntry, Store } from '../../conversation/store.ts';
import type { TurnEnd, TurnRunner } from '../../conversation/turn.ts';
import type { ReadState } from '../../escalation/read-state.ts';
import {
  type Access,
  type ConversationRequest,
  type Request,
  type TokenAnswer,
  type User,
  channel,
  tokenUserPrefix,
} from './access.ts';
import { DirectLineError } from './errors.ts';
import type { ConversationFiles } from './files.ts';
import { type ClientActivity, parseActivity, parseStart } from './inbound.ts';
import { type InvokeResponse, invokeResponseAmong } from './invoke.ts';
import type { DirectLineTokens, TokenClaims } from './tokens.ts';
import { type UploadBody, messageWith, readUpload } from './upload.ts';
import { waitForTurn } from './wait-for-turn.ts';
import { type ActivitySet, activitySet, parseWatermark } from './wire.ts';

const pageSize = 100;

export interface DirectLineParts {
  store: Store;
  turns: TurnRunner;
  bus: ConversationBus;
  access: Access;
  tokens: DirectLineTokens;
  files: ConversationFiles;
  clock: () => Date;
  newId: () => string;
  /** How the bot is called in activities. */
  botAccount: ChannelAccount;
  /** How long a POST waits for the bot's turn before it is answered all the same. */
  turnTimeoutMs?: number;
  /** How long a turn runs before the visitor is shown that the bot is typing. */
  typingAfterMs?: number;
  /** Where it is noted what visitors have read; nowhere without it. */
  readState?: Pick<ReadState, 'visitorHasRead'>;
}

export interface ConversationAnswer extends TokenAnswer {
  streamUrl: string;
  /** Stands for who started the conversation and when. */
  eTag: string;
}

/** Answer to a sent activity; an `invoke` is answered in it. */
export interface SentAnswer {
  id: string;
  invokeResponse?: InvokeResponse;
}

/** Where the client reaches this server's sockets: `ws://host:port`. */
interface StreamRequest {
  streamBase: string;
}

interface Sent {
  conversation: ConversationRecord;
  claims: TokenClaims | undefined;
  sent: ClientActivity;
}

/**
 * The operations of Direct Line API 3.0, free of any HTTP framework. Every one may throw DirectLineError.
 * Source: directline-3.0.swagger.json; what it leaves open follows botframework-directlinejs.
 */
export class DirectLineServer {
  readonly #parts: DirectLineParts;
  readonly #access: Access;

  constructor(parts: DirectLineParts) {
    this.#parts = parts;
    this.#access = parts.access;
  }

  /** A token for a new conversation, which begins only when it is started. Takes the secret only. */
  async generateToken(request: Request & { body: unknown }): Promise<TokenAnswer> {
    if (await this.#access.authorize(request))
      throw new DirectLineError('Forbidden', 'This takes the secret.');
    const { user, trustedOrigins: origins } = parseStart(request.body);
    return this.#access.tokenFor({ conversationId: this.#parts.newId(), user: knownUser(user), origins });
  }

  /** A fresh token for an unexpired one. */
  async refreshToken(request: Request): Promise<TokenAnswer> {
    const claims = await this.#access.authorize(request);
    if (!claims) throw new DirectLineError('Forbidden', 'Only a token can be refreshed.');
    const conversation = await this.#parts.store.findConversation(claims.conversationId);
    if (conversation && conversation.channel !== channel) throw new DirectLineError('ConversationNotFound');
    return this.#access.tokenFor(claims);
  }

  /**
   * Starts the token's conversation, or a new one for the secret.
   * @returns `created` is false when the token has started it before; `greeted` is the end of the bot's first turn.
   */
  async startConversation(
    request: Request & StreamRequest & { body: unknown },
  ): Promise<{ created: boolean; answer: ConversationAnswer; greeted?: Promise<TurnEnd> }> {
    const claims = await this.#access.authorize(request);
    const { user: named, locale, trustedOrigins, eTag } = parseStart(request.body);
    const user = claims?.user ?? outsideUser(knownUser(named));
    const asked: ConversationRecord = {
      id: claims?.conversationId ?? this.#parts.newId(),
      channel,
      userId: user?.id ?? `anonymous-${this.#parts.newId()}`,
      userName: user?.name,
      locale,
      startedAt: this.#parts.clock().toISOString(),
    };
    const created = await this.#parts.store.createConversation(asked);
    const conversation = created ? asked : await this.#startedBefore(asked.id, { user, eTag });
    const greeted = user && (await this.#welcome(conversation, user)).done;
    const origins = claims?.origins ?? trustedOrigins;
    const scope = { ...claims, conversationId: conversation.id, user, origins, after: 0 };
    const answer = await this.#conversationAnswer(conversation, scope, request.streamBase);
    return { created, answer, greeted };
  }

  /** A new stream URL: it replays from the watermark, and without one it begins with what comes next. */
  async reconnect(
    request: ConversationRequest & StreamRequest & { watermark?: string },
  ): Promise<ConversationAnswer> {
    const { claims, conversation } = await this.#access.open(request);
    const lastSeq = await this.#parts.store.lastSeq(conversation.id);
    const after = parseWatermark(request.watermark, lastSeq) ?? lastSeq;
    const scope = { ...claims, conversationId: conversation.id, after };
    return this.#conversationAnswer(conversation, scope, request.streamBase);
  }

  /** One page of the log, from the beginning when there is no watermark. An empty page is the end. */
  async getActivities(
    request: ConversationRequest & { watermark?: string },
  ): Promise<ActivitySet & { watermark: string }> {
    const { conversation } = await this.#access.open(request);
    const lastSeq = await this.#parts.store.lastSeq(conversation.id);
    let after = parseWatermark(request.watermark, lastSeq) ?? 0;
    for (;;) {
      const entries = await this.#readPage(conversation.id, after);
      const set = activitySet(entries, this.#parts.botAccount);
      after = entries.at(-1)?.seq ?? after;
      // A page that hides all it holds is not the end of the log.
      if (set.activities.length > 0 || entries.length < pageSize) return { ...set, watermark: String(after) };
    }
  }

  /**
   * Takes one activity from the visitor and waits for the bot's turn, though never so long that the client gives
   * up (20 s in botframework-directlinejs): what was accepted is answered over the stream in any case. Only an
   * `invoke` is answered here and nowhere else, so without an answer it fails.
   */
  async postActivity(request: ConversationRequest & { body: unknown }): Promise<SentAnswer> {
    const opened = await this.#access.open(request);
    const sent = { ...opened, sent: parseActivity(request.body) };
    if (sent.sent.type === 'typing') return this.#passOn(sent);
    const read = lastReadOf(sent.sent);
    if (read !== undefined) return this.#noteRead(sent, read);
    const { entry, end } = await this.#take(sent);
    const id = entry.activityId;
    return sent.sent.type === 'invoke'
      ? { id, invokeResponse: await this.#invokeResponse(entry, end) }
      : { id };
  }

  /**
   * Takes files from the visitor, with or without an activity of their own, as one message. Nothing is kept when
   * any of it is refused.
   */
  async upload(
    request: ConversationRequest & { userId?: string; baseUrl: string; body: UploadBody },
  ): Promise<SentAnswer> {
    const { files } = this.#parts;
    const opened = await this.#access.open(request);
    const conversationId = opened.conversation.id;
    const { activity, attachments } = await readUpload({ ...request, files, conversationId });
    try {
      const sent = parseActivity(messageWith(attachments, { activity, userId: request.userId }));
      if (sent.type !== 'message') throw new DirectLineError('BadArgument', 'Files come with a message.');
      const { entry, duplicate } = await this.#take({ ...opened, sent });
      if (duplicate) await files.discard(attachments);
      return { id: entry.activityId };
    } catch (error) {
      // What is in the log is kept, even when the bot could not answer it.
      if (!(error instanceof DirectLineError && error.code === 'BotError')) await files.discard(attachments);
      throw error;
    }
  }

  /** A session is what a client with enhanced authentication asks for; here it is a fresh id without meaning. */
  getSessionId(): { sessionId: string } {
    return { sessionId: this.#parts.newId() };
  }

  /** Checks a stream URL. @returns from which log position on which session's stream is to be sent. */
  async authorizeStream(request: {
    conversationId: string;
    token?: string;
    origin?: string;
    watermark?: string;
  }): Promise<{ conversationId: string; session: string; after: number }> {
    const claims = await this.#access.authorizeStream(request);
    const conversation = await this.#access.find(claims.conversationId);
    const lastSeq = await this.#parts.store.lastSeq(conversation.id);
    const after = parseWatermark(request.watermark, lastSeq) ?? claims.after ?? 0;
    return { conversationId: conversation.id, session: claims.sid ?? '', after };
  }

  async #startedBefore(
    conversationId: string,
    { user, eTag }: { user: User | undefined; eTag: string | undefined },
  ): Promise<ConversationRecord> {
    const conversation = await this.#access.find(conversationId);
    const isOther = user !== undefined && user.id !== conversation.userId;
    if (isOther || (eTag && eTag !== eTagOf(conversation))) throw new DirectLineError('ConversationExists');
    return conversation;
  }

  #readPage(conversationId: string, after: number): Promise<LogEntry[]> {
    return this.#parts.store.readLog({ conversationId, after, limit: pageSize });
  }

  /** Tells the bot once who is there, so that it can speak first. */
  #welcome(conversation: ConversationRecord, user: User): ReturnType<TurnRunner['receive']> {
    const { turns, botAccount } = this.#parts;
    const activity: Activity = {
      type: 'conversationUpdate',
      channelId: channel,
      conversation: { id: conversation.id },
      from: { ...user, role: 'user' },
      recipient: botAccount,
      membersAdded: [botAccount, user],
      locale: conversation.locale,
    };
    return turns.receive({ conversation, activity, clientKey: 'conversation-start' });
  }

  async #take(sent: Sent): Promise<{ entry: LogEntry; duplicate: boolean; end: TurnEnd | 'running' }> {
    const { conversation } = sent;
    const activity = this.#attributed(sent);
    const { entry, duplicate, done } = await this.#parts.turns.receive({
      conversation,
      activity,
      clientKey: clientKey(sent.sent, activity.from?.id ?? ''),
    });
    const end = await waitForTurn(done, {
      timeoutMs: this.#parts.turnTimeoutMs ?? 15_000,
      typingAfterMs: this.#parts.typingAfterMs ?? 1500,
      onTyping: () => this.#sayTyping(entry),
    });
    if (end === 'owed') throw new DirectLineError('BotError', 'The activity is kept, and answered later.');
    return { entry, duplicate, end };
  }

  async #invokeResponse(entry: LogEntry, end: TurnEnd | 'running'): Promise<InvokeResponse> {
    const after = end === 'running' ? [] : await this.#readPage(entry.conversationId, entry.seq);
    const response = invokeResponseAmong(after, entry.activityId);
    if (!response) throw new DirectLineError('BotError');
    if (response.status >= 400) {
      throw new DirectLineError('BotRejectedActivity', `The bot answered with status ${response.status}.`);
    }
    return response;
  }

  /** To whoever looks at the conversation now; typing is not stored. */
  #passOn(sent: Sent): SentAnswer {
    const passing = { ...this.#attributed(sent), id: this.#parts.newId(), timestamp: this.#now() };
    this.#parts.bus.publish({ conversationId: sent.conversation.id, passing });
    return { id: passing.id };
  }

  /** Noted beside the log: nobody said anything. */
  async #noteRead({ conversation }: Sent, activityId: string): Promise<SentAnswer> {
    await this.#parts.readState?.visitorHasRead(conversation, activityId);
    return { id: this.#parts.newId() };
  }

  #sayTyping({ conversationId, activityId }: LogEntry): void {
    const id = this.#parts.newId();
    const passing = { type: 'typing', id, timestamp: this.#now(), replyToId: activityId };
    this.#parts.bus.publish({ conversationId, passing });
  }

  #attributed({ sent, conversation, claims }: Sent): Activity {
    const user = claims?.user ?? outsideUser(knownUser(sent.from)) ?? { id: conversation.userId };
    const name = sent.from?.name ?? user.name;
    return {
      ...sent,
      channelId: channel,
      conversation: { id: conversation.id },
      from: { ...sent.from, ...(name === undefined ? {} : { name }), id: user.id, role: 'user' },
      recipient: this.#parts.botAccount,
    };
  }

  async #conversationAnswer(
    conversation: ConversationRecord,
    claims: TokenClaims,
    streamBase: string,
  ): Promise<ConversationAnswer> {
    const { conversationId, after, origins, sid = this.#parts.newId() } = claims;
    const t = await this.#parts.tokens.sign('stream', { conversationId, after, origins, sid });
    const streamUrl = `${streamBase}/v3/directline/conversations/${encodeURIComponent(conversationId)}/stream?t=${t}`;
    const token = await this.#access.tokenFor({ ...claims, sid });
    return { ...token, streamUrl, eTag: eTagOf(conversation) };
  }

  #now(): string {
    return this.#parts.clock().toISOString();
  }
}

function knownUser(user: { id?: string; name?: string } | undefined): User | undefined {
  return user?.id === undefined ? undefined : { id: user.id, name: user.name };
}

function outsideUser(user: User | undefined): User | undefined {
  if (!user?.id.startsWith(tokenUserPrefix)) return user;
  throw new DirectLineError(
    'BadArgument',
    `A user id that begins with ${tokenUserPrefix} counts only inside a token.`,
  );
}

/** The same key means the same message: a client that saw no answer sends it again. */
function clientKey(sent: ClientActivity, userId: string): string | undefined {
  const own = sent.channelData?.clientActivityID ?? sent.id;
  return own === undefined ? undefined : `${userId}|${own}`;
}

function eTagOf({ id, userId, startedAt }: ConversationRecord): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([id, userId, startedAt]))
    .digest('base64url');
  return `"${digest.slice(0, 22)}"`;
}

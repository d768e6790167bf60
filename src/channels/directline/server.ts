import { createHash, timingSafeEqual } from 'node:crypto';
import type { Activity, ChannelAccount } from '../../conversation/activity.ts';
import type { ConversationRecord, LogEntry, Store } from '../../conversation/store.ts';
import type { TurnRunner } from '../../conversation/turn.ts';
import { DirectLineError } from './errors.ts';
import { type ClientActivity, parseActivity, parseResume, parseStart } from './inbound.ts';
import { type DirectLineTokens, type TokenClaims, tokenSeconds } from './tokens.ts';
import { type ActivitySet, activitySet, parseWatermark } from './wire.ts';

const channel = 'directline';
const pageSize = 100;
/** User ids that begin with this cannot be guessed, so they are believed only inside a token. */
const tokenUserPrefix = 'dl_';

export interface DirectLineParts {
  store: Store;
  turns: TurnRunner;
  tokens: DirectLineTokens;
  /** Opens tokens/generate, and every conversation. */
  secret: string;
  clock: () => Date;
  /** Must not be guessable: conversation and user ids are made of it. */
  newId: () => string;
  /** How the bot is called in activities. */
  botAccount: ChannelAccount;
  /** How long a POST waits for the bot's turn before it is answered all the same. */
  turnTimeoutMs?: number;
}

/** Answer to tokens/generate and tokens/refresh. */
export interface TokenAnswer {
  conversationId: string;
  token: string;
  /** Seconds. */
  expires_in: number;
}

export interface ConversationAnswer extends TokenAnswer {
  streamUrl: string;
}

/** What the chat page keeps: with `resumeToken` it comes back to its conversation when the token has expired. */
export interface ChatAnswer extends TokenAnswer {
  userId: string;
  resumeToken: string;
}

/** The Authorization header as it came, and where the client reaches this server's sockets (`ws://host:port`). */
interface Request {
  authorization?: string;
}
interface StreamRequest extends Request {
  streamBase: string;
}

type User = NonNullable<TokenClaims['user']>;

/**
 * The operations of Direct Line API 3.0, free of any HTTP framework. Every one may throw DirectLineError.
 * Source: directline-3.0.swagger.json; what it leaves open follows botframework-directlinejs.
 */
export class DirectLineServer {
  readonly #parts: DirectLineParts;
  readonly #turnTimeoutMs: number;
  readonly #secretDigest: Buffer;

  constructor(parts: DirectLineParts) {
    this.#parts = parts;
    this.#secretDigest = digest(parts.secret);
    this.#turnTimeoutMs = parts.turnTimeoutMs ?? 15_000;
  }

  /** A token for a new conversation, which begins only when it is started. Takes the secret only. */
  async generateToken({ authorization, body }: Request & { body: unknown }): Promise<TokenAnswer> {
    if (await this.#authorize(authorization))
      throw new DirectLineError('Forbidden', 'This takes the secret.');
    const { user } = parseStart(body);
    return this.#tokenAnswer({ conversationId: this.#parts.newId(), user: knownUser(user) });
  }

  /** A fresh token for an unexpired one. */
  async refreshToken({ authorization }: Request): Promise<TokenAnswer> {
    const claims = await this.#authorize(authorization);
    if (!claims) throw new DirectLineError('Forbidden', 'Only a token can be refreshed.');
    return this.#tokenAnswer(claims);
  }

  /**
   * Starts the token's conversation, or a new one for the secret.
   * @returns `created` is false when the token has started it before.
   */
  async startConversation({
    authorization,
    body,
    streamBase,
  }: StreamRequest & { body: unknown }): Promise<{ created: boolean; answer: ConversationAnswer }> {
    const claims = await this.#authorize(authorization);
    const { user: named, locale } = parseStart(body);
    const user = claims?.user ?? outsideUser(knownUser(named));
    const conversation: ConversationRecord = {
      id: claims?.conversationId ?? this.#parts.newId(),
      channel,
      userId: user?.id ?? `anonymous-${this.#parts.newId()}`,
      userName: user?.name,
      locale,
      startedAt: this.#parts.clock().toISOString(),
    };
    const created = await this.#parts.store.createConversation(conversation);
    if (user) await this.#welcome(conversation, user);
    const answer = await this.#conversationAnswer(
      { conversationId: conversation.id, user, after: 0 },
      streamBase,
    );
    return { created, answer };
  }

  /** A new stream URL: it replays from the watermark, and without one it begins with what comes next. */
  async reconnect(
    request: StreamRequest & { conversationId: string; watermark?: string },
  ): Promise<ConversationAnswer> {
    const { claims, conversation } = await this.#open(request);
    const lastSeq = await this.#parts.store.lastSeq(conversation.id);
    const after = parseWatermark(request.watermark, lastSeq) ?? lastSeq;
    return this.#conversationAnswer(
      { conversationId: conversation.id, user: claims?.user, after },
      request.streamBase,
    );
  }

  /** One page of the log, from the beginning when there is no watermark. An empty page is the end. */
  async getActivities(
    request: Request & { conversationId: string; watermark?: string },
  ): Promise<ActivitySet & { watermark: string }> {
    const { conversation } = await this.#open(request);
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
   * up (20 s in botframework-directlinejs): what was accepted is answered over the stream in any case.
   */
  async postActivity(request: Request & { conversationId: string; body: unknown }): Promise<{ id: string }> {
    const { claims, conversation } = await this.#open(request);
    const sent = parseActivity(request.body);
    const activity = this.#attributed({ sent, conversation, claims });
    if (activity.type === 'typing') return { id: this.#parts.newId() };
    const { entry, done } = await this.#parts.turns.receive({
      conversation,
      activity,
      clientKey: clientKey(sent, activity.from?.id ?? ''),
    });
    await settledWithin(done, this.#turnTimeoutMs);
    return { id: entry.activityId };
  }

  /** A session is what a client with enhanced authentication asks for; here it is a fresh id without meaning. */
  getSessionId(): { sessionId: string } {
    return { sessionId: this.#parts.newId() };
  }

  /** A new conversation for the chat page, whose visitor nobody can guess. Needs no authorization. */
  issueChatToken(): Promise<ChatAnswer> {
    const user = { id: `${tokenUserPrefix}${this.#parts.newId()}` };
    return this.#chatAnswer({ conversationId: this.#parts.newId(), user });
  }

  /** A fresh token for the browser that owns the conversation, however old that is. */
  async resumeChat({ body }: { body: unknown }): Promise<ChatAnswer> {
    const { conversationId, user } = await this.#parts.tokens.verify('resume', parseResume(body).resumeToken);
    if (!user) throw new DirectLineError('Forbidden');
    return this.#chatAnswer({ conversationId, user });
  }

  /** Checks a stream URL. @returns from which log position on the stream is to be sent. */
  async authorizeStream(request: {
    conversationId: string;
    token?: string;
    watermark?: string;
  }): Promise<{ conversationId: string; after: number }> {
    if (!request.token) throw new DirectLineError('MissingAuthorization', 'The stream URL has no token.');
    const claims = await this.#parts.tokens.verify('stream', request.token);
    if (claims.conversationId !== request.conversationId) throw new DirectLineError('Forbidden');
    const conversation = await this.#find(claims.conversationId);
    const lastSeq = await this.#parts.store.lastSeq(conversation.id);
    const after = parseWatermark(request.watermark, lastSeq) ?? claims.after ?? 0;
    return { conversationId: conversation.id, after };
  }

  /** @returns the token's claims, or undefined for the secret, which may do everything. */
  async #authorize(authorization: string | undefined): Promise<TokenClaims | undefined> {
    const [, credential] = /^Bearer +(.+?) *$/i.exec(authorization ?? '') ?? [];
    if (!credential) throw new DirectLineError('MissingAuthorization');
    // Takes a time that does not tell how much of the credential is right.
    if (timingSafeEqual(digest(credential), this.#secretDigest)) return undefined;
    return this.#parts.tokens.verify('directline', credential);
  }

  async #open(request: Request & { conversationId: string }) {
    const claims = await this.#authorize(request.authorization);
    if (claims && claims.conversationId !== request.conversationId) throw new DirectLineError('Forbidden');
    return { claims, conversation: await this.#find(request.conversationId) };
  }

  async #find(conversationId: string): Promise<ConversationRecord> {
    const conversation = await this.#parts.store.findConversation(conversationId);
    if (conversation?.channel !== channel) throw new DirectLineError('ConversationNotFound');
    return conversation;
  }

  #readPage(conversationId: string, after: number): Promise<LogEntry[]> {
    return this.#parts.store.readLog({ conversationId, after, limit: pageSize });
  }

  /** Tells the bot who is there, once per conversation, so that it can speak first. */
  async #welcome(conversation: ConversationRecord, user: User): Promise<void> {
    const { botAccount, turns } = this.#parts;
    const activity: Activity = {
      type: 'conversationUpdate',
      channelId: channel,
      conversation: { id: conversation.id },
      from: { ...user, role: 'user' },
      recipient: botAccount,
      membersAdded: [botAccount, user],
      locale: conversation.locale,
    };
    await turns.receive({ conversation, activity, clientKey: 'conversation-start' });
  }

  #attributed({
    sent,
    conversation,
    claims,
  }: {
    sent: ClientActivity;
    conversation: ConversationRecord;
    claims: TokenClaims | undefined;
  }): Activity {
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

  async #tokenAnswer({ conversationId, user }: TokenClaims): Promise<TokenAnswer> {
    const token = await this.#parts.tokens.sign('directline', { conversationId, user });
    return { conversationId, token, expires_in: tokenSeconds };
  }

  async #conversationAnswer(claims: TokenClaims, streamBase: string): Promise<ConversationAnswer> {
    const { conversationId, after } = claims;
    const t = await this.#parts.tokens.sign('stream', { conversationId, after });
    const streamUrl = `${streamBase}/v3/directline/conversations/${encodeURIComponent(conversationId)}/stream?t=${t}`;
    return { ...(await this.#tokenAnswer(claims)), streamUrl };
  }

  async #chatAnswer({ conversationId, user }: { conversationId: string; user: User }): Promise<ChatAnswer> {
    const resumeToken = await this.#parts.tokens.sign('resume', { conversationId, user });
    return { ...(await this.#tokenAnswer({ conversationId, user })), userId: user.id, resumeToken };
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

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

async function settledWithin(work: Promise<void>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([work, timeout]);
  clearTimeout(timer);
}

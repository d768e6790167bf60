import { createHash, timingSafeEqual } from 'node:crypto';
import type { ConversationRecord, Store } from '../../conversation/store.ts';
import { DirectLineError } from './errors.ts';
import { type DirectLineTokens, type TokenClaims, tokenSeconds } from './tokens.ts';

/** The name of this channel, as the Bot Framework spells it. */
export const channel = 'directline';
/** User ids that begin with this cannot be guessed, so they are believed only inside a token. */
export const tokenUserPrefix = 'dl_';

/** What every request carries that asks for something. */
export interface Request {
  /** The Authorization header as it came. */
  authorization?: string;
  /** The Origin header: which site's page asks. Programs that are no browser send none. */
  origin?: string;
}

export interface ConversationRequest extends Request {
  conversationId: string;
}

export type User = NonNullable<TokenClaims['user']>;

/** Answer to tokens/generate and tokens/refresh. */
export interface TokenAnswer {
  conversationId: string;
  token: string;
  /** Seconds. */
  expires_in: number;
}

export interface AccessParts {
  store: Store;
  tokens: DirectLineTokens;
  /** Opens tokens/generate, and every conversation. */
  secret: string;
  /** Must not be guessable: conversation and user ids are made of it. */
  newId: () => string;
}

/** Decides who may do what with a conversation. Every method may throw DirectLineError. */
export class Access {
  readonly #parts: AccessParts;
  readonly #secretDigest: Buffer;

  constructor(parts: AccessParts) {
    this.#parts = parts;
    this.#secretDigest = digest(parts.secret);
  }

  /** @returns the token's claims, or undefined for the secret, which may do everything. */
  async authorize({ authorization, origin }: Request): Promise<TokenClaims | undefined> {
    const [, credential] = /^Bearer +(.+?) *$/i.exec(authorization ?? '') ?? [];
    if (!credential) throw new DirectLineError('MissingAuthorization');
    // Takes a time that does not tell how much of the credential is right.
    if (timingSafeEqual(digest(credential), this.#secretDigest)) return undefined;
    return trusted(await this.#parts.tokens.verify('directline', credential), origin);
  }

  /** The conversation, for whoever may read and write it. */
  async open(
    request: ConversationRequest,
  ): Promise<{ claims: TokenClaims | undefined; conversation: ConversationRecord }> {
    const claims = await this.authorize(request);
    if (claims && claims.conversationId !== request.conversationId) throw new DirectLineError('Forbidden');
    return { claims, conversation: await this.find(request.conversationId) };
  }

  /** What a stream URL says, when it is one of this conversation. */
  async authorizeStream(request: {
    conversationId: string;
    token?: string;
    origin?: string;
  }): Promise<TokenClaims> {
    if (!request.token) throw new DirectLineError('MissingAuthorization', 'The stream URL has no token.');
    const claims = trusted(await this.#parts.tokens.verify('stream', request.token), request.origin);
    if (claims.conversationId !== request.conversationId) throw new DirectLineError('Forbidden');
    return claims;
  }

  async find(conversationId: string): Promise<ConversationRecord> {
    const conversation = await this.#parts.store.findConversation(conversationId);
    if (conversation?.channel !== channel) throw new DirectLineError('ConversationNotFound');
    return conversation;
  }

  /** A new token; without a session of its own it begins one. */
  async tokenFor(claims: TokenClaims): Promise<TokenAnswer> {
    const { conversationId, user, origins, sid = this.#parts.newId() } = claims;
    const token = await this.#parts.tokens.sign('directline', { conversationId, user, origins, sid });
    return { conversationId, token, expires_in: tokenSeconds };
  }
}

/** A page of a site that the token was not made for may not use it, however it came by it. */
function trusted(claims: TokenClaims, origin: string | undefined): TokenClaims {
  if (claims.origins && origin !== undefined && !claims.origins.includes(origin)) {
    throw new DirectLineError('OriginNotAllowed', 'The token was not made for pages of this origin.');
  }
  return claims;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

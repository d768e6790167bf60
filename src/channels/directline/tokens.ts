import { SignJWT, errors, jwtVerify } from 'jose';
import { z } from 'zod';
import type { AccessStore } from '../../conversation/access-store.ts';
import type { Store } from '../../conversation/store.ts';
import { DirectLineError } from './errors.ts';

/** Seconds a token is good for. Source: Direct Line API 3.0, "expires_in". */
export const tokenSeconds = 1800;
/** Seconds a stream URL may be opened in. Source: Direct Line API 3.0, "Receive activities via WebSocket". */
const streamSeconds = 60;
/** Seconds the browser that owns a conversation may come back to it in. */
const resumeSeconds = 30 * 24 * 60 * 60;

const secretName = 'directline.token-key';
const algorithm = 'HS256';

/** What a token is for; one is never taken for another. */
export type TokenPurpose = 'directline' | 'stream' | 'resume';

const claimsSchema = z.object({
  conversationId: z.string().min(1),
  user: z.object({ id: z.string().min(1), name: z.string().optional() }).optional(),
  after: z.number().int().min(0).optional(),
  sid: z.string().optional(),
  origins: z.array(z.string()).optional(),
});

/**
 * What a token says: which conversation, and where known whose; a stream token also says where to start. `sid` is the
 * session of one page or program, which has at most one stream; `origins` are the only ones it is taken from.
 */
export type TokenClaims = z.infer<typeof claimsSchema>;

/**
 * What stands in the token itself. `user` is the id alone: Web Chat reads it from there, as from the tokens of Azure,
 * and takes it for its visitor.
 */
const payloadSchema = claimsSchema.extend({
  user: z.string().min(1).optional(),
  userName: z.string().optional(),
  purpose: z.enum(['directline', 'stream', 'resume']),
  exp: z.number(),
  iat: z.number(),
});

const lifetimes: Record<TokenPurpose, number> = {
  directline: tokenSeconds,
  stream: streamSeconds,
  resume: resumeSeconds,
};

interface KnownToken {
  purpose: TokenPurpose;
  claims: TokenClaims;
  /** Seconds since 1970. */
  expires: number;
  /** Milliseconds since 1970. */
  issuedAt: number;
}

/** How many tokens are remembered: about 500 bytes each. */
const mostKnown = 5000;

/** Signs and reads the tokens of the Direct Line server. */
export class DirectLineTokens {
  readonly #key: Uint8Array;
  readonly #clock: () => Date;
  /** Tokens whose signature was right: a client sends the same one with every message. Oldest first. */
  readonly #known = new Map<string, KnownToken>();
  readonly #access: AccessStore | undefined;
  /** By conversation, until when tokens that were made count no more: milliseconds since 1970. */
  readonly #revoked = new Map<string, number>();

  /**
   * @param parts.key at least 32 characters that nobody else knows.
   * @param parts.access keeps revocations; without it they last as long as the process.
   */
  constructor(parts: { key: string; clock: () => Date; access?: AccessStore }) {
    this.#key = new TextEncoder().encode(parts.key);
    this.#clock = parts.clock;
    this.#access = parts.access;
  }

  /** With the key kept in the store, made by `newSecret` at the first start, and what was revoked before. */
  static async fromStore(parts: {
    store: Store;
    access: AccessStore;
    clock: () => Date;
    newSecret: () => string;
  }): Promise<DirectLineTokens> {
    const { access, clock } = parts;
    const key = await parts.store.keptSecret(secretName, parts.newSecret);
    const tokens = new DirectLineTokens({ key, clock, access });
    for (const { conversationId, at } of await access.revocations()) {
      tokens.#revoked.set(conversationId, Date.parse(at));
    }
    return tokens;
  }

  /** Ends every token of the conversation that was made up to now, whatever it is for. Those made later count. */
  async revoke(conversationId: string): Promise<void> {
    const at = this.#clock();
    const expiresAt = new Date(at.getTime() + resumeSeconds * 1000).toISOString();
    await this.#access?.revoke({ conversationId, at: at.toISOString(), expiresAt });
    this.#revoked.set(conversationId, at.getTime());
  }

  /** Whether what was made at this time to lead to the conversation counts no more. */
  isRevoked(conversationId: string, madeAt: Date | number): boolean {
    return Number(madeAt) <= (this.#revoked.get(conversationId) ?? -Infinity);
  }

  sign(purpose: TokenPurpose, { user, ...claims }: TokenClaims): Promise<string> {
    const now = this.#seconds();
    return (
      new SignJWT({ ...claims, user: user?.id, userName: user?.name, purpose })
        .setProtectedHeader({ alg: algorithm })
        // To the millisecond, so that a token made right after a revocation is told from one made right before.
        .setIssuedAt(this.#clock().getTime() / 1000)
        .setExpirationTime(now + lifetimes[purpose])
        .sign(this.#key)
    );
  }

  /** @throws DirectLineError `TokenExpired`, `TokenRevoked`, or `Forbidden` for whatever else is wrong with it. */
  async verify(purpose: TokenPurpose, token: string): Promise<TokenClaims> {
    const known = this.#known.get(token) ?? (await this.#read(token));
    if (known.expires <= this.#seconds()) {
      this.#known.delete(token);
      throw new DirectLineError('TokenExpired');
    }
    if (known.purpose !== purpose) throw new DirectLineError('Forbidden');
    if (this.isRevoked(known.claims.conversationId, known.issuedAt))
      throw new DirectLineError('TokenRevoked');
    return known.claims;
  }

  async #read(token: string): Promise<KnownToken> {
    try {
      const { payload } = await jwtVerify(token, this.#key, {
        algorithms: [algorithm],
        currentDate: this.#clock(),
      });
      const { purpose, exp, iat, user: id, userName: name, ...rest } = payloadSchema.parse(payload);
      const claims = id === undefined ? rest : { ...rest, user: { id, name } };
      const known = { purpose, expires: exp, issuedAt: Math.round(iat * 1000), claims };
      this.#remember(token, known);
      return known;
    } catch (error) {
      throw new DirectLineError(error instanceof errors.JWTExpired ? 'TokenExpired' : 'Forbidden');
    }
  }

  #remember(token: string, known: KnownToken): void {
    this.#known.set(token, known);
    const [oldest] = this.#known.keys();
    if (this.#known.size > mostKnown && oldest !== undefined) this.#known.delete(oldest);
  }

  #seconds(): number {
    return Math.floor(this.#clock().getTime() / 1000);
  }
}

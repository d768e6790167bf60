import { SignJWT, errors, jwtVerify } from 'jose';
import { z } from 'zod';
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
});

/** What a token says: which conversation, and where known whose; a stream token also says where to start. */
export type TokenClaims = z.infer<typeof claimsSchema>;

const payloadSchema = claimsSchema.extend({
  purpose: z.enum(['directline', 'stream', 'resume']),
  exp: z.number(),
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
}

/** How many tokens are remembered: about 500 bytes each. */
const mostKnown = 5000;

/** Signs and reads the tokens of the Direct Line server. */
export class DirectLineTokens {
  readonly #key: Uint8Array;
  readonly #clock: () => Date;
  /** Tokens whose signature was right: a client sends the same one with every message. Oldest first. */
  readonly #known = new Map<string, KnownToken>();

  /** @param parts.key at least 32 characters that nobody else knows. */
  constructor(parts: { key: string; clock: () => Date }) {
    this.#key = new TextEncoder().encode(parts.key);
    this.#clock = parts.clock;
  }

  /** With the key kept in the store; made by `newSecret` at the first start. */
  static async fromStore(parts: {
    store: Store;
    clock: () => Date;
    newSecret: () => string;
  }): Promise<DirectLineTokens> {
    const key = await parts.store.keptSecret(secretName, parts.newSecret);
    return new DirectLineTokens({ key, clock: parts.clock });
  }

  sign(purpose: TokenPurpose, claims: TokenClaims): Promise<string> {
    const now = this.#seconds();
    return new SignJWT({ ...claims, purpose })
      .setProtectedHeader({ alg: algorithm })
      .setIssuedAt(now)
      .setExpirationTime(now + lifetimes[purpose])
      .sign(this.#key);
  }

  /** @throws DirectLineError `TokenExpired`, or `Forbidden` for whatever else is wrong with it. */
  async verify(purpose: TokenPurpose, token: string): Promise<TokenClaims> {
    const known = this.#known.get(token) ?? (await this.#read(token));
    if (known.expires <= this.#seconds()) {
      this.#known.delete(token);
      throw new DirectLineError('TokenExpired');
    }
    if (known.purpose !== purpose) throw new DirectLineError('Forbidden');
    return known.claims;
  }

  async #read(token: string): Promise<KnownToken> {
    try {
      const { payload } = await jwtVerify(token, this.#key, {
        algorithms: [algorithm],
        currentDate: this.#clock(),
      });
      const { purpose, exp, ...claims } = payloadSchema.parse(payload);
      const known = { purpose, expires: exp, claims };
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

import { SignJWT, errors, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Store } from '../../conversation/store.ts';
import { DirectLineError } from './errors.ts';

/** Seconds a token is good for. Source: Direct Line API 3.0, "expires_in". */
export const tokenSeconds = 1800;
/** Seconds a stream URL may be opened in. Source: Direct Line API 3.0, "Receive activities via WebSocket". */
export const streamSeconds = 60;
/** Seconds the browser that owns a conversation may come back to it in. */
export const resumeSeconds = 30 * 24 * 60 * 60;

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

const lifetimes: Record<TokenPurpose, number> = {
  directline: tokenSeconds,
  stream: streamSeconds,
  resume: resumeSeconds,
};

/** Signs and reads the tokens of the Direct Line server. */
export class DirectLineTokens {
  readonly #key: Uint8Array;
  readonly #clock: () => Date;

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
    const now = Math.floor(this.#clock().getTime() / 1000);
    return new SignJWT({ ...claims, purpose })
      .setProtectedHeader({ alg: algorithm })
      .setIssuedAt(now)
      .setExpirationTime(now + lifetimes[purpose])
      .sign(this.#key);
  }

  /** @throws DirectLineError `TokenExpired`, or `Forbidden` for whatever else is wrong with it. */
  async verify(purpose: TokenPurpose, token: string): Promise<TokenClaims> {
    try {
      const { payload } = await jwtVerify(token, this.#key, {
        algorithms: [algorithm],
        currentDate: this.#clock(),
        requiredClaims: ['exp'],
      });
      if (payload.purpose === purpose) return claimsSchema.parse(payload);
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw new DirectLineError('TokenExpired');
    }
    throw new DirectLineError('Forbidden');
  }
}

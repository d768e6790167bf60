import { SignJWT, errors, jwtVerify } from 'jose';
import { z } from 'zod';
import type { AgentStore } from '../../conversation/agent-store.ts';
import type { Store } from '../../conversation/store.ts';
import type { DeskAgent } from '../../escalation/desk.ts';
import { cookieHeader, cookieIn } from './cookies.ts';
import { DeskError } from './errors.ts';

/** Seconds an agent stays signed in: a working day. */
const sessionSeconds = 12 * 60 * 60;

const cookieName = 'desk-session';
const cookiePath = '/api/desk';
const secretName = 'desk.session-key';
const algorithm = 'HS256';
const audience = 'desk-session';

const claimsSchema = z.object({
  sub: z.string().min(1),
  name: z.string().min(1),
  queues: z.array(z.string()),
  jti: z.string().min(1),
  exp: z.number(),
});

/** A signed-in agent, and until when. */
export interface DeskSession {
  id: string;
  agent: DeskAgent;
  expiresAt: Date;
}

export interface DeskSessionsParts {
  key: string;
  agents: AgentStore;
  clock: () => Date;
  newId: () => string;
}

/** The sessions of agents: signed cookies, good until they expire or are signed out. */
export class DeskSessions {
  readonly #parts: DeskSessionsParts;
  readonly #key: Uint8Array;

  constructor(parts: DeskSessionsParts) {
    this.#parts = parts;
    this.#key = new TextEncoder().encode(parts.key);
  }

  /** With the key kept in the store, made by `newSecret` at the first start. */
  static async fromStore(
    parts: Omit<DeskSessionsParts, 'key'> & { store: Store; newSecret: () => string },
  ): Promise<DeskSessions> {
    return new DeskSessions({ ...parts, key: await parts.store.keptSecret(secretName, parts.newSecret) });
  }

  /** Signs an agent in. @returns the Set-Cookie header that says so. */
  async begin(agent: DeskAgent, { secure }: { secure: boolean }): Promise<string> {
    const now = Math.floor(this.#parts.clock().getTime() / 1000);
    const value = await new SignJWT({ name: agent.name, queues: agent.queues })
      .setProtectedHeader({ alg: algorithm })
      .setSubject(agent.id)
      .setAudience(audience)
      .setJti(this.#parts.newId())
      .setIssuedAt(now)
      .setExpirationTime(now + sessionSeconds)
      .sign(this.#key);
    return sessionCookie(value, { maxAge: sessionSeconds, secure });
  }

  /**
   * Who is signed in.
   * @param cookie the Cookie header.
   * @throws DeskError `SignedOut` or `SignInExpired`.
   */
  async read(cookie: string | undefined): Promise<DeskSession> {
    const value = cookieIn(cookie, cookieName);
    if (!value) throw new DeskError('SignedOut');
    const session = await this.#verify(value);
    if (await this.#parts.agents.hasEnded(session.id)) throw new DeskError('SignedOut');
    return session;
  }

  /** Signs out. @returns the Set-Cookie header that takes the cookie away. */
  async end(session: DeskSession, { secure }: { secure: boolean }): Promise<string> {
    await this.#parts.agents.endSession({ id: session.id, expiresAt: session.expiresAt.toISOString() });
    return sessionCookie('', { maxAge: 0, secure });
  }

  async #verify(value: string): Promise<DeskSession> {
    try {
      const options = { algorithms: [algorithm], audience, currentDate: this.#parts.clock() };
      const { payload } = await jwtVerify(value, this.#key, options);
      const { sub, name, queues, jti, exp } = claimsSchema.parse(payload);
      return { id: jti, agent: { id: sub, name, queues }, expiresAt: new Date(exp * 1000) };
    } catch (error) {
      throw new DeskError(error instanceof errors.JWTExpired ? 'SignInExpired' : 'SignedOut');
    }
  }
}

function sessionCookie(value: string, { maxAge, secure }: { maxAge: number; secure: boolean }): string {
  return cookieHeader({ name: cookieName, value }, { maxAge, secure, path: cookiePath, sameSite: 'Strict' });
}

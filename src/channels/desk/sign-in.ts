import type { AgentStore } from '../../conversation/agent-store.ts';
import type { AgentAccount } from '../../conversation/escalation.ts';
import { type DeskRequest, authorize, isSecure, requireOwnOrigin } from './access.ts';
import { DeskError } from './errors.ts';
import type { OpenIdSignIn } from './openid.ts';
import { codeSchema, nothingSchema, parseInput } from './schemas.ts';
import type { DeskSessions } from './sessions.ts';
import { redeemSignInCode } from './sign-in-codes.ts';

/** Who is signed in, as the page is told. */
export interface SessionAnswer {
  agent: AgentAccount;
  queues: readonly string[];
  /** ISO 8601, UTC. */
  expiresAt: string;
}

export interface SignInParts {
  sessions: DeskSessions;
  agents: AgentStore;
  /** Undefined when it is not set up. */
  openId: OpenIdSignIn | undefined;
  /** Every queue there is: what a sign-in link opens. */
  queues: readonly string[];
  /** A session was ended by its agent. */
  onSignOut: (sessionId: string) => void;
}

/** How agents come to the desk and leave it. Every method may throw DeskError. */
export class SignIn {
  readonly #parts: SignInParts;

  constructor(parts: SignInParts) {
    this.#parts = parts;
  }

  /** Which ways in there are. */
  ways(): { openId: boolean } {
    return { openId: this.#parts.openId !== undefined };
  }

  async session(request: DeskRequest): Promise<SessionAnswer> {
    const { agent, expiresAt } = await authorize(request, { ...this.#parts, changes: false });
    return {
      agent: { id: agent.id, name: agent.name },
      queues: agent.queues,
      expiresAt: expiresAt.toISOString(),
    };
  }

  /** Signs in who holds the code of a sign-in link. @returns the Set-Cookie header. */
  async withCode(request: DeskRequest & { body: unknown }): Promise<string> {
    requireOwnOrigin(request);
    const { code } = parseInput(codeSchema, request.body);
    const agent = await redeemSignInCode(code, this.#parts.agents);
    return this.#parts.sessions.begin(
      { ...agent, queues: this.#parts.queues },
      { secure: isSecure(request) },
    );
  }

  /** Sends the browser to the identity provider. */
  beginOpenId(request: DeskRequest): Promise<{ location: string; cookie: string }> {
    return this.#openId().begin(request);
  }

  /** Takes the browser back from the identity provider. @returns the Set-Cookie headers. */
  async finishOpenId(request: DeskRequest & { query: string }): Promise<string[]> {
    const openId = this.#openId();
    const agent = await openId.finish({ cookie: undefined, ...request });
    const session = await this.#parts.sessions.begin(agent, { secure: isSecure(request) });
    return [session, openId.forget(request.baseUrl)];
  }

  /** @returns the Set-Cookie header. */
  async signOut(request: DeskRequest & { body: unknown }): Promise<string> {
    parseInput(nothingSchema, request.body);
    const session = await authorize(request, { ...this.#parts, changes: true });
    const cookie = await this.#parts.sessions.end(session, { secure: isSecure(request) });
    this.#parts.onSignOut(session.id);
    return cookie;
  }

  #openId(): OpenIdSignIn {
    if (!this.#parts.openId) throw new DeskError('NoOpenId');
    return this.#parts.openId;
  }
}

import type { AgentAccount } from './escalation.ts';

/** Lets one agent in, once. */
export interface SignInCode {
  /** A digest of what the agent holds, so that reading the database opens nothing. */
  digest: string;
  agent: AgentAccount;
  /** ISO 8601, UTC. */
  createdAt: string;
  /** ISO 8601, UTC. */
  expiresAt: string;
}

/** What became of a code: used now, used before, too old, or never made. */
export type TakenCode =
  { outcome: 'taken'; agent: AgentAccount } | { outcome: 'used' | 'expired' | 'unknown' };

/** How agents come in and go. Every method may throw `storage.unavailable`. */
export interface AgentStore {
  saveSignInCode(code: SignInCode): Promise<void>;
  /** Of two that take one code at the same time, one gets it. */
  takeSignInCode(digest: string): Promise<TakenCode>;
  /** The session counts no more; remembered until it would have expired (ISO 8601, UTC). */
  endSession(session: { id: string; expiresAt: string }): Promise<void>;
  hasEnded(sessionId: string): Promise<boolean>;
  /** Forgets ended sessions that have expired, and codes a day after they have. */
  deleteExpired(): Promise<void>;
}

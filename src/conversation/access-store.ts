/** Ends what tokens of a conversation may do, however long they would have been good for. */
export interface Revocation {
  conversationId: string;
  /** ISO 8601, UTC. Tokens made up to then are refused. */
  at: string;
  /** ISO 8601, UTC. From then on no such token would be good anyway, so this may be forgotten. */
  expiresAt: string;
}

/** Leads one more browser to a conversation, once. */
export interface OneTimeLink {
  /** What identifies the link; a digest of what the visitor holds, so that reading the database opens nothing. */
  digest: string;
  conversationId: string;
  user: { id: string; name?: string };
  /** ISO 8601, UTC. */
  createdAt: string;
  /** ISO 8601, UTC. */
  expiresAt: string;
}

/** What became of a link: used now, used before, too old, or never made. */
export type TakenLink = { outcome: 'taken'; link: OneTimeLink } | { outcome: 'used' | 'expired' | 'unknown' };

/** Who may enter a conversation, beside what its tokens say themselves. Every method may throw `storage.unavailable`. */
export interface AccessStore {
  /** A later revocation of the same conversation takes the place of the earlier one. */
  revoke(revocation: Revocation): Promise<void>;
  /** Those that have not expired. */
  revocations(): Promise<Revocation[]>;
  saveLink(link: OneTimeLink): Promise<void>;
  /** Of two that take one link at the same time, one gets it. */
  takeLink(digest: string): Promise<TakenLink>;
  /** Forgets revocations that have expired, and links a day after they have. */
  deleteExpired(): Promise<void>;
}

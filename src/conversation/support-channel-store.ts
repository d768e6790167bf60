/** Where an escalation stands in the support team's channel. */
export interface SupportThread {
  escalationId: string;
  /** The channel's id of the thread, which replies come under. */
  threadId: string;
  /** The channel's id of the card that begins it. */
  cardId: string;
  /** What the card tells whatever the state is. */
  told: CaseTold;
}

/** What a card tells of a case, with personal data taken out. Holds markdown. */
export interface CaseTold {
  summary: string;
  facts: { name: string; value: string }[];
  checks: string[];
}

/** One message for the channel. `sending`: it may have arrived, when nothing came after. */
export interface SupportPost {
  key: string;
  escalationId: string;
  state: 'sending' | 'sent';
}

/**
 * What is known of the support team's channel. It goes with the escalation that it belongs to. Every method may throw
 * `storage.unavailable`.
 */
export interface SupportChannelStore {
  /** The newest thread of an escalation. */
  findThread(escalationId: string): Promise<SupportThread | undefined>;
  /** Every thread of it: a card whose fate was not known may stand there twice. */
  threadsOf(escalationId: string): Promise<SupportThread[]>;
  threadById(threadId: string): Promise<SupportThread | undefined>;
  /** Stores the thread and, with it, that its first message was sent. Of an escalation that is gone nothing is stored. */
  saveThread(thread: SupportThread, post?: SupportPost): Promise<void>;
  findPost(key: string): Promise<SupportPost | undefined>;
  savePost(post: SupportPost): Promise<void>;
  /** It has not arrived. */
  deletePost(key: string): Promise<void>;
}

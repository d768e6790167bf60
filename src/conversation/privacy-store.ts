import type { Case } from './case.ts';
import type { Escalation, EscalationChange } from './escalation.ts';
import type { StoredFile } from './file-store.ts';
import type { ConversationRecord } from './store.ts';
import type { UnmatchedSymptom } from './unmatched.ts';

/** What was erased. Holds nobody's words. */
export interface Erased {
  conversations: { id: string; lastSeq: number }[];
  /** Those of the conversations. Whoever asks for one of them later can be told what became of it. */
  escalations: { id: string; queue: string }[];
  /** Deleted rows by table. */
  rows: Record<string, number>;
  /** Targets that were told of the conversations: what they keep cannot be erased from here. */
  passedOnTo: string[];
}

/** What is kept of a conversation beside its log. */
export interface KeptOfConversation {
  conversation: ConversationRecord;
  cases: Case[];
  escalations: { escalation: Escalation; changes: EscalationChange[] }[];
  unmatched: UnmatchedSymptom[];
  files: StoredFile[];
}

/**
 * What retention deletes, by kind. `conversations`: log, state and links of a conversation that nobody has written in
 * since; then the conversation, when nothing else is left of it. `escalations`: with their history and outbox. `cases`: with
 * the texts that no section was found for.
 */
export const retainedKinds = ['conversations', 'escalations', 'cases', 'files'] as const;
export type RetainedKind = (typeof retainedKinds)[number];

/** What visitors have a right to, and what must not be kept for ever. Every method may throw `storage.unavailable`. */
export interface PrivacyStore {
  /** All conversations of a visitor, on one channel or on all, oldest first. */
  conversationsOf(visitor: { userId: string; channel?: string }): Promise<ConversationRecord[]>;
  /** Undefined when there is no such conversation. */
  everythingOf(conversationId: string): Promise<KeptOfConversation | undefined>;

  /**
   * Deletes everything of these conversations in one transaction. What solved cases taught stays, without the number of
   * the case. Of conversations that are not there nothing is said.
   */
  erase(conversationIds: readonly string[]): Promise<Erased>;
  /** Overwrites what deleting leaves in the engine's files, as far as other readers let it. */
  scrub(): Promise<void>;
  /** Whether this escalation was erased lately. */
  wasErased(escalationId: string): Promise<boolean>;

  /**
   * Deletes what is older (ISO 8601, UTC), a slice at a time. An escalation that waits or is being worked on keeps
   * itself, its case and its conversation, however old they are.
   * @returns how many there were of the kind; with `dryRun` nothing is deleted.
   */
  expire(kind: RetainedKind, options: { before: string; dryRun: boolean }): Promise<number>;

  /**
   * Lets one process do a job that is due, of all that ask at once.
   * @returns false when another one began it since `dueBefore`.
   */
  beginJob(job: { name: string; dueBefore: string; now: string }): Promise<boolean>;
}

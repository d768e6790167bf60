/**
 * Why no section was found: `unsure`, several came into question; `off-topic` and `unclear`, none did; `none`, the
 * visitor said that none of those offered is it.
 */
export type UnmatchedReason = 'unsure' | 'off-topic' | 'unclear' | 'none';

/** Something a visitor wrote of their trouble that no section of the guide was found for. */
export interface UnmatchedSymptom {
  conversationId: string;
  /** Log position of the message. */
  seq: number;
  /** The case that came of it; there may be none. */
  caseId?: string;
  why: UnmatchedReason;
  /** The visitor's words. */
  text: string;
  /** ISO 8601, UTC. */
  at: string;
}

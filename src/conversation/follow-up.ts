/**
 * Whether a fix lasted, asked some time after a check solved a case. `planned`: to be asked at `dueAt`. `asked`: the
 * question is in the conversation. `skipped`: nobody is asked any more, as the conversation went on or is gone.
 */
export interface FollowUp {
  caseId: string;
  conversationId: string;
  /** ISO 8601, UTC. */
  dueAt: string;
  state: 'planned' | 'asked' | 'skipped';
}

/** What is to be asked, and what was. Goes with the conversation. Every method may throw `storage.unavailable`. */
export interface FollowUpStore {
  /**
   * Plans one for every case that a check solved since, unless there is one: each case is looked at once.
   * @param input.since cases that were opened before are left out. @param input.afterMs from the fix to the question.
   * @returns how many were planned.
   */
  plan(input: { since: string; afterMs: number }): Promise<number>;
  /** What is to be asked by now, oldest first. */
  due(now: string, limit: number): Promise<FollowUp[]>;
  /** How many were asked so far, and what they said. */
  outcomes(): Promise<{ asked: number; lasted: number; cameBack: number }>;
  /** Only what is planned can be moved or become something else. */
  update(caseId: string, to: Partial<Pick<FollowUp, 'dueAt' | 'state'>>): Promise<void>;
}

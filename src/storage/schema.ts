import type { Generated } from 'kysely';

/** The tables as every engine has them. Times are ISO 8601 in UTC, so that text order is time order. */
export interface Tables {
  conversations: {
    id: string;
    channel: string;
    user_id: string;
    user_name: string | null;
    locale: string | null;
    started_at: string;
    /** The greatest sequence number given out. Raising it is what serialises writers of one conversation. */
    last_seq: number;
  };
  log: {
    conversation_id: string;
    seq: number;
    activity_id: string;
    direction: 'in' | 'out';
    client_key: string | null;
    /** JSON. */
    activity: string;
  };
  /** Accepted activities whose turn was not committed yet. Kept apart so that the log is only appended to. */
  owed_turns: { conversation_id: string; seq: number; accepted_at: string };
  /** Bot Framework state; `value` is JSON. */
  state: { key: string; value: string };
  /** `value` is JSON; the other columns repeat what is searched for. `counted` is 0 until figures tell of it as it is. */
  cases: {
    id: string;
    conversation_id: string;
    state: string;
    opened_at: string;
    value: string;
    counted: Generated<number>;
  };
  /** What of a case figures are made of; see `CaseFigures`. */
  case_figures: {
    case_id: string;
    opened_at: string;
    outcome: string | null;
    last_at: string;
    asked: string;
    check_id: string | null;
    by_person: number;
    seconds: number | null;
    score: number | null;
    section: string | null;
  };
  /** The checks that were answered in a case. */
  check_figures: {
    case_id: string;
    check_id: string;
    opened_at: string;
    answer: string;
    sought: number;
    solved: number;
    /** 1: the fix held; 0: it did not; null: nobody has said. */
    lasted: number | null;
  };
  /** What solved cases taught, one row a case. Missing facets are empty, so that they can be grouped by. */
  fixes: {
    case_id: string;
    guide: string;
    checks: string;
    phone: string;
    feature: string;
    trigger: string;
    check_id: string;
    fixed_at: string;
  };
  secrets: { name: string; value: string };
  /** `finished` is 0 while bytes are still to come. */
  files: {
    id: string;
    conversation_id: string;
    name: string;
    content_type: string;
    size: number;
    finished: number;
    begun_at: string;
    expires_at: string;
  };
  /** The bytes of files in pieces, counted from 0. */
  file_pieces: { file_id: string; piece: number; bytes: Uint8Array };
  revocations: { conversation_id: string; revoked_at: string; expires_at: string };
  /** `digest` stands for the link, `user` is JSON. */
  one_time_links: {
    digest: string;
    conversation_id: string;
    user: string;
    created_at: string;
    expires_at: string;
    used_at: string | null;
  };
  /** `digest` stands for the code, `agent` is JSON. */
  agent_sign_in_codes: {
    digest: string;
    agent: string;
    created_at: string;
    expires_at: string;
    used_at: string | null;
  };
  ended_agent_sessions: { id: string; expires_at: string };
  /** `value` is JSON; the other columns repeat what is searched for. */
  escalations: {
    id: string;
    case_id: string;
    conversation_id: string;
    queue: string;
    state: string;
    agent_id: string | null;
    ticket: number;
    requested_at: string;
    queued_at: string | null;
    accept_by: string | null;
    accepted_at: string | null;
    value: string;
  };
  /** The history of escalations; `by` and `event` are JSON. */
  escalation_changes: { escalation_id: string; number: number; at: string; by: string; event: string };
  /** What targets are to be told; `value` is JSON. `number` keeps the order of writing. */
  outbox: {
    id: string;
    number: number;
    target: string;
    escalation_id: string;
    conversation_id: string;
    state: 'due' | 'done' | 'dead';
    attempts: number;
    created_at: string;
    due_at: string;
    last_error: string | null;
    value: string;
  };
  /** Texts that no section was found for. */
  unmatched_symptoms: {
    conversation_id: string;
    seq: number;
    case_id: string | null;
    why: string;
    text: string;
    at: string;
  };
  /** Escalations whose conversation was erased, for a while. */
  erased_escalations: { id: string; erased_at: string };
  /** Where conversations live on channels of Azure, and how far their log was delivered; `value` is JSON. */
  channel_references: {
    conversation_id: string;
    channel: string;
    value: string;
    gone: number;
    delivered_seq: number;
    delivered_parts: number;
    sending: number;
  };
  /** Ids of messages on their channel. */
  channel_messages: { conversation_id: string; activity_id: string; channel: string; remote_id: string };
  /** Escalations in the support team's channel; `told` is JSON. */
  support_threads: {
    thread_id: string;
    escalation_id: string;
    number: number;
    card_id: string;
    told: string;
  };
  support_posts: { key: string; escalation_id: string; state: 'sending' | 'sent' };
  /** Whether fixes lasted is asked later. */
  follow_ups: {
    case_id: string;
    conversation_id: string;
    due_at: string;
    state: 'planned' | 'asked' | 'skipped';
  };
  /** What one process does every so often for all of them. */
  jobs: { name: string; begun_at: string };
  migrations: { number: number; applied_at: string };
}

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
  /** `value` is JSON; the other columns repeat what is searched for. */
  cases: { id: string; conversation_id: string; state: string; opened_at: string; value: string };
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
  migrations: { number: number; applied_at: string };
}

import type { Activity } from '../conversation/activity.ts';
import type { Case } from '../conversation/case.ts';
import type { ConversationRecord, LogEntry } from '../conversation/store.ts';
import type { Tables } from './schema.ts';

export const entryColumns = ['conversation_id', 'seq', 'activity_id', 'direction', 'activity'] as const;

export type LogRow = Tables['log'];
type EntryRow = Pick<LogRow, (typeof entryColumns)[number]>;

export function rowFrom(entry: LogEntry, clientKey?: string): LogRow {
  return {
    conversation_id: entry.conversationId,
    seq: entry.seq,
    activity_id: entry.activityId,
    direction: entry.direction,
    client_key: clientKey ?? null,
    activity: JSON.stringify(entry.activity),
  };
}

export function entryFrom(row: EntryRow): LogEntry {
  return {
    conversationId: row.conversation_id,
    seq: row.seq,
    activityId: row.activity_id,
    direction: row.direction,
    activity: JSON.parse(row.activity) as Activity,
  };
}

export type CaseRow = Omit<Tables['cases'], 'counted'>;

export function caseRowFrom(value: Case): CaseRow {
  return {
    id: value.id,
    conversation_id: value.conversationId,
    state: value.state,
    opened_at: value.openedAt,
    value: JSON.stringify(value),
  };
}

export function caseFrom(row: { value: string }): Case {
  return JSON.parse(row.value) as Case;
}

export function conversationFrom(row: Tables['conversations']): ConversationRecord {
  return {
    id: row.id,
    channel: row.channel,
    userId: row.user_id,
    userName: row.user_name ?? undefined,
    locale: row.locale ?? undefined,
    startedAt: row.started_at,
  };
}

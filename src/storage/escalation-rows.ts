import type { Transaction } from 'kysely';
import type { Case } from '../conversation/case.ts';
import {
  listedEscalation,
  type ListedEscalation,
  type StoredOutboxEntry,
} from '../conversation/escalation-store.ts';
import type {
  Actor,
  Escalation,
  EscalationChange,
  EscalationEvent,
  EscalationWrite,
  OutboxEntry,
} from '../conversation/escalation.ts';
import type { Tables } from './schema.ts';

/**
 * Stores how escalations stand, with the new lines of their history. A line that is there already fails the whole
 * transaction: it was decided on what another process has changed since.
 */
export async function saveEscalations(
  db: Transaction<Tables>,
  writes: readonly EscalationWrite[],
): Promise<void> {
  for (const { escalation, changes } of writes) {
    const row = escalationRowFrom(escalation);
    await db
      .insertInto('escalations')
      .values(row)
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
      .execute();
    const rows = changes.map(({ escalationId, number, at, by, event }) => ({
      escalation_id: escalationId,
      number,
      at,
      by: JSON.stringify(by),
      event: JSON.stringify(event),
    }));
    if (rows.length > 0) await db.insertInto('escalation_changes').values(rows).execute();
  }
}

/** Stores what targets are to be told. What is there already under its id is left as it is. */
export async function saveOutbox(
  db: Transaction<Tables>,
  { entries, at }: { entries: readonly OutboxEntry[]; at: string },
): Promise<void> {
  if (entries.length === 0) return;
  const last = await db
    .selectFrom('outbox')
    .select(({ fn }) => fn.max('number').as('number'))
    .executeTakeFirst();
  const rows = entries.map((entry, index) => ({
    id: entry.id,
    number: (last?.number ?? 0) + 1 + index,
    target: entry.target,
    escalation_id: entry.escalationId,
    conversation_id: entry.conversationId,
    state: 'due' as const,
    attempts: 0,
    created_at: at,
    due_at: at,
    last_error: null,
    value: JSON.stringify(entry),
  }));
  await db
    .insertInto('outbox')
    .values(rows)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

function escalationRowFrom(value: Escalation): Tables['escalations'] {
  return {
    id: value.id,
    case_id: value.caseId,
    conversation_id: value.conversationId,
    queue: value.queue,
    state: value.state,
    agent_id: value.agent?.id ?? null,
    ticket: value.ticket ? 1 : 0,
    requested_at: value.requestedAt,
    queued_at: value.queuedAt ?? null,
    accept_by: value.acceptBy ?? null,
    accepted_at: value.acceptedAt ?? null,
    value: JSON.stringify(value),
  };
}

export function escalationFrom(row: { value: string }): Escalation {
  return JSON.parse(row.value) as Escalation;
}

/** A line of a list, and where to count what was not read when an agent has the case. */
export function listedFrom(row: { value: string; case_value: string }): {
  row: ListedEscalation;
  taken?: { conversationId: string; readUpTo: number };
} {
  const escalation = escalationFrom(row);
  const { state, conversationId, readUpTo = 0 } = escalation;
  return {
    row: listedEscalation(escalation, JSON.parse(row.case_value) as Case),
    ...(state === 'accepted' ? { taken: { conversationId, readUpTo } } : {}),
  };
}

export function changeFrom(row: Tables['escalation_changes']): EscalationChange {
  return {
    escalationId: row.escalation_id,
    number: row.number,
    at: row.at,
    by: JSON.parse(row.by) as Actor,
    event: JSON.parse(row.event) as EscalationEvent,
  };
}

export function outboxEntryFrom(row: Tables['outbox']): StoredOutboxEntry {
  return {
    ...(JSON.parse(row.value) as OutboxEntry),
    state: row.state,
    attempts: row.attempts,
    createdAt: row.created_at,
    dueAt: row.due_at,
    ...(row.last_error === null ? {} : { lastError: row.last_error }),
  };
}

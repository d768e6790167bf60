import type { Transaction } from 'kysely';
import type { Tables } from './schema.ts';

/** Migration 4: escalations, their history, and what targets are to be told. */
export async function createEscalations(db: Transaction<Tables>): Promise<void> {
  await db.schema
    .createTable('escalations')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('case_id', 'text', (column) => column.notNull())
    .addColumn('conversation_id', 'text', (column) => column.notNull().references('conversations.id'))
    .addColumn('queue', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('agent_id', 'text')
    .addColumn('ticket', 'integer', (column) => column.notNull())
    .addColumn('requested_at', 'text', (column) => column.notNull())
    .addColumn('queued_at', 'text')
    .addColumn('accept_by', 'text')
    .addColumn('accepted_at', 'text')
    .addColumn('value', 'text', (column) => column.notNull())
    .execute();
  const index = (name: string, columns: ('state' | 'queued_at' | 'case_id' | 'queue' | 'accepted_at')[]) =>
    db.schema.createIndex(name).on('escalations').columns(columns).execute();
  await index('escalations_by_state', ['state', 'queued_at']);
  await index('escalations_by_case', ['case_id']);
  await index('escalations_by_acceptance', ['queue', 'accepted_at']);
  await db.schema
    .createTable('escalation_changes')
    .addColumn('escalation_id', 'text', (column) => column.notNull().references('escalations.id'))
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('by', 'text', (column) => column.notNull())
    .addColumn('event', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('escalation_changes_number', ['escalation_id', 'number'])
    .execute();
  await db.schema
    .createTable('outbox')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('target', 'text', (column) => column.notNull())
    .addColumn('escalation_id', 'text', (column) => column.notNull().references('escalations.id'))
    .addColumn('conversation_id', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('due_at', 'text', (column) => column.notNull())
    .addColumn('last_error', 'text')
    .addColumn('value', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('outbox_by_state').on('outbox').columns(['state', 'due_at']).execute();
  await db.schema
    .createIndex('outbox_by_stream')
    .on('outbox')
    .columns(['escalation_id', 'target', 'state', 'number'])
    .execute();
}

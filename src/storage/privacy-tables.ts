import type { Transaction } from 'kysely';
import type { Tables } from './schema.ts';

/** The tables of `InsightStore` and `PrivacyStore`, and the indexes that finding a visitor's rows needs. */
export async function createPrivacy(db: Transaction<Tables>): Promise<void> {
  await db.schema
    .createTable('unmatched_symptoms')
    .addColumn('conversation_id', 'text', (column) => column.notNull().references('conversations.id'))
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('case_id', 'text')
    .addColumn('why', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('unmatched_symptoms_position', ['conversation_id', 'seq'])
    .execute();
  await db.schema.createIndex('unmatched_symptoms_by_time').on('unmatched_symptoms').column('at').execute();
  await db.schema
    .createTable('erased_escalations')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('erased_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('jobs')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('begun_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('cases_by_time').on('cases').columns(['opened_at', 'id']).execute();
  await db.schema.createIndex('cases_by_conversation').on('cases').column('conversation_id').execute();
  await db.schema
    .createIndex('escalations_by_conversation')
    .on('escalations')
    .column('conversation_id')
    .execute();
  await db.schema.createIndex('outbox_by_conversation').on('outbox').column('conversation_id').execute();
  await db.schema.createIndex('conversations_by_user').on('conversations').column('user_id').execute();
  await db.schema
    .createIndex('conversations_by_time')
    .on('conversations')
    .columns(['started_at', 'id'])
    .execute();
}

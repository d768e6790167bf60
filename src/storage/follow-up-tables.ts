import type { Transaction } from 'kysely';
import type { Tables } from './schema.ts';

/** The table of `FollowUpStore`. A conversation that is erased takes its rows with it. */
export async function createFollowUps(db: Transaction<Tables>): Promise<void> {
  await db.schema
    .createTable('follow_ups')
    .addColumn('case_id', 'text', (column) => column.primaryKey())
    .addColumn('conversation_id', 'text', (column) =>
      column.notNull().references('conversations.id').onDelete('cascade'),
    )
    .addColumn('due_at', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('follow_ups_by_state').on('follow_ups').columns(['state', 'due_at']).execute();
  await db.schema
    .createIndex('follow_ups_by_conversation')
    .on('follow_ups')
    .column('conversation_id')
    .execute();
}

import type { Transaction } from 'kysely';
import type { Tables } from './schema.ts';

/** The tables of `SupportChannelStore`. An escalation that is deleted takes its rows with it. */
export async function createSupportChannel(db: Transaction<Tables>): Promise<void> {
  await db.schema
    .createTable('support_threads')
    .addColumn('thread_id', 'text', (column) => column.primaryKey())
    .addColumn('escalation_id', 'text', (column) =>
      column.notNull().references('escalations.id').onDelete('cascade'),
    )
    .addColumn('number', 'integer', (column) => column.notNull())
    .addColumn('card_id', 'text', (column) => column.notNull())
    .addColumn('told', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('support_threads_by_escalation')
    .on('support_threads')
    .columns(['escalation_id', 'number'])
    .execute();
  await db.schema
    .createTable('support_posts')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('escalation_id', 'text', (column) =>
      column.notNull().references('escalations.id').onDelete('cascade'),
    )
    .addColumn('state', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createIndex('support_posts_by_escalation')
    .on('support_posts')
    .column('escalation_id')
    .execute();
}

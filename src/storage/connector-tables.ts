import type { Transaction } from 'kysely';
import type { Tables } from './schema.ts';

/** The tables of `ConnectorStore`. A conversation that is erased takes its rows with it. */
export async function createConnector(db: Transaction<Tables>): Promise<void> {
  await db.schema
    .createTable('channel_references')
    .addColumn('conversation_id', 'text', (column) =>
      column.primaryKey().references('conversations.id').onDelete('cascade'),
    )
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addColumn('gone', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('delivered_seq', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('delivered_parts', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('sending', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema
    .createTable('channel_messages')
    .addColumn('conversation_id', 'text', (column) =>
      column.notNull().references('channel_references.conversation_id').onDelete('cascade'),
    )
    .addColumn('activity_id', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('remote_id', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('channel_messages_activity', ['conversation_id', 'activity_id'])
    .execute();
  await db.schema
    .createIndex('channel_messages_by_remote_id')
    .on('channel_messages')
    .columns(['remote_id', 'channel'])
    .execute();
}

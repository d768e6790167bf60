import type { Kysely, Transaction } from 'kysely';
import { SupportError } from '../errors.ts';
import { createAgents } from './agent-tables.ts';
import { createConnector } from './connector-tables.ts';
import { createEscalations } from './escalation-tables.ts';
import { addLasted, createFigures } from './insight-tables.ts';
import { createFollowUps } from './follow-up-tables.ts';
import { createPrivacy } from './privacy-tables.ts';
import type { Tables } from './schema.ts';
import { createSupportChannel } from './support-channel-tables.ts';

/** Migration n is entry n - 1. Entries are only ever added: a released one never changes. */
const migrations: ((db: Transaction<Tables>) => Promise<void>)[] = [
  createFirstTables,
  createFixes,
  createFiles,
  createEscalations,
  createAgents,
  createPrivacy,
  createConnector,
  createSupportChannel,
  createFigures,
  createFollowUps,
  addLasted,
];

/**
 * Brings the tables to the newest form, all steps in one transaction.
 * @throws SupportError `storage.newer` when a later version of the program has written the database.
 */
export async function migrate(db: Kysely<Tables>, clock: () => Date): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await transaction.schema
      .createTable('migrations')
      .ifNotExists()
      .addColumn('number', 'integer', (column) => column.primaryKey())
      .addColumn('applied_at', 'text', (column) => column.notNull())
      .execute();
    const applied = await lastApplied(transaction);
    if (applied > migrations.length) {
      throw new SupportError(
        'storage.newer',
        `The database has migration ${applied}, this program knows ${migrations.length}.`,
      );
    }
    for (let number = applied + 1; number <= migrations.length; number += 1) {
      await migrations[number - 1]?.(transaction);
      const row = { number, applied_at: clock().toISOString() };
      await transaction.insertInto('migrations').values(row).execute();
    }
  });
}

async function lastApplied(db: Transaction<Tables>): Promise<number> {
  const row = await db
    .selectFrom('migrations')
    .select(({ fn }) => fn.max('number').as('number'))
    .executeTakeFirst();
  return row?.number ?? 0;
}

async function createFirstTables(db: Transaction<Tables>): Promise<void> {
  await db.schema
    .createTable('conversations')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('user_name', 'text')
    .addColumn('locale', 'text')
    .addColumn('started_at', 'text', (column) => column.notNull())
    .addColumn('last_seq', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema
    .createTable('log')
    .addColumn('conversation_id', 'text', (column) => column.notNull().references('conversations.id'))
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('activity_id', 'text', (column) => column.notNull())
    .addColumn('direction', 'text', (column) => column.notNull())
    .addColumn('client_key', 'text')
    .addColumn('activity', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('log_position', ['conversation_id', 'seq'])
    .addUniqueConstraint('log_client_key', ['conversation_id', 'client_key'])
    .execute();
  await db.schema
    .createTable('owed_turns')
    .addColumn('conversation_id', 'text', (column) => column.notNull())
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('accepted_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('owed_turns_position', ['conversation_id', 'seq'])
    .addForeignKeyConstraint('owed_turns_entry', ['conversation_id', 'seq'], 'log', [
      'conversation_id',
      'seq',
    ])
    .execute();
  await db.schema
    .createTable('state')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('cases')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('conversation_id', 'text', (column) => column.notNull().references('conversations.id'))
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('opened_at', 'text', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('cases_by_state').on('cases').columns(['state', 'opened_at']).execute();
  await db.schema
    .createTable('secrets')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute();
}

async function createFixes(db: Transaction<Tables>): Promise<void> {
  await db.schema
    .createTable('fixes')
    .addColumn('case_id', 'text', (column) => column.primaryKey())
    .addColumn('guide', 'text', (column) => column.notNull())
    .addColumn('checks', 'text', (column) => column.notNull())
    .addColumn('phone', 'text', (column) => column.notNull())
    .addColumn('feature', 'text', (column) => column.notNull())
    .addColumn('trigger', 'text', (column) => column.notNull())
    .addColumn('check_id', 'text', (column) => column.notNull())
    .addColumn('fixed_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('fixes_by_scope').on('fixes').columns(['guide', 'checks']).execute();
}

async function createFiles(db: Transaction<Tables>): Promise<void> {
  await db.schema
    .createTable('files')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('conversation_id', 'text', (column) =>
      column.notNull().references('conversations.id').onDelete('cascade'),
    )
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('content_type', 'text', (column) => column.notNull())
    .addColumn('size', 'integer', (column) => column.notNull())
    .addColumn('finished', 'integer', (column) => column.notNull())
    .addColumn('begun_at', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('files_by_conversation').on('files').column('conversation_id').execute();
  await db.schema.createIndex('files_by_expiry').on('files').column('expires_at').execute();
  await db.schema
    .createTable('file_pieces')
    .addColumn('file_id', 'text', (column) => column.notNull().references('files.id').onDelete('cascade'))
    .addColumn('piece', 'integer', (column) => column.notNull())
    // SQLite keeps bytes as they are in a column of any type; PostgreSQL knows this name only.
    .addColumn('bytes', 'bytea', (column) => column.notNull())
    .addPrimaryKeyConstraint('file_pieces_position', ['file_id', 'piece'])
    .execute();
  await db.schema
    .createTable('revocations')
    .addColumn('conversation_id', 'text', (column) => column.primaryKey())
    .addColumn('revoked_at', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('one_time_links')
    .addColumn('digest', 'text', (column) => column.primaryKey())
    .addColumn('conversation_id', 'text', (column) => column.notNull())
    .addColumn('user', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'text', (column) => column.notNull())
    .addColumn('used_at', 'text')
    .execute();
}

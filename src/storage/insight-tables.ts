import { sql, type Transaction } from 'kysely';
import type { Tables } from './schema.ts';

/** The tables that figures are summed over. A case that is deleted takes its rows with it. */
export async function createFigures(db: Transaction<Tables>): Promise<void> {
  await db.schema
    .alterTable('cases')
    .addColumn('counted', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema
    .createIndex('cases_to_count')
    .on('cases')
    .column('id')
    .where(sql<boolean>`counted = 0`)
    .execute();
  await db.schema
    .createTable('case_figures')
    .addColumn('case_id', 'text', (column) => column.primaryKey().references('cases.id').onDelete('cascade'))
    .addColumn('opened_at', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text')
    .addColumn('last_at', 'text', (column) => column.notNull())
    .addColumn('asked', 'text', (column) => column.notNull())
    .addColumn('check_id', 'text')
    .addColumn('by_person', 'integer', (column) => column.notNull())
    .addColumn('seconds', 'real')
    .addColumn('score', 'integer')
    .addColumn('section', 'text')
    .execute();
  await db.schema.createIndex('case_figures_by_time').on('case_figures').column('opened_at').execute();
  await db.schema
    .createTable('check_figures')
    .addColumn('case_id', 'text', (column) => column.notNull().references('cases.id').onDelete('cascade'))
    .addColumn('check_id', 'text', (column) => column.notNull())
    .addColumn('opened_at', 'text', (column) => column.notNull())
    .addColumn('answer', 'text', (column) => column.notNull())
    .addColumn('sought', 'integer', (column) => column.notNull())
    .addColumn('solved', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('check_figures_case', ['case_id', 'check_id'])
    .execute();
  await db.schema.createIndex('check_figures_by_time').on('check_figures').column('opened_at').execute();
}

/** What visitors say later of a fix. Cases in which they have said it are counted anew. */
export async function addLasted(db: Transaction<Tables>): Promise<void> {
  await db.schema.alterTable('check_figures').addColumn('lasted', 'integer').execute();
  await db.updateTable('cases').set({ counted: 0 }).where('value', 'like', '%"lasted":%').execute();
}

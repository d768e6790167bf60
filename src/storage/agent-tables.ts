import type { Transaction } from 'kysely';
import type { Tables } from './schema.ts';

/** The tables of `AgentStore`. */
export async function createAgents(db: Transaction<Tables>): Promise<void> {
  await db.schema
    .createTable('agent_sign_in_codes')
    .addColumn('digest', 'text', (column) => column.primaryKey())
    .addColumn('agent', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'text', (column) => column.notNull())
    .addColumn('used_at', 'text')
    .execute();
  await db.schema
    .createTable('ended_agent_sessions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('expires_at', 'text', (column) => column.notNull())
    .execute();
}

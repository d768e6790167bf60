import type { Kysely } from 'kysely';
import { PreparedQuery, type Value, byLength } from './prepared-query.ts';
import { type CaseRow, type LogRow, entryColumns } from './rows.ts';
import type { Tables } from './schema.ts';

export type Queries = ReturnType<typeof createQueries>;

/** What every turn asks of the database, prepared. What is asked seldom stands where it is used. */
export function createQueries(db: Kysely<Tables>) {
  return { ...conversationQueries(db), ...logQueries(db), ...stateQueries(db) };
}

function conversationQueries(db: Kysely<Tables>) {
  return {
    conversation: new PreparedQuery((value: Value<{ id: string }>) =>
      db.selectFrom('conversations').selectAll().where('id', '=', value('id')),
    ),
    /** Gives out sequence numbers. Writers of one conversation wait here in turn. */
    raiseSeq: new PreparedQuery((value: Value<{ id: string; by: number }>) =>
      db
        .updateTable('conversations')
        .set((column) => ({ last_seq: column('last_seq', '+', value('by')) }))
        .where('id', '=', value('id'))
        .returning('last_seq'),
    ),
  };
}

function logQueries(db: Kysely<Tables>) {
  return {
    entryByClientKey: new PreparedQuery((value: Value<{ conversationId: string; clientKey: string }>) =>
      db
        .selectFrom('log')
        .select(entryColumns)
        .where('conversation_id', '=', value('conversationId'))
        .where('client_key', '=', value('clientKey')),
    ),
    entriesAfter: new PreparedQuery(
      (value: Value<{ conversationId: string; after: number; limit: number }>) =>
        db
          .selectFrom('log')
          .select(entryColumns)
          .where('conversation_id', '=', value('conversationId'))
          .where('seq', '>', value('after'))
          .orderBy('seq')
          .limit(value('limit')),
    ),
    newestEntryOf: new PreparedQuery((value: Value<{ conversationId: string; activityId: string }>) =>
      db
        .selectFrom('log')
        .select(entryColumns)
        .where('conversation_id', '=', value('conversationId'))
        .where('activity_id', '=', value('activityId'))
        .orderBy('seq', 'desc')
        .limit(1),
    ),
    /** Leaves out what the log has under its client key already. */
    appendToLog: byLength(
      (length) =>
        new PreparedQuery((value: Value<LogRow>) =>
          db
            .insertInto('log')
            .values(
              listOf(length, (index) => ({
                conversation_id: value('conversation_id', index),
                seq: value('seq', index),
                activity_id: value('activity_id', index),
                direction: value('direction', index),
                client_key: value('client_key', index),
                activity: value('activity', index),
              })),
            )
            .onConflict((conflict) => conflict.columns(['conversation_id', 'client_key']).doNothing()),
        ),
    ),
    oweTurn: new PreparedQuery((value: Value<Tables['owed_turns']>) =>
      db.insertInto('owed_turns').values({
        conversation_id: value('conversation_id'),
        seq: value('seq'),
        accepted_at: value('accepted_at'),
      }),
    ),
    payTurn: new PreparedQuery((value: Value<{ conversationId: string; seq: number }>) =>
      db
        .deleteFrom('owed_turns')
        .where('conversation_id', '=', value('conversationId'))
        .where('seq', '=', value('seq')),
    ),
  };
}

function stateQueries(db: Kysely<Tables>) {
  return {
    readState: byLength(
      (length) =>
        new PreparedQuery((value: Value<{ key: string }>) =>
          db
            .selectFrom('state')
            .select(['key', 'value'])
            .where(
              'key',
              'in',
              listOf(length, (index) => value('key', index)),
            ),
        ),
    ),
    saveState: byLength(
      (length) =>
        new PreparedQuery((value: Value<Tables['state']>) =>
          db
            .insertInto('state')
            .values(listOf(length, (index) => ({ key: value('key', index), value: value('value', index) })))
            .onConflict((conflict) =>
              conflict.column('key').doUpdateSet((row) => ({ value: row.ref('excluded.value') })),
            ),
        ),
    ),
    saveCases: byLength(
      (length) =>
        new PreparedQuery((value: Value<CaseRow>) =>
          db
            .insertInto('cases')
            .values(
              listOf(length, (index) => ({
                id: value('id', index),
                conversation_id: value('conversation_id', index),
                state: value('state', index),
                opened_at: value('opened_at', index),
                value: value('value', index),
              })),
            )
            .onConflict((conflict) =>
              conflict.column('id').doUpdateSet((row) => ({
                state: row.ref('excluded.state'),
                value: row.ref('excluded.value'),
                counted: row.val(0),
              })),
            ),
        ),
    ),
  };
}

function listOf<T>(length: number, make: (index: number) => T): T[] {
  return Array.from({ length }, (_, index) => make(index));
}

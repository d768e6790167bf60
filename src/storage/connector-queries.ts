import type { Kysely } from 'kysely';
import type { MessageLink } from '../conversation/connector-store.ts';
import { PreparedQuery, type Value } from './prepared-query.ts';
import type { Tables } from './schema.ts';

type ReferenceRow = Tables['channel_references'];

/** What every message of a channel asks of the database, prepared. What is asked seldom stands where it is used. */
export function createConnectorQueries(db: Kysely<Tables>) {
  return { ...referenceQueries(db), ...linkQueries(db) };
}

function referenceQueries(db: Kysely<Tables>) {
  return {
    reference: new PreparedQuery((value: Value<{ conversationId: string }>) =>
      db
        .selectFrom('channel_references')
        .select(['channel', 'value', 'gone'])
        .where('conversation_id', '=', value('conversationId')),
    ),
    saveReference: new PreparedQuery(
      (value: Value<Pick<ReferenceRow, 'conversation_id' | 'channel' | 'value'>>) =>
        db
          .insertInto('channel_references')
          .values({
            conversation_id: value('conversation_id'),
            channel: value('channel'),
            value: value('value'),
            gone: 0,
            delivered_seq: 0,
            delivered_parts: 0,
            sending: 0,
          })
          .onConflict((conflict) =>
            conflict
              .column('conversation_id')
              .doUpdateSet((row) => ({ value: row.ref('excluded.value'), gone: row.ref('excluded.gone') })),
          ),
    ),
    position: new PreparedQuery((value: Value<{ conversationId: string }>) =>
      db
        .selectFrom('channel_references')
        .select(['delivered_seq', 'delivered_parts', 'sending'])
        .where('conversation_id', '=', value('conversationId')),
    ),
    savePosition: new PreparedQuery(
      (
        value: Value<
          { conversationId: string } & Pick<ReferenceRow, 'delivered_seq' | 'delivered_parts' | 'sending'>
        >,
      ) =>
        db
          .updateTable('channel_references')
          .set({
            delivered_seq: value('delivered_seq'),
            delivered_parts: value('delivered_parts'),
            sending: value('sending'),
          })
          .where('conversation_id', '=', value('conversationId'))
          .returning('channel'),
    ),
  };
}

function linkQueries(db: Kysely<Tables>) {
  return {
    saveLink: new PreparedQuery((value: Value<MessageLink & { channel: string }>) =>
      db
        .insertInto('channel_messages')
        .values({
          conversation_id: value('conversationId'),
          activity_id: value('activityId'),
          channel: value('channel'),
          remote_id: value('remoteId'),
        })
        .onConflict((conflict) =>
          conflict
            .columns(['conversation_id', 'activity_id'])
            .doUpdateSet((row) => ({ remote_id: row.ref('excluded.remote_id') })),
        ),
    ),
    remoteId: new PreparedQuery((value: Value<{ conversationId: string; activityId: string }>) =>
      db
        .selectFrom('channel_messages')
        .select('remote_id')
        .where('conversation_id', '=', value('conversationId'))
        .where('activity_id', '=', value('activityId')),
    ),
    byRemoteId: new PreparedQuery((value: Value<{ channel: string; remoteId: string }>) =>
      db
        .selectFrom('channel_messages')
        .select(['conversation_id', 'activity_id'])
        .where('remote_id', '=', value('remoteId'))
        .where('channel', '=', value('channel')),
    ),
  };
}

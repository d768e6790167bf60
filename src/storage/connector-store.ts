import type { Kysely } from 'kysely';
import type {
  ConnectorStore,
  ConversationReference,
  DeliveryPosition,
  MessageLink,
} from '../conversation/connector-store.ts';
import { available } from './available.ts';
import type { Tables } from './schema.ts';

/** References, delivery positions and message ids in the database. */
export class SqlConnectorStore implements ConnectorStore {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  saveReference(reference: ConversationReference): Promise<void> {
    const { conversationId, channel, ...value } = reference;
    const kept = { value: JSON.stringify(value), gone: 0 };
    return this.#write(async (db) => {
      await db
        .insertInto('channel_references')
        .values({
          conversation_id: conversationId,
          channel,
          ...kept,
          delivered_seq: 0,
          delivered_parts: 0,
          sending: 0,
        })
        .onConflict((conflict) => conflict.column('conversation_id').doUpdateSet(kept))
        .execute();
    });
  }

  findReference(conversationId: string): Promise<(ConversationReference & { isGone: boolean }) | undefined> {
    return available(async () => {
      const row = await this.#db
        .selectFrom('channel_references')
        .select(['channel', 'value', 'gone'])
        .where('conversation_id', '=', conversationId)
        .executeTakeFirst();
      if (!row) return undefined;
      const value = JSON.parse(row.value) as Omit<ConversationReference, 'conversationId' | 'channel'>;
      return { ...value, conversationId, channel: row.channel, isGone: row.gone !== 0 };
    });
  }

  markGone(conversationId: string): Promise<void> {
    return this.#write(async (db) => {
      await db
        .updateTable('channel_references')
        .set({ gone: 1 })
        .where('conversation_id', '=', conversationId)
        .execute();
    });
  }

  undelivered(): Promise<string[]> {
    return available(async () => {
      const rows = await this.#db
        .selectFrom('channel_references')
        .innerJoin('conversations', 'conversations.id', 'channel_references.conversation_id')
        .select('conversations.id')
        .whereRef('conversations.last_seq', '>', 'channel_references.delivered_seq')
        .execute();
      return rows.map(({ id }) => id);
    });
  }

  findPosition(conversationId: string): Promise<DeliveryPosition> {
    return available(async () => {
      const row = await this.#db
        .selectFrom('channel_references')
        .select(['delivered_seq', 'delivered_parts', 'sending'])
        .where('conversation_id', '=', conversationId)
        .executeTakeFirst();
      return {
        seq: row?.delivered_seq ?? 0,
        parts: row?.delivered_parts ?? 0,
        isSending: row?.sending === 1,
      };
    });
  }

  savePosition(conversationId: string, position: DeliveryPosition, link?: MessageLink): Promise<void> {
    const { seq, parts, isSending } = position;
    return this.#write(async (db) => {
      const updated = await db
        .updateTable('channel_references')
        .set({ delivered_seq: seq, delivered_parts: parts, sending: isSending ? 1 : 0 })
        .where('conversation_id', '=', conversationId)
        .returning('channel')
        .executeTakeFirst();
      // A conversation that was erased in between has nothing to link any more.
      if (updated && link) await saveLink(db, { ...link, channel: updated.channel });
    });
  }

  saveLink(link: MessageLink): Promise<void> {
    return this.#write(async (db) => {
      const row = await db
        .selectFrom('channel_references')
        .select('channel')
        .where('conversation_id', '=', link.conversationId)
        .executeTakeFirst();
      if (row) await saveLink(db, { ...link, channel: row.channel });
    });
  }

  findRemoteId(conversationId: string, activityId: string): Promise<string | undefined> {
    return available(async () => {
      const row = await this.#db
        .selectFrom('channel_messages')
        .select('remote_id')
        .where('conversation_id', '=', conversationId)
        .where('activity_id', '=', activityId)
        .executeTakeFirst();
      return row?.remote_id;
    });
  }

  findByRemoteId(channel: string, remoteId: string): Promise<MessageLink[]> {
    return available(async () => {
      const rows = await this.#db
        .selectFrom('channel_messages')
        .select(['conversation_id', 'activity_id'])
        .where('remote_id', '=', remoteId)
        .where('channel', '=', channel)
        .execute();
      return rows.map((row) => ({
        conversationId: row.conversation_id,
        activityId: row.activity_id,
        remoteId,
      }));
    });
  }

  #write<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T> {
    return available(() => this.#db.transaction().execute(work));
  }
}

async function saveLink(
  db: Kysely<Tables>,
  { conversationId, activityId, remoteId, channel }: MessageLink & { channel: string },
): Promise<void> {
  await db
    .insertInto('channel_messages')
    .values({ conversation_id: conversationId, activity_id: activityId, channel, remote_id: remoteId })
    .onConflict((conflict) =>
      conflict.columns(['conversation_id', 'activity_id']).doUpdateSet({ remote_id: remoteId }),
    )
    .execute();
}

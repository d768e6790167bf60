import type { Kysely, Transaction } from 'kysely';
import type {
  ConnectorStore,
  ConversationReference,
  DeliveryPosition,
  MessageLink,
} from '../conversation/connector-store.ts';
import { available } from './available.ts';
import { createConnectorQueries } from './connector-queries.ts';
import type { Tables } from './schema.ts';

/** References, delivery positions and message ids in the database. */
export class SqlConnectorStore implements ConnectorStore {
  readonly #db: Kysely<Tables>;
  readonly #queries: ReturnType<typeof createConnectorQueries>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
    this.#queries = createConnectorQueries(db);
  }

  saveReference(reference: ConversationReference): Promise<void> {
    const { conversationId, channel, ...value } = reference;
    const row = { conversation_id: conversationId, channel, value: JSON.stringify(value) };
    return this.#write(async (db) => {
      await this.#queries.saveReference.run(db, row);
    });
  }

  findReference(conversationId: string): Promise<(ConversationReference & { isGone: boolean }) | undefined> {
    return available(async () => {
      const row = await this.#queries.reference.first(this.#db, { conversationId });
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
      const row = await this.#queries.position.first(this.#db, { conversationId });
      return {
        seq: row?.delivered_seq ?? 0,
        parts: row?.delivered_parts ?? 0,
        isSending: row?.sending === 1,
      };
    });
  }

  savePosition(conversationId: string, position: DeliveryPosition, link?: MessageLink): Promise<void> {
    const { seq, parts, isSending } = position;
    const row = { conversationId, delivered_seq: seq, delivered_parts: parts, sending: isSending ? 1 : 0 };
    return this.#write(async (db) => {
      const updated = await this.#queries.savePosition.first(db, row);
      // A conversation that was erased in between has nothing to link any more.
      if (updated && link) await this.#queries.saveLink.run(db, { ...link, channel: updated.channel });
    });
  }

  saveLink(link: MessageLink): Promise<void> {
    const { conversationId } = link;
    return this.#write(async (db) => {
      const row = await this.#queries.reference.first(db, { conversationId });
      if (row) await this.#queries.saveLink.run(db, { ...link, channel: row.channel });
    });
  }

  findRemoteId(conversationId: string, activityId: string): Promise<string | undefined> {
    return available(async () => {
      const row = await this.#queries.remoteId.first(this.#db, { conversationId, activityId });
      return row?.remote_id;
    });
  }

  findByRemoteId(channel: string, remoteId: string): Promise<MessageLink[]> {
    return available(async () => {
      const { rows } = await this.#queries.byRemoteId.run(this.#db, { channel, remoteId });
      return rows.map((row) => ({
        conversationId: row.conversation_id,
        activityId: row.activity_id,
        remoteId,
      }));
    });
  }

  #write<T>(work: (db: Transaction<Tables>) => Promise<T>): Promise<T> {
    return available(() => this.#db.transaction().execute(work));
  }
}

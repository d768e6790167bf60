import type { Kysely } from 'kysely';
import type { FileStore, StoredFile } from '../conversation/file-store.ts';
import { available } from './available.ts';
import type { Tables } from './schema.ts';

const fileColumns = ['id', 'conversation_id', 'name', 'content_type', 'size', 'expires_at'] as const;

/** Files in the database, their bytes in rows of their own: who reads one holds one piece of it in memory. */
export class SqlFileStore implements FileStore {
  readonly #db: Kysely<Tables>;
  readonly #clock: () => Date;

  constructor(db: Kysely<Tables>, parts: { clock: () => Date }) {
    this.#db = db;
    this.#clock = parts.clock;
  }

  begin(file: Omit<StoredFile, 'size'>): Promise<void> {
    const row = {
      id: file.id,
      conversation_id: file.conversationId,
      name: file.name,
      content_type: file.contentType,
      size: 0,
      finished: 0,
      begun_at: this.#now(),
      expires_at: file.expiresAt,
    };
    return this.#write(async (db) => {
      await db.insertInto('files').values(row).execute();
    });
  }

  append(id: string, bytes: Uint8Array): Promise<number> {
    return this.#write(async (db) => {
      const file = await db
        .updateTable('files')
        .set((column) => ({ size: column('size', '+', bytes.length) }))
        .where('id', '=', id)
        .returning('conversation_id')
        .executeTakeFirstOrThrow();
      const { pieces } = await db
        .selectFrom('file_pieces')
        .select(({ fn }) => fn.countAll<number | string>().as('pieces'))
        .where('file_id', '=', id)
        .executeTakeFirstOrThrow();
      await db
        .insertInto('file_pieces')
        .values({ file_id: id, piece: Number(pieces), bytes })
        .execute();
      const { total } = await db
        .selectFrom('files')
        .select(({ fn }) => fn.sum<number | string>('size').as('total'))
        .where('conversation_id', '=', file.conversation_id)
        .where('expires_at', '>', this.#now())
        .executeTakeFirstOrThrow();
      return Number(total);
    });
  }

  finish(id: string): Promise<StoredFile> {
    return this.#write(async (db) => {
      const row = await db
        .updateTable('files')
        .set({ finished: 1 })
        .where('id', '=', id)
        .returning(fileColumns)
        .executeTakeFirstOrThrow();
      return fileFrom(row);
    });
  }

  find(id: string): Promise<StoredFile | undefined> {
    return available(async () => {
      const row = await this.#finished().where('id', '=', id).executeTakeFirst();
      return row && fileFrom(row);
    });
  }

  async *read(id: string): AsyncIterable<Uint8Array> {
    for (let piece = 0; ; piece += 1) {
      const row = await available(() =>
        this.#db
          .selectFrom('file_pieces')
          .select('bytes')
          .where('file_id', '=', id)
          .where('piece', '=', piece)
          .executeTakeFirst(),
      );
      if (!row) return;
      yield row.bytes;
    }
  }

  filesOf(conversationId: string): Promise<StoredFile[]> {
    return available(async () => {
      const rows = await this.#finished()
        .where('conversation_id', '=', conversationId)
        .orderBy('begun_at')
        .orderBy('id')
        .execute();
      return rows.map(fileFrom);
    });
  }

  delete(id: string): Promise<void> {
    return this.#write(async (db) => {
      await db.deleteFrom('files').where('id', '=', id).execute();
    });
  }

  deleteConversation(conversationId: string): Promise<number> {
    return this.#write(async (db) => {
      const deleted = await db
        .deleteFrom('files')
        .where('conversation_id', '=', conversationId)
        .executeTakeFirst();
      return Number(deleted.numDeletedRows);
    });
  }

  deleteExpired(): Promise<number> {
    return this.#write(async (db) => {
      const deleted = await db.deleteFrom('files').where('expires_at', '<=', this.#now()).executeTakeFirst();
      return Number(deleted.numDeletedRows);
    });
  }

  #finished() {
    return this.#db
      .selectFrom('files')
      .select(fileColumns)
      .where('finished', '=', 1)
      .where('expires_at', '>', this.#now());
  }

  #now(): string {
    return this.#clock().toISOString();
  }

  #write<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T> {
    return available(() => this.#db.transaction().execute(work));
  }
}

export function fileFrom(row: Pick<Tables['files'], (typeof fileColumns)[number]>): StoredFile {
  return {
    id: row.id,
    conversationId: row.conversation_id,
    name: row.name,
    contentType: row.content_type,
    size: row.size,
    expiresAt: row.expires_at,
  };
}

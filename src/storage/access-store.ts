import type { Kysely } from 'kysely';
import type { AccessStore, OneTimeLink, Revocation, TakenLink } from '../conversation/access-store.ts';
import { available } from './available.ts';
import type { Tables } from './schema.ts';

/** How long a link is known after it has expired, so that who opens it late is told so. Milliseconds. */
const rememberedMs = 24 * 60 * 60 * 1000;

/** Revocations and one-time links in the database. */
export class SqlAccessStore implements AccessStore {
  readonly #db: Kysely<Tables>;
  readonly #clock: () => Date;

  constructor(db: Kysely<Tables>, parts: { clock: () => Date }) {
    this.#db = db;
    this.#clock = parts.clock;
  }

  revoke(revocation: Revocation): Promise<void> {
    const row = {
      conversation_id: revocation.conversationId,
      revoked_at: revocation.at,
      expires_at: revocation.expiresAt,
    };
    return this.#write(async (db) => {
      await db
        .insertInto('revocations')
        .values(row)
        .onConflict((conflict) =>
          conflict.column('conversation_id').doUpdateSet((excluded) => ({
            revoked_at: excluded.ref('excluded.revoked_at'),
            expires_at: excluded.ref('excluded.expires_at'),
          })),
        )
        .execute();
    });
  }

  revocations(): Promise<Revocation[]> {
    return available(async () => {
      const rows = await this.#db
        .selectFrom('revocations')
        .selectAll()
        .where('expires_at', '>', this.#now())
        .execute();
      return rows.map((row) => ({
        conversationId: row.conversation_id,
        at: row.revoked_at,
        expiresAt: row.expires_at,
      }));
    });
  }

  saveLink(link: OneTimeLink): Promise<void> {
    const row = {
      digest: link.digest,
      conversation_id: link.conversationId,
      user: JSON.stringify(link.user),
      created_at: link.createdAt,
      expires_at: link.expiresAt,
      used_at: null,
    };
    return this.#write(async (db) => {
      await db.insertInto('one_time_links').values(row).execute();
    });
  }

  takeLink(digest: string): Promise<TakenLink> {
    return this.#write(async (db): Promise<TakenLink> => {
      const now = this.#now();
      const taken = await db
        .updateTable('one_time_links')
        .set({ used_at: now })
        .where('digest', '=', digest)
        .where('used_at', 'is', null)
        .where('expires_at', '>', now)
        .returningAll()
        .executeTakeFirst();
      if (taken) return { outcome: 'taken', link: linkFrom(taken) };
      const known = await db
        .selectFrom('one_time_links')
        .select('used_at')
        .where('digest', '=', digest)
        .executeTakeFirst();
      if (!known) return { outcome: 'unknown' };
      return { outcome: known.used_at === null ? 'expired' : 'used' };
    });
  }

  deleteExpired(): Promise<void> {
    const forgotten = new Date(this.#clock().getTime() - rememberedMs).toISOString();
    return this.#write(async (db) => {
      await db.deleteFrom('revocations').where('expires_at', '<=', this.#now()).execute();
      await db.deleteFrom('one_time_links').where('expires_at', '<=', forgotten).execute();
    });
  }

  #now(): string {
    return this.#clock().toISOString();
  }

  #write<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T> {
    return available(() => this.#db.transaction().execute(work));
  }
}

function linkFrom(row: Tables['one_time_links']): OneTimeLink {
  return {
    digest: row.digest,
    conversationId: row.conversation_id,
    user: JSON.parse(row.user) as OneTimeLink['user'],
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}

import type { Kysely } from 'kysely';
import type {
  CaseTold,
  SupportChannelStore,
  SupportPost,
  SupportThread,
} from '../conversation/support-channel-store.ts';
import { available } from './available.ts';
import type { Tables } from './schema.ts';

/** Threads and posts of the support team's channel in the database. */
export class SqlSupportChannelStore implements SupportChannelStore {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async findThread(escalationId: string): Promise<SupportThread | undefined> {
    return (await this.threadsOf(escalationId)).at(-1);
  }

  threadsOf(escalationId: string): Promise<SupportThread[]> {
    return available(async () => {
      const rows = await this.#db
        .selectFrom('support_threads')
        .selectAll()
        .where('escalation_id', '=', escalationId)
        .orderBy('number')
        .execute();
      return rows.map(threadFrom);
    });
  }

  threadById(threadId: string): Promise<SupportThread | undefined> {
    return available(async () => {
      const row = await this.#db
        .selectFrom('support_threads')
        .selectAll()
        .where('thread_id', '=', threadId)
        .executeTakeFirst();
      return row && threadFrom(row);
    });
  }

  saveThread(thread: SupportThread, post?: SupportPost): Promise<void> {
    const { escalationId, threadId, cardId, told } = thread;
    return this.#write(async (db) => {
      if (!(await exists(db, escalationId))) return;
      const { threads } = await db
        .selectFrom('support_threads')
        .select(({ fn }) => fn.countAll<number | string>().as('threads'))
        .where('escalation_id', '=', escalationId)
        .executeTakeFirstOrThrow();
      const kept = { card_id: cardId, told: JSON.stringify(told) };
      await db
        .insertInto('support_threads')
        .values({ thread_id: threadId, escalation_id: escalationId, number: Number(threads) + 1, ...kept })
        .onConflict((conflict) => conflict.column('thread_id').doUpdateSet(kept))
        .execute();
      if (post) await savePost(db, post);
    });
  }

  findPost(key: string): Promise<SupportPost | undefined> {
    return available(async () => {
      const row = await this.#db
        .selectFrom('support_posts')
        .selectAll()
        .where('key', '=', key)
        .executeTakeFirst();
      return row && { key, escalationId: row.escalation_id, state: row.state };
    });
  }

  savePost(post: SupportPost): Promise<void> {
    return this.#write(async (db) => {
      if (await exists(db, post.escalationId)) await savePost(db, post);
    });
  }

  deletePost(key: string): Promise<void> {
    return this.#write(async (db) => {
      await db.deleteFrom('support_posts').where('key', '=', key).execute();
    });
  }

  #write<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T> {
    return available(() => this.#db.transaction().execute(work));
  }
}

/** The visitor may have deleted it in between. */
async function exists(db: Kysely<Tables>, escalationId: string): Promise<boolean> {
  const row = await db
    .selectFrom('escalations')
    .select('id')
    .where('id', '=', escalationId)
    .executeTakeFirst();
  return row !== undefined;
}

async function savePost(db: Kysely<Tables>, { key, escalationId, state }: SupportPost): Promise<void> {
  await db
    .insertInto('support_posts')
    .values({ key, escalation_id: escalationId, state })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ state }))
    .execute();
}

function threadFrom(row: Tables['support_threads']): SupportThread {
  return {
    escalationId: row.escalation_id,
    threadId: row.thread_id,
    cardId: row.card_id,
    told: JSON.parse(row.told) as CaseTold,
  };
}

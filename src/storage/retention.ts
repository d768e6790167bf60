import type { Kysely, Transaction } from 'kysely';
import type { Activity } from '../conversation/activity.ts';
import type { RetainedKind } from '../conversation/privacy-store.ts';
import { stateKey } from './erasure.ts';
import type { Tables } from './schema.ts';

/** Rows that one transaction deletes: others write in between. */
const sliceSize = 200;

/** Escalations that somebody waits for or works on. */
const running = ['queued', 'accepted'];

interface Expiry {
  /** Ids of a slice of what is older, after the last one looked at; empty at the end. */
  find(db: Kysely<Tables>, range: { before: string; after: string }): Promise<Slice>;
  delete(db: Transaction<Tables>, ids: string[]): Promise<void>;
}

interface Slice {
  /** What is to be deleted. */
  ids: string[];
  /** The last one looked at; undefined at the end. */
  last?: string;
}

/** Deletes a kind slice by slice. @returns how many there were. */
export async function expire(
  db: Kysely<Tables>,
  { kind, before, dryRun }: { kind: RetainedKind; before: string; dryRun: boolean },
): Promise<number> {
  const { find, delete: remove } = expiries[kind];
  let expired = 0;
  for (let after = ''; ;) {
    const { ids, last } = await find(db, { before, after });
    expired += ids.length;
    if (!dryRun && ids.length > 0) await db.transaction().execute((transaction) => remove(transaction, ids));
    if (last === undefined) break;
    after = last;
  }
  if (kind === 'cases' && !dryRun)
    await db.deleteFrom('unmatched_symptoms').where('at', '<', before).execute();
  if (kind === 'conversations' && !dryRun) await deleteEmptyConversations(db, before);
  return expired;
}

const expiries: Record<RetainedKind, Expiry> = {
  conversations: {
    /** Those whose last entry of the log is old. */
    async find(db, { before, after }) {
      const rows = await db
        .selectFrom('conversations')
        .innerJoin('log', (join) =>
          join
            .onRef('log.conversation_id', '=', 'conversations.id')
            .onRef('log.seq', '=', 'conversations.last_seq'),
        )
        .select(['conversations.id', 'conversations.started_at', 'log.activity'])
        .where('conversations.started_at', '<', before)
        .where('conversations.id', '>', after)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('escalations')
                .select('escalations.id')
                .whereRef('escalations.conversation_id', '=', 'conversations.id')
                .where('escalations.state', 'in', running),
            ),
          ),
        )
        .orderBy('conversations.id')
        .limit(sliceSize)
        .execute();
      const old = rows.filter(
        (row) => ((JSON.parse(row.activity) as Activity).timestamp ?? row.started_at) < before,
      );
      return { ids: old.map(({ id }) => id), last: rows.at(-1)?.id };
    },
    async delete(db, ids) {
      const conversations = await db
        .selectFrom('conversations')
        .select(['id', 'channel'])
        .where('id', 'in', ids)
        .execute();
      for (const table of ['owed_turns', 'log', 'files', 'one_time_links'] as const) {
        await db.deleteFrom(table).where('conversation_id', 'in', ids).execute();
      }
      await db.deleteFrom('state').where('key', 'in', conversations.map(stateKey)).execute();
      await db
        .updateTable('conversations')
        .set({ user_name: null, locale: null })
        .where('id', 'in', ids)
        .execute();
    },
  },
  escalations: {
    async find(db, { before, after }) {
      const rows = await db
        .selectFrom('escalations')
        .select('id')
        .where('requested_at', '<', before)
        .where('state', 'not in', running)
        .where('id', '>', after)
        .orderBy('id')
        .limit(sliceSize)
        .execute();
      return sliceOf(rows);
    },
    async delete(db, ids) {
      await db.deleteFrom('outbox').where('escalation_id', 'in', ids).execute();
      await db.deleteFrom('escalation_changes').where('escalation_id', 'in', ids).execute();
      await db.deleteFrom('escalations').where('id', 'in', ids).execute();
    },
  },
  cases: {
    /** A case stays as long as an escalation that tells of it. */
    async find(db, { before, after }) {
      const rows = await db
        .selectFrom('cases')
        .select('id')
        .where('opened_at', '<', before)
        .where('id', '>', after)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('escalations')
                .select('escalations.id')
                .whereRef('escalations.case_id', '=', 'cases.id'),
            ),
          ),
        )
        .orderBy('id')
        .limit(sliceSize)
        .execute();
      return sliceOf(rows);
    },
    async delete(db, ids) {
      await db.deleteFrom('cases').where('id', 'in', ids).execute();
    },
  },
  files: {
    async find(db, { before, after }) {
      const rows = await db
        .selectFrom('files')
        .select('id')
        .where('begun_at', '<', before)
        .where('id', '>', after)
        .orderBy('id')
        .limit(sliceSize)
        .execute();
      return sliceOf(rows);
    },
    async delete(db, ids) {
      await db.deleteFrom('files').where('id', 'in', ids).execute();
    },
  },
};

function sliceOf(rows: { id: string }[]): Slice {
  return { ids: rows.map(({ id }) => id), last: rows.at(-1)?.id };
}

/** The bare rows of conversations of which nothing else is left. */
async function deleteEmptyConversations(db: Kysely<Tables>, before: string): Promise<void> {
  for (;;) {
    const empty = await db
      .selectFrom('conversations')
      .select('id')
      .where('started_at', '<', before)
      .where(({ not, exists, selectFrom, and }) =>
        and(
          (['log', 'cases', 'escalations', 'files', 'unmatched_symptoms'] as const).map((table) =>
            not(
              exists(
                selectFrom(table)
                  .select(`${table}.conversation_id`)
                  .whereRef(`${table}.conversation_id`, '=', 'conversations.id'),
              ),
            ),
          ),
        ),
      )
      .limit(sliceSize)
      .execute();
    if (empty.length === 0) return;
    const ids = empty.map(({ id }) => id);
    await db
      .transaction()
      .execute((transaction) => transaction.deleteFrom('conversations').where('id', 'in', ids).execute());
  }
}

import { sql, type Kysely } from 'kysely';
import type { LogPages, LogPart } from '../conversation/log-pages.ts';
import type { LogEntry } from '../conversation/store.ts';
import { available } from './available.ts';
import { entryColumns, entryFrom } from './rows.ts';
import type { Tables } from './schema.ts';

/**
 * What stored messages contain, and other activities do not. Quotes within a text are escaped in JSON, so that what
 * looks like the field is the field.
 */
export const messageJson = '%"type":"message"%';

/** Reads logs in parts of bounded size on any SQL engine. */
export class SqlLogPages implements LogPages {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  read(part: LogPart): Promise<LogEntry[]> {
    return available(async () => {
      const seqs = await this.#fitting(part);
      const first = Math.min(...seqs);
      if (seqs.length === 0) return [];
      const rows = await this.#db
        .selectFrom('log')
        .select(entryColumns)
        .where('conversation_id', '=', part.conversationId)
        .where('seq', '>=', first)
        .where('seq', '<=', Math.max(...seqs))
        .orderBy('seq')
        .execute();
      return rows.map(entryFrom);
    });
  }

  lastMessage({ conversationId, direction, upTo }: Parameters<LogPages['lastMessage']>[0]) {
    return available(async () => {
      const row = await this.#db
        .selectFrom('log')
        .select(['seq', 'activity_id'])
        .where('conversation_id', '=', conversationId)
        .where('seq', '<=', upTo)
        .where('direction', '=', direction)
        .where('activity', 'like', messageJson)
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row && { seq: row.seq, activityId: row.activity_id };
    });
  }

  /** Positions of the entries that fit. Sizes are known without reading what they are the sizes of. */
  async #fitting({ conversationId, after = 0, before, from, limit, bytes }: LogPart): Promise<number[]> {
    let query = this.#db
      .selectFrom('log')
      .select(['seq', sql<number>`octet_length(activity)`.as('size')])
      .where('conversation_id', '=', conversationId)
      .where('seq', '>', after);
    if (before !== undefined) query = query.where('seq', '<', before);
    const rows = await query
      .orderBy('seq', from === 'start' ? 'asc' : 'desc')
      .limit(limit)
      .execute();
    let left = bytes;
    const fitting = rows.filter(({ size }, index) => {
      left -= size;
      return left >= 0 || index === 0;
    });
    return fitting.map(({ seq }) => seq);
  }
}

import type { Kysely } from 'kysely';
import type { Case } from '../conversation/case.ts';
import type { FollowUp, FollowUpStore } from '../conversation/follow-up.ts';
import { available } from './available.ts';
import type { Tables } from './schema.ts';

/** Cases that are planned for in one transaction: others write in between. */
const sliceSize = 200;

/** Planned questions in the database. */
export class SqlFollowUpStore implements FollowUpStore {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async plan(input: { since: string; afterMs: number }): Promise<number> {
    let planned = 0;
    for (;;) {
      const slice = await this.#planSlice(input);
      planned += slice.planned;
      if (slice.seen < sliceSize) return planned;
    }
  }

  due(now: string, limit: number): Promise<FollowUp[]> {
    return available(async () => {
      const rows = await this.#db
        .selectFrom('follow_ups')
        .selectAll()
        .where('state', '=', 'planned')
        .where('due_at', '<=', now)
        .orderBy('due_at')
        .orderBy('case_id')
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        ...{ caseId: row.case_id, conversationId: row.conversation_id },
        ...{ dueAt: row.due_at, state: row.state },
      }));
    });
  }

  outcomes(): Promise<{ asked: number; lasted: number; cameBack: number }> {
    return available(async () => {
      // A quote in what somebody wrote has a backslash before it, so this finds the field alone.
      const said = (value: boolean) => `%"lasted":${value}%`;
      const rows = await this.#db
        .selectFrom('follow_ups')
        .innerJoin('cases', 'cases.id', 'follow_ups.case_id')
        .select(({ fn, eb }) => [
          fn.countAll<number | string>().as('asked'),
          fn
            .sum<number | string | null>(eb.case().when('value', 'like', said(true)).then(1).else(0).end())
            .as('lasted'),
          fn
            .sum<number | string | null>(eb.case().when('value', 'like', said(false)).then(1).else(0).end())
            .as('back'),
        ])
        .where('follow_ups.state', '=', 'asked')
        .executeTakeFirst();
      return { asked: Number(rows?.asked), lasted: Number(rows?.lasted), cameBack: Number(rows?.back) };
    });
  }

  update(caseId: string, { dueAt, state }: Partial<Pick<FollowUp, 'dueAt' | 'state'>>): Promise<void> {
    return this.#write(async (db) => {
      await db
        .updateTable('follow_ups')
        .set({ ...(dueAt === undefined ? {} : { due_at: dueAt }), ...(state === undefined ? {} : { state }) })
        .where('case_id', '=', caseId)
        .where('state', '=', 'planned')
        .execute();
    });
  }

  #planSlice({ since, afterMs }: { since: string; afterMs: number }) {
    return this.#write(async (db) => {
      const cases = await db
        .selectFrom('cases')
        .select('value')
        .where('state', '=', 'solved')
        .where('opened_at', '>=', since)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('follow_ups')
                .select('follow_ups.case_id')
                .whereRef('follow_ups.case_id', '=', 'cases.id'),
            ),
          ),
        )
        .orderBy('opened_at')
        .limit(sliceSize)
        .execute();
      const rows = cases.map(({ value }) => rowOf(JSON.parse(value) as Case, afterMs));
      if (rows.length > 0) await db.insertInto('follow_ups').values(rows).execute();
      return { seen: rows.length, planned: rows.filter(({ state }) => state === 'planned').length };
    });
  }

  #write<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T> {
    return available(() => this.#db.transaction().execute(work));
  }
}

/** Of what was explained, or solved by a person, it is not asked whether it lasted. */
function rowOf({ id, conversationId, outcome, closedAt }: Case, afterMs: number): Tables['follow_ups'] {
  const isFixed = outcome === 'fixed' && closedAt !== undefined;
  return {
    case_id: id,
    conversation_id: conversationId,
    due_at: isFixed ? new Date(Date.parse(closedAt) + afterMs).toISOString() : '',
    state: isFixed ? 'planned' : 'skipped',
  };
}

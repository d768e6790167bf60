import type { Kysely, SelectQueryBuilder } from 'kysely';
import { setImmediate as nextTurnOfTheLoop } from 'node:timers/promises';
import type { Case } from '../conversation/case.ts';
import type { InsightStore, Period } from '../conversation/insight-store.ts';
import type { UnmatchedSymptom } from '../conversation/unmatched.ts';
import { available } from './available.ts';
import { caseFrom } from './rows.ts';
import type { Tables } from './schema.ts';
import { unmatchedFrom } from './unmatched.ts';

/** Rows read at a time: a few milliseconds in which no turn runs. */
const pageSize = 200;

/** Reads figures' raw material on any SQL engine. */
export class SqlInsightStore implements InsightStore {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async *casesOpened(period: Period): AsyncIterable<Case[]> {
    const { from, to } = period;
    let last = { time: from, id: '' };
    for (;;) {
      const rows = await this.#page(
        this.#db
          .selectFrom('cases')
          .select(['id', 'opened_at', 'value'])
          // The index finds the first row of the page by this; what follows leaves out those of the page before.
          .where('opened_at', '>=', last.time)
          .where('opened_at', '<', to)
          .where(({ or, and, eb }) =>
            or([
              eb('opened_at', '>', last.time),
              and([eb('opened_at', '=', last.time), eb('id', '>', last.id)]),
            ]),
          )
          .orderBy('opened_at')
          .orderBy('id'),
      );
      const end = rows.at(-1);
      if (!end) return;
      yield rows.map(caseFrom);
      last = { time: end.opened_at, id: end.id };
    }
  }

  async *unmatched({ from, to }: Period): AsyncIterable<UnmatchedSymptom[]> {
    let last = { time: from, id: '', seq: 0 };
    for (;;) {
      const rows = await this.#page(
        this.#db
          .selectFrom('unmatched_symptoms')
          .selectAll()
          .where('at', '>=', last.time)
          .where('at', '<', to)
          .where(({ or, and, eb }) =>
            or([
              eb('at', '>', last.time),
              and([eb('at', '=', last.time), eb('conversation_id', '>', last.id)]),
              and([eb('at', '=', last.time), eb('conversation_id', '=', last.id), eb('seq', '>', last.seq)]),
            ]),
          )
          .orderBy('at')
          .orderBy('conversation_id')
          .orderBy('seq'),
      );
      const end = rows.at(-1);
      if (!end) return;
      yield rows.map(unmatchedFrom);
      last = { time: end.at, id: end.conversation_id, seq: end.seq };
    }
  }

  /** The database answers within the process, so other work gets its turn only when it is let in. */
  async #page<Row>(query: SelectQueryBuilder<Tables, keyof Tables, Row>): Promise<Row[]> {
    await nextTurnOfTheLoop();
    return available(() => query.limit(pageSize).execute());
  }
}

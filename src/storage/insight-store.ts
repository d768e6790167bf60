import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import { setImmediate as nextTurnOfTheLoop } from 'node:timers/promises';
import type { Case } from '../conversation/case.ts';
import type { CaseFigures, CaseSums, InsightStore, Period } from '../conversation/insight-store.ts';
import type { UnmatchedSymptom } from '../conversation/unmatched.ts';
import { available } from './available.ts';
import { PreparedQuery, type Value } from './prepared-query.ts';
import { caseFrom } from './rows.ts';
import type { Tables } from './schema.ts';
import { unmatchedFrom } from './unmatched.ts';

/** Rows read, and cases counted, at a time: a few milliseconds in which no turn runs. */
const pageSize = { read: 200, count: 50 } as const;

/** Figures on any SQL engine. */
export class SqlInsightStore implements InsightStore {
  readonly #db: Kysely<Tables>;

  /** Leaves out a case that is not as it was read. */
  readonly #markCounted: PreparedQuery<{ id: string; value: string }, unknown>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
    this.#markCounted = new PreparedQuery((value: Value<{ id: string; value: string }>) =>
      db
        .updateTable('cases')
        .set({ counted: 1 })
        .where('id', '=', value('id'))
        .where('value', '=', value('value')),
    );
  }

  async countCases(figuresOf: (value: Case) => CaseFigures): Promise<number> {
    for (let counted = 0; ;) {
      await nextTurnOfTheLoop();
      const some = await available(() => this.#countSome(figuresOf));
      counted += some;
      if (some < pageSize.count) return counted;
    }
  }

  sums(period: Period & { abandonedBefore: string }): Promise<CaseSums> {
    return available(async () => ({
      ends: await this.#ends(period),
      scores: await this.#scores(period),
      seconds: await this.#seconds(period),
      checks: await this.#checks(period),
    }));
  }

  sectionsOf(caseIds: readonly string[]): Promise<Map<string, string>> {
    return available(async () => {
      if (caseIds.length === 0) return new Map<string, string>();
      const rows = await this.#db
        .selectFrom('case_figures')
        .select(['case_id', 'section'])
        .where('case_id', 'in', caseIds)
        .execute();
      return new Map(rows.flatMap(({ case_id: id, section }) => (section === null ? [] : [[id, section]])));
    });
  }

  async *unmatched({ from, to }: Period): AsyncIterable<UnmatchedSymptom[]> {
    let last = { time: from, id: '', seq: 0 };
    for (;;) {
      const rows = await this.#page(
        this.#db
          .selectFrom('unmatched_symptoms')
          .selectAll()
          // The index finds the first row of the page by this; what follows leaves out those of the page before.
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

  /** One transaction; a case that is written meanwhile stays to be counted. */
  #countSome(figuresOf: (value: Case) => CaseFigures): Promise<number> {
    return this.#db.transaction().execute(async (db) => {
      const rows = await db
        .selectFrom('cases')
        .select(['id', 'value'])
        // As it stands in the index: with a parameter the index would not be used.
        .where(sql<boolean>`counted = 0`)
        .orderBy('id')
        .limit(pageSize.count)
        .execute();
      const figures: { id: string; of: CaseFigures }[] = [];
      for (const row of rows) {
        const { numAffectedRows = 0n } = await this.#markCounted.run(db, row);
        if (numAffectedRows > 0n) figures.push({ id: row.id, of: figuresOf(caseFrom(row)) });
      }
      if (figures.length > 0) await saveFigures(db, figures);
      return rows.length;
    });
  }

  async #ends({
    from,
    to,
    abandonedBefore,
  }: Period & { abandonedBefore: string }): Promise<CaseSums['ends']> {
    const rows = await this.#db
      .selectFrom('case_figures')
      .select(({ fn, case: when }) => [
        when()
          .when('outcome', 'is not', null)
          .then(sql<string>`outcome`)
          .when('last_at', '<=', abandonedBefore)
          .then('abandoned')
          .else('open')
          .end()
          .as('ended'),
        'asked',
        'check_id',
        fn.countAll<number | string>().as('cases'),
        fn.sum<number | string>('by_person').as('by_person'),
      ])
      .where('opened_at', '>=', from)
      .where('opened_at', '<', to)
      .groupBy(['ended', 'asked', 'check_id'])
      .execute();
    return rows.map((row) => ({
      end: row.ended as CaseSums['ends'][number]['end'],
      asked: row.asked as CaseFigures['asked'],
      ...(row.check_id === null ? {} : { check: row.check_id }),
      cases: Number(row.cases),
      byPerson: Number(row.by_person),
    }));
  }

  async #scores({ from, to }: Period): Promise<CaseSums['scores']> {
    const rows = await this.#db
      .selectFrom('case_figures')
      .select(({ fn }) => ['score', fn.countAll<number | string>().as('cases')])
      .where('opened_at', '>=', from)
      .where('opened_at', '<', to)
      .where('score', 'is not', null)
      .groupBy('score')
      .execute();
    return rows.map(({ score, cases }) => ({ score: Number(score), cases: Number(cases) }));
  }

  async #seconds({ from, to }: Period): Promise<number[]> {
    const rows = await this.#db
      .selectFrom('case_figures')
      .select('seconds')
      .where('opened_at', '>=', from)
      .where('opened_at', '<', to)
      .where('seconds', 'is not', null)
      .execute();
    return rows.map(({ seconds }) => Number(seconds));
  }

  async #checks({ from, to }: Period): Promise<CaseSums['checks']> {
    const rows = await this.#db
      .selectFrom('check_figures')
      .select(({ fn }) => [
        'check_id',
        'answer',
        fn.countAll<number | string>().as('cases'),
        fn.sum<number | string>('sought').as('sought'),
        fn.sum<number | string>('solved').as('solved'),
        fn.sum<number | string | null>('lasted').as('lasted'),
        fn.count<number | string>('lasted').as('told'),
      ])
      .where('opened_at', '>=', from)
      .where('opened_at', '<', to)
      .groupBy(['check_id', 'answer'])
      .execute();
    return rows.map((row) => {
      const cases = Number(row.cases);
      const of = (answer: string) => (row.answer === answer ? cases : 0);
      return {
        check: row.check_id,
        cases,
        fixed: of('fixed'),
        alreadyOk: of('already-ok'),
        notFound: of('not-found'),
        skipped: of('skip'),
        sought: Number(row.sought),
        solved: Number(row.solved),
        lasted: Number(row.lasted ?? 0),
        cameBack: Number(row.told) - Number(row.lasted ?? 0),
      };
    });
  }

  /** The database answers within the process, so other work gets its turn only when it is let in. */
  async #page<Row>(query: SelectQueryBuilder<Tables, keyof Tables, Row>): Promise<Row[]> {
    await nextTurnOfTheLoop();
    return available(() => query.limit(pageSize.read).execute());
  }
}

async function saveFigures(db: Kysely<Tables>, figures: { id: string; of: CaseFigures }[]): Promise<void> {
  const ids = figures.map(({ id }) => id);
  await db.deleteFrom('check_figures').where('case_id', 'in', ids).execute();
  await db.deleteFrom('case_figures').where('case_id', 'in', ids).execute();
  await db.insertInto('case_figures').values(figures.map(caseRow)).execute();
  const checks = figures.flatMap(checkRows);
  if (checks.length > 0) await db.insertInto('check_figures').values(checks).execute();
}

function caseRow({ id, of }: { id: string; of: CaseFigures }): Tables['case_figures'] {
  return {
    case_id: id,
    opened_at: of.openedAt,
    outcome: of.outcome ?? null,
    last_at: of.lastAt,
    asked: of.asked,
    check_id: of.check ?? null,
    by_person: of.solvedByPerson ? 1 : 0,
    seconds: of.seconds ?? null,
    score: of.score ?? null,
    section: of.section ?? null,
  };
}

function checkRows({ id, of }: { id: string; of: CaseFigures }): Tables['check_figures'][] {
  return of.checks.map(({ check, answer, sought, solved, lasted }) => ({
    case_id: id,
    check_id: check,
    opened_at: of.openedAt,
    answer,
    sought: sought ? 1 : 0,
    solved: solved ? 1 : 0,
    lasted: lasted === undefined ? null : lasted ? 1 : 0,
  }));
}

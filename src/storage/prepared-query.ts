import type { Compilable, CompiledQuery, Kysely, QueryResult, Transaction } from 'kysely';
import type { Tables } from './schema.ts';

export type Executor = Kysely<Tables> | Transaction<Tables>;

/** Says where in a query a value belongs: which field of which of the records (from 0) that it runs with. */
export type Value<R> = <K extends keyof R>(name: K, record?: number) => R[K];

/** Stands in a compiled query where a value belongs. */
class Slot {
  readonly name: PropertyKey;
  readonly record: number;

  constructor(name: PropertyKey, record: number) {
    this.name = name;
    this.record = record;
  }
}

/**
 * A query that is built and compiled at its first run and afterwards only takes its values: building one anew costs
 * more than running it.
 */
export class PreparedQuery<R extends object, Row> {
  readonly #build: (value: Value<R>) => Compilable<Row>;
  #compiled: CompiledQuery<Row> | undefined;

  /** @param build makes the query, with `value('name')` wherever a value belongs. */
  constructor(build: (value: Value<R>) => Compilable<Row>) {
    this.#build = build;
  }

  run(db: Executor, ...records: R[]): Promise<QueryResult<Row>> {
    this.#compiled ??= this.#build(slot).compile();
    const parameters = this.#compiled.parameters.map((parameter) =>
      parameter instanceof Slot ? records[parameter.record]?.[parameter.name as keyof R] : parameter,
    );
    return db.executeQuery({ ...this.#compiled, parameters });
  }

  async first(db: Executor, ...records: R[]): Promise<Row | undefined> {
    return (await this.run(db, ...records)).rows[0];
  }
}

/** The query builder takes a slot for the value that replaces it later. */
function slot(name: PropertyKey, record = 0): never {
  return new Slot(name, record) as never;
}

/** One query for each number of records. */
export function byLength<Q>(make: (length: number) => Q): (length: number) => Q {
  const made = new Map<number, Q>();
  return (length) => {
    const query = made.get(length) ?? make(length);
    made.set(length, query);
    return query;
  };
}

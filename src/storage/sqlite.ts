import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';
import {
  CompiledQuery,
  Kysely,
  SqliteDialect,
  SqliteDriver,
  type DatabaseConnection,
  type SqliteDatabase,
  type SqliteStatement,
} from 'kysely';
import { SupportError } from '../errors.ts';
import type { Tables } from './schema.ts';

/** How long a writer waits for another process that writes to the same file, and how often it looks. */
const busy = { giveUpAfterMs: 5000, lookEveryMs: 5 } as const;
/** SQLite's own waiting stops the whole process, so once the file is open it is short. */
const blockingTimeoutMs = 20;
/**
 * Pages of 4 KB in the write-ahead log at which it is brought into the database file. Doing so waits for the disk,
 * so it is done four times less often than by default; the log file grows to 16 MB.
 */
const checkpointPages = 4000;

/**
 * Opens a SQLite file, making its folder, for its owner only. WAL lets readers go on while one writes; synchronous
 * NORMAL then loses nothing when the process dies, and at most the last commits when the machine loses power.
 * Source: https://www.sqlite.org/pragma.html#pragma_synchronous
 * @param path of the file, or `:memory:`.
 * @throws SupportError `storage.missing` when the file must exist and does not.
 */
export function openSqlite(path: string, { mustExist = false } = {}): Kysely<Tables> {
  if (mustExist && !existsSync(path)) {
    throw new SupportError('storage.missing', `There is no database at ${path}.`);
  }
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const database = new Database(path, { timeout: busy.giveUpAfterMs });
  try {
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = NORMAL');
    database.pragma('foreign_keys = ON');
    // What was deleted is overwritten, so that erasing a visitor's data leaves none of it in the file.
    database.pragma('secure_delete = ON');
    database.pragma(`wal_autocheckpoint = ${checkpointPages}`);
    database.pragma(`busy_timeout = ${blockingTimeoutMs}`);
  } catch (error) {
    database.close();
    throw error;
  }
  return new Kysely<Tables>({ dialect: new ImmediateSqliteDialect(withStatementCache(database)) });
}

/**
 * Brings the write-ahead log into the database file and empties it: what it holds of deleted rows would stay on disk
 * until it is written over. Does what it can while another process reads; the next time does the rest.
 * Source: https://www.sqlite.org/pragma.html#pragma_wal_checkpoint
 */
export async function scrubSqlite(db: Kysely<Tables>): Promise<void> {
  await db.executeQuery(CompiledQuery.raw('pragma wal_checkpoint(truncate)'));
}

/** One that tells whether a transaction is open. */
type WatchedDatabase = SqliteDatabase & { readonly inTransaction: boolean };

class ImmediateSqliteDialect extends SqliteDialect {
  readonly #database: WatchedDatabase;

  constructor(database: WatchedDatabase) {
    super({ database });
    this.#database = database;
  }

  override createDriver(): SqliteDriver {
    return new ImmediateSqliteDriver(this.#database);
  }
}

/** Takes the write lock at the start: a transaction that reads first could not be upgraded while another writes. */
class ImmediateSqliteDriver extends SqliteDriver {
  readonly #database: WatchedDatabase;

  constructor(database: WatchedDatabase) {
    super({ database });
    this.#database = database;
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    for (let waited = 0; ; waited += busy.lookEveryMs) {
      try {
        await connection.executeQuery(CompiledQuery.raw('begin immediate'));
        return;
      } catch (error) {
        if (!isBusy(error) || waited >= busy.giveUpAfterMs) throw error;
      }
      await delay(busy.lookEveryMs);
    }
  }

  /** When the disk is full SQLite has rolled back by itself; doing it again would hide why. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#database.inTransaction) await super.rollbackTransaction(connection);
  }
}

function isBusy(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'SQLITE_BUSY';
}

/** Preparing costs more than running. The texts are few, as only the lengths of lists vary in them. */
function withStatementCache(database: Database.Database): WatchedDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => void database.close(),
    get inTransaction() {
      return database.inTransaction;
    },
    prepare(sql) {
      const known = statements.get(sql);
      if (known) return known;
      const statement = database.prepare(sql);
      if (statements.size < 500) statements.set(sql, statement);
      return statement;
    },
  };
}

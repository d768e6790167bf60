import { SupportError, errorFrom } from '../errors.ts';
import type { Store } from '../conversation/store.ts';
import type { Kysely } from 'kysely';
import { migrate } from './migrations.ts';
import type { Tables } from './schema.ts';
import { SqlStore } from './sql-store.ts';
import { openSqlite } from './sqlite.ts';

export interface StoreParts {
  clock: () => Date;
  newId: () => string;
}

/** Every engine by the scheme of its address, given what follows the colon. */
export const engines: Record<string, (location: string) => Kysely<Tables>> = {
  sqlite: openSqlite,
};

/**
 * Opens the store behind a DATABASE_URL, such as `sqlite:data/support.db`, and brings its tables up to date.
 * @throws SupportError `storage.unsupported`, `storage.unavailable` or `storage.newer`.
 */
export async function openStore(databaseUrl: string, parts: StoreParts): Promise<Store> {
  const [, scheme = '', location = ''] = /^([a-z]+):(.+)$/s.exec(databaseUrl) ?? [];
  const open = Object.hasOwn(engines, scheme) ? engines[scheme] : undefined;
  if (!open) {
    throw new SupportError(
      'storage.unsupported',
      `No storage engine for a DATABASE_URL that begins with "${scheme}:".`,
    );
  }
  let db: Kysely<Tables> | undefined;
  try {
    db = open(location);
    await migrate(db, parts.clock);
    return new SqlStore(db, parts);
  } catch (cause) {
    await db?.destroy();
    if (cause instanceof SupportError) throw cause;
    throw new SupportError(
      'storage.unavailable',
      `The database does not open: ${errorFrom(cause).message}`,
      cause,
    );
  }
}

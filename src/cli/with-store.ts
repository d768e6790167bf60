import { readConfig } from '../config.ts';
import { openStore, type OpenedStore } from '../storage/stores.ts';

/**
 * Does a command's work on the database of DATABASE_URL, and closes it.
 * @throws SupportError `storage.missing` when there is none: a command that made one would find nothing in it.
 */
export async function withStore<T>(work: (store: OpenedStore) => Promise<T>): Promise<T> {
  const parts = { clock: () => new Date(), newId: () => crypto.randomUUID() };
  const store = await openStore(readConfig().databaseUrl, { ...parts, mustExist: true });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

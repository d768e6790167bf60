import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { CompiledQuery } from 'kysely';
import { openSqlite } from '../../src/storage/sqlite.ts';
import { engines, openStore } from '../../src/storage/stores.ts';
import { contractClock, storeContract } from './store.contract.ts';

const parts = { clock: contractClock, newId: () => crypto.randomUUID() };
let folder: string;

function newFolder(): string {
  folder = mkdtempSync(join(tmpdir(), 'store-'));
  return folder;
}

const fixtures: Record<
  string,
  () => Promise<{ open: () => ReturnType<typeof openStore>; dispose: () => Promise<void> }>
> = {
  sqlite: () => {
    const own = newFolder();
    return Promise.resolve({
      open: () => openStore(`sqlite:${join(own, 'data', 'support.db')}`, parts),
      dispose: () => Promise.resolve(rmSync(own, { recursive: true })),
    });
  },
};

for (const [engine, createFixture] of Object.entries(fixtures)) storeContract(engine, createFixture);

describe('opening a store', () => {
  beforeEach(newFolder);
  afterEach(() => rmSync(folder, { recursive: true }));

  it('has a contract fixture for every engine in the list', () => {
    expect(Object.keys(fixtures)).toEqual(Object.keys(engines));
  });

  it.each(['mysql://host/db', 'support.db', 'constructor:x', 'sqlite:'])(
    'refuses %s, which no engine answers to',
    async (url) => {
      await expect(openStore(url, parts)).rejects.toMatchObject({ code: 'storage.unsupported' });
    },
  );

  it('says that it is unavailable when the folder cannot be made', async () => {
    writeFileSync(join(folder, 'file'), '');
    const url = `sqlite:${join(folder, 'file', 'support.db')}`;
    await expect(openStore(url, parts)).rejects.toMatchObject({ code: 'storage.unavailable' });
  });

  it('says that it is unavailable when the file is no database', async () => {
    writeFileSync(join(folder, 'support.db'), 'not a database at all'.repeat(100));
    const url = `sqlite:${join(folder, 'support.db')}`;
    await expect(openStore(url, parts)).rejects.toMatchObject({ code: 'storage.unavailable' });
  });

  it('makes no database where one must be', async () => {
    const url = `sqlite:${join(folder, 'none', 'support.db')}`;
    const opened = openStore(url, { ...parts, mustExist: true });
    await expect(opened).rejects.toMatchObject({ code: 'storage.missing' });
    expect(existsSync(join(folder, 'none'))).toBe(false);
  });

  it('tells why a transaction failed that SQLite has rolled back by itself', async () => {
    const db = openSqlite(join(folder, 'support.db'));
    await db.executeQuery(CompiledQuery.raw('create table numbers (number integer primary key)'));
    const twice = db.transaction().execute(async (transaction) => {
      await transaction.executeQuery(CompiledQuery.raw('insert into numbers values (1)'));
      await transaction.executeQuery(CompiledQuery.raw('insert or rollback into numbers values (1)'));
    });
    await expect(twice).rejects.toThrow('UNIQUE');
    expect((await db.executeQuery(CompiledQuery.raw('select * from numbers'))).rows).toEqual([]);
    await db.destroy();
  });

  it('refuses a database that a newer program has written, and leaves it as it is', async () => {
    const path = join(folder, 'support.db');
    await (await openStore(`sqlite:${path}`, parts)).close();
    const database = new Database(path);
    database.prepare('insert into migrations (number, applied_at) values (999, ?)').run('later');
    database.close();
    await expect(openStore(`sqlite:${path}`, parts)).rejects.toMatchObject({ code: 'storage.newer' });
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engines, openStore } from '../../src/storage/stores.ts';
import { accessStoreContract } from './access-store.contract.ts';
import { fileStoreContract } from './file-store.contract.ts';

const fixtures = {
  sqlite: () => {
    const folder = mkdtempSync(join(tmpdir(), 'files-'));
    let now = Date.parse('2026-11-22T10:00:00.000Z');
    const parts = { clock: () => new Date(now), newId: () => crypto.randomUUID() };
    return Promise.resolve({
      open: () => openStore(`sqlite:${join(folder, 'support.db')}`, parts),
      pass: (milliseconds: number) => void (now += milliseconds),
      dispose: () => Promise.resolve(rmSync(folder, { recursive: true })),
    });
  },
};

for (const [engine, createFixture] of Object.entries(fixtures)) {
  fileStoreContract(engine, createFixture);
  accessStoreContract(engine, createFixture);
}

it('there is a fixture for every engine in the list', () => {
  expect(Object.keys(fixtures)).toEqual(Object.keys(engines));
});

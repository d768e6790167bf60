import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engines, openStore } from '../../src/storage/stores.ts';
import { connectorStoreContract } from './connector-store.contract.ts';
import { laterStoresContract } from './support-channel-store.contract.ts';

const parts = { clock: () => new Date('2026-11-22T10:00:00.000Z'), newId: () => crypto.randomUUID() };

const fixtures = {
  sqlite: () => {
    const folder = mkdtempSync(join(tmpdir(), 'references-'));
    return Promise.resolve({
      open: () => openStore(`sqlite:${join(folder, 'support.db')}`, parts),
      dispose: () => Promise.resolve(rmSync(folder, { recursive: true })),
    });
  },
};

for (const [engine, createFixture] of Object.entries(fixtures)) {
  connectorStoreContract(engine, createFixture);
  laterStoresContract(engine, createFixture);
}

it('there is a fixture for every engine in the list', () => {
  expect(Object.keys(fixtures)).toEqual(Object.keys(engines));
});

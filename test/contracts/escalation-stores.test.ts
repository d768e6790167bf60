import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engines, openStore } from '../../src/storage/stores.ts';
import { escalationStoreContract, type EscalationStoreFixture } from './escalation-store.contract.ts';
import { contractClock } from './store.contract.ts';

const parts = { clock: contractClock, newId: () => crypto.randomUUID() };

const fixtures: Record<string, () => Promise<EscalationStoreFixture>> = {
  sqlite: () => {
    const folder = mkdtempSync(join(tmpdir(), 'escalations-'));
    return Promise.resolve({
      open: () => openStore(`sqlite:${join(folder, 'support.db')}`, parts),
      dispose: () => Promise.resolve(rmSync(folder, { recursive: true })),
    });
  },
};

for (const [engine, createFixture] of Object.entries(fixtures))
  escalationStoreContract(engine, createFixture);

it('every engine in the list has a fixture for escalations', () => {
  expect(Object.keys(fixtures)).toEqual(Object.keys(engines));
});

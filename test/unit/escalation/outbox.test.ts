import { Outbox } from '../../../src/escalation/delivery.ts';
import type { Target } from '../../../src/escalation/target.ts';
import { type OpenedStore, openStore } from '../../../src/storage/stores.ts';
import { escalationOf, waitingCase, wording } from '../../support/escalation.ts';

const conversationId = 'c1';
const at = '2026-11-23T10:00:00.000Z';
const clock = () => new Date(at);

let store: OpenedStore;

beforeEach(async () => {
  store = await openStore('sqlite::memory:', { clock, newId: () => crypto.randomUUID() });
  await store.createConversation({ id: conversationId, channel: 'directline', userId: 'v', startedAt: at });
});
afterEach(() => store.close());

/** What a turn leaves for the target. */
async function write(): Promise<void> {
  const entry = { id: 'o', target: 'help-desk', escalationId: 'e1', conversationId, kind: 'status' } as const;
  await store.commitAct({
    ...{ conversationId, outgoing: [], state: new Map(), cases: [waitingCase] },
    escalations: [{ escalation: escalationOf(), changes: [] }],
    outbox: [{ ...entry, status: 'accepted' }],
  });
}

describe('the outbox', () => {
  it('sends at once what was written while it read how long to sleep', async () => {
    const { escalations } = store;
    const { promise: delivered, resolve } = Promise.withResolvers<string>();
    const deliver: Target['deliver'] = ({ key }) => Promise.resolve(resolve(key));
    const outbox = new Outbox({
      ...{ store, escalations, logPages: store.logPages, wording, clock, random: () => 0 },
      targets: [{ name: 'help-desk', follows: 'to-the-end', deliver }],
      logger: { info: () => undefined, error: () => undefined },
    });
    jest.spyOn(escalations, 'nextOutboxTime').mockImplementationOnce(async () => {
      await write();
      outbox.wake();
      return undefined;
    });
    outbox.start();
    expect(await delivered).toBe('o');
    await outbox.stop();
  });
});

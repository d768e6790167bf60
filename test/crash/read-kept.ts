import type { Escalation, EscalationChange } from '../../src/conversation/escalation.ts';
import type { LogEntry } from '../../src/conversation/store.ts';
import { openStore } from '../../src/storage/stores.ts';

/** What stands in the database. */
export interface Kept {
  /** By conversation, in order. */
  logs: ReadonlyMap<string, LogEntry[]>;
  escalations: readonly {
    escalation: Pick<Escalation, 'id' | 'conversationId'>;
    changes: EscalationChange[];
  }[];
  /** Turns that were never run to their end. */
  owed: number;
}

const most = 10_000;

export async function readKept(databaseUrl: string, conversations: readonly string[]): Promise<Kept> {
  const parts = { clock: () => new Date(), newId: () => crypto.randomUUID() };
  const store = await openStore(databaseUrl, parts);
  try {
    const found = await store.escalations.listEscalations({ order: 'newest', limit: most });
    const escalations = await Promise.all(
      found.map(async (escalation) => ({
        escalation,
        changes: await store.escalations.escalationChanges(escalation.id),
      })),
    );
    const logs = new Map<string, LogEntry[]>();
    for (const conversationId of conversations) {
      logs.set(conversationId, await store.readLog({ conversationId, after: 0, limit: most }));
    }
    return { logs, escalations, owed: (await store.owedTurns()).length };
  } finally {
    await store.close();
  }
}

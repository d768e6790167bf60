import type { EscalationStore } from '../conversation/escalation-store.ts';
import type { Escalation } from '../conversation/escalation.ts';
import { alwaysOpen, type SupportHours } from '../guide/support-hours.ts';
import { dutyAt, readableTime } from './duty.ts';
import { expectedWait } from './expected-wait.ts';
import type { TargetTraits } from './outbox-entries.ts';

/** The one queue there is so far; agents name the queues they serve. */
export const supportQueue = 'support';

/** Waits that say something about the next one: of so many visitors, within so many hours. */
const recent = { visitors: 20, hours: 24 };

/** What the dialogs need to know of the support team. Without a store nobody else waits. */
export function createHandOverServices(parts: {
  hours: SupportHours | undefined;
  store?: Pick<EscalationStore, 'countAhead' | 'recentWaits'>;
  targets?: readonly TargetTraits[];
  clock: () => Date;
  newId: () => string;
}) {
  const { store, clock, newId, targets = [], hours = alwaysOpen } = parts;
  return {
    newEscalationId: newId,
    queue: supportQueue,
    duty: (now: Date) => dutyAt(hours, now),
    readableTime: (at: Date) => readableTime(hours, at),
    acceptWithinSeconds: hours.acceptWithinMinutes * 60,
    targets,
    outlook: (escalation: Escalation) => outlook(escalation, { store, clock }),
  };
}

async function outlook(
  escalation: Escalation,
  {
    store,
    clock,
  }: { store: Pick<EscalationStore, 'countAhead' | 'recentWaits'> | undefined; clock: () => Date },
): Promise<{ ahead: number; waitSeconds?: number }> {
  if (!store) return { ahead: 0 };
  const now = clock().getTime();
  const since = new Date(now - recent.hours * 3_600_000).toISOString();
  const { queue, queuedAt } = escalation;
  const waits = await store.recentWaits({ queue, since, limit: recent.visitors });
  const waited = queuedAt === undefined ? 0 : (now - Date.parse(queuedAt)) / 1000;
  return { ahead: await store.countAhead(escalation), waitSeconds: expectedWait({ waits, waited }) };
}

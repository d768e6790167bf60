import type { EscalationStore } from '../conversation/escalation-store.ts';
import type { Escalation } from '../conversation/escalation.ts';
import { alwaysOpen, type SupportHours } from '../guide/support-hours.ts';
import { dutyAt, readableTime, type TimeReader } from './duty.ts';
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
  /** Whether anybody at the desk takes cases of this queue; undefined while nobody can tell. */
  isStaffed?: (queue: string) => boolean | undefined;
  clock: () => Date;
  newId: () => string;
}) {
  const { store, clock, newId, targets = [], hours = alwaysOpen } = parts;
  // Where cases go elsewhere too, somebody may be there whom the desk does not see.
  const isDeskOnly = !targets.some(({ follows }) => follows === 'until-taken' || follows === 'to-the-end');
  const isDeskEmpty = (queue: string) => isDeskOnly && parts.isStaffed?.(queue) === false;
  return {
    newEscalationId: newId,
    queue: supportQueue,
    duty: (now: Date) => dutyAt(hours, now),
    readableTime: (at: Date, reader?: TimeReader) => readableTime(hours, at, reader),
    acceptWithinSeconds: hours.acceptWithinMinutes * 60,
    targets,
    outlook: (escalation: Escalation) => outlook(escalation, { store, clock, isDeskEmpty }),
  };
}

/** `nobody`: there is nobody at the desk, so that nothing honest can be said about the wait. */
async function outlook(
  escalation: Escalation,
  {
    store,
    clock,
    isDeskEmpty,
  }: {
    store: Pick<EscalationStore, 'countAhead' | 'recentWaits'> | undefined;
    clock: () => Date;
    isDeskEmpty: (queue: string) => boolean;
  },
): Promise<{ ahead: number; waitSeconds?: number; nobody?: boolean }> {
  if (!store) return { ahead: 0 };
  const { queue, queuedAt } = escalation;
  const ahead = await store.countAhead(escalation);
  if (isDeskEmpty(queue)) return { ahead, nobody: true };
  const now = clock().getTime();
  const since = new Date(now - recent.hours * 3_600_000).toISOString();
  const waits = await store.recentWaits({ queue, since, limit: recent.visitors });
  const waited = queuedAt === undefined ? 0 : (now - Date.parse(queuedAt)) / 1000;
  return { ahead, waitSeconds: expectedWait({ waits, waited }) };
}

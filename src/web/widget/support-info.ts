import type { Activity } from '../../conversation/activity.ts';

/** `channelData.support` of a bot message: where the case stands. */
export interface SupportInfo {
  state: string;
  /** The check on screen is the `position`th of about `total`. */
  progress?: { position: number; total: number };
}

/** Reads where the case stands; undefined when the message does not say. */
export function supportInfoOf(activity: Activity): SupportInfo | undefined {
  const info = activity.channelData?.support;
  if (typeof info !== 'object' || info === null) return undefined;
  const { state, position, total } = info as Record<string, unknown>;
  if (typeof state !== 'string') return undefined;
  if (!isCount(position) || !isCount(total)) return { state };
  return { state, progress: { position, total: Math.max(position, total) } };
}

/** Whether a person and not the bot answers now, perhaps minutes later. */
export function isWithPerson(info: SupportInfo | undefined): boolean {
  return info?.state === 'waiting-for-person' || info?.state === 'with-person';
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0;
}

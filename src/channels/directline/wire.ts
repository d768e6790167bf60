import type { Activity, ChannelAccount } from '../../conversation/activity.ts';
import type { LogEntry } from '../../conversation/store.ts';
import { DirectLineError } from './errors.ts';

/** A frame of the stream and an answer to GET activities. Source: ActivitySet of the specification. */
export interface ActivitySet {
  activities: Activity[];
  watermark?: string;
}

/** Activities between bot and channel that no client is shown. `typing` passes over the socket, never from the log. */
const hiddenTypes = new Set([
  'conversationUpdate',
  'installationUpdate',
  'contactRelationUpdate',
  'trace',
  'typing',
  'invokeResponse',
]);

/** What clients see of log entries, in order. The watermark is the position of the last one, shown or not. */
export function activitySet(entries: LogEntry[], botAccount: ChannelAccount): ActivitySet {
  const activities = entries
    .filter((entry) => !hiddenTypes.has(entry.activity.type))
    .map((entry) => visibleActivity(entry, botAccount));
  const last = entries.at(-1);
  return last ? { activities, watermark: String(last.seq) } : { activities };
}

/** Fills in what the channel knows better than the bot. */
export function sentActivity(
  activity: Activity,
  { conversationId, botAccount }: { conversationId: string; botAccount: ChannelAccount },
): Activity {
  return {
    ...activity,
    channelId: 'directline',
    conversation: { id: conversationId },
    from: { ...(activity.from ?? botAccount), role: activity.from?.role ?? 'bot' },
  };
}

function visibleActivity(
  { conversationId, direction, activity }: LogEntry,
  botAccount: ChannelAccount,
): Activity {
  return direction === 'in' ? activity : sentActivity(activity, { conversationId, botAccount });
}

const maxWatermarkCharacters = 256;

/**
 * Reads a watermark. It is opaque to clients, so one that was not made here is read as the beginning, and one
 * beyond the end as the end: nothing is ever skipped.
 * @returns undefined when the client has none (missing or empty).
 * @throws DirectLineError `BadArgument` when it is far longer than any.
 */
export function parseWatermark(text: string | undefined, lastSeq: number): number | undefined {
  if (text === undefined || text === '') return undefined;
  if (text.length > maxWatermarkCharacters) throw new DirectLineError('BadArgument', 'That is no watermark.');
  const seq = /^\d{1,15}$/.test(text) ? Number(text) : 0;
  return Math.min(seq, lastSeq);
}

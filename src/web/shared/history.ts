import type { Activity } from '../../conversation/activity.ts';

/** A piece of the log. */
export interface History {
  activities: Activity[];
  /** Where the stream goes on. */
  watermark: string;
}

/** The piece of the log in an answer of the server, empty where it holds none. */
export function parseHistory(value: unknown): History {
  const { activities, watermark } = value as { activities?: unknown; watermark?: unknown };
  return {
    activities: Array.isArray(activities) ? (activities as Activity[]) : [],
    watermark: typeof watermark === 'string' ? watermark : '',
  };
}

/** A message as it stands now. `replaced` says that an earlier version was shown before. */
export interface MessageVersion {
  activity: Activity;
  replaced: boolean;
}

/**
 * Folds a run of the log into what the screen shows: each activity id once, at the place where it first came, with
 * the content of its last version. Activities without an id stay as they are.
 */
export function latestVersions(activities: Activity[]): MessageVersion[] {
  const byId = new Map<string, MessageVersion>();
  const versions: MessageVersion[] = [];
  for (const activity of activities) {
    const earlier = activity.id === undefined ? undefined : byId.get(activity.id);
    if (earlier) {
      earlier.activity = { ...activity, timestamp: earlier.activity.timestamp ?? activity.timestamp };
      earlier.replaced = true;
      continue;
    }
    const version = { activity, replaced: false };
    versions.push(version);
    if (activity.id !== undefined) byId.set(activity.id, version);
  }
  return versions;
}

/** The id the sender gave a message before the server had one; the echo carries it. */
export function clientIdOf(activity: Activity): string | undefined {
  const id = activity.channelData?.clientActivityID;
  return typeof id === 'string' ? id : undefined;
}

import type { Activity } from '../../conversation/activity.ts';
import type { Case } from '../../conversation/case.ts';
import type { LogEntry } from '../../conversation/store.ts';
import { activityToText } from '../../presentation/plain-text.ts';

/** One message of a transcript. */
export interface TranscriptLine {
  /** Position in the conversation's log. */
  seq: number;
  /** ISO 8601, UTC. */
  at: string;
  who: string;
  /** What was said; a card as plain text. */
  text: string;
  /** Data of the button that was pressed. */
  pressed?: unknown;
  /** Position of the earlier message that this one replaced on screen. */
  replaces?: number;
}

/** The messages of a case as they were said, from the one that opened it to the one that opened the next. */
export function transcriptOf(log: readonly LogEntry[], subject: Case): TranscriptLine[] {
  const firstSeen = new Map<string, number>();
  const lines: TranscriptLine[] = [];
  for (const entry of entriesOfCase(log, subject)) {
    const earlier = firstSeen.get(entry.activityId);
    firstSeen.set(entry.activityId, earlier ?? entry.seq);
    if (entry.activity.type === 'message') lines.push(lineOf(entry, earlier));
  }
  return lines;
}

function lineOf({ seq, direction, activity }: LogEntry, earlier: number | undefined): TranscriptLine {
  return {
    seq,
    at: activity.timestamp ?? '',
    who: activity.from?.name ?? (direction === 'in' ? 'Visitor' : 'Bot'),
    text: activityToText(activity),
    ...(activity.value === undefined ? {} : { pressed: activity.value }),
    ...(earlier === undefined ? {} : { replaces: earlier }),
  };
}

/** The bot's messages say which case they are about; a visitor's message belongs to the answer it got. */
function entriesOfCase(log: readonly LogEntry[], subject: Case): LogEntry[] {
  const first = log.find(({ activity }) => caseOf(activity) === subject.id);
  const from = first ? askedBy(log, first) : 0;
  const next = log.find(
    ({ seq, activity }) => seq > from && ![undefined, subject.id].includes(caseOf(activity)),
  );
  const end = next ? askedBy(log, next) : Infinity;
  return log.filter(({ seq }) => seq >= from && seq < end);
}

/** Position of the message that an answer answers; of the answer itself when that is not known. */
function askedBy(log: readonly LogEntry[], answer: LogEntry): number {
  const { replyToId } = answer.activity;
  return log.find(({ activityId }) => activityId === replyToId)?.seq ?? answer.seq;
}

/** What `channelData.support.case` says. Visitors' messages have none. */
function caseOf(activity: Activity): string | undefined {
  const support = activity.channelData?.support;
  if (typeof support !== 'object' || support === null || !('case' in support)) return undefined;
  return typeof support.case === 'string' ? support.case : undefined;
}

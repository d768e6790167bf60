import { parseAction } from '../../conversation/actions.ts';
import { adaptiveCardType, type Activity } from '../../conversation/activity.ts';
import type { Case } from '../../conversation/case.ts';
import { agentOf, handoffStatus } from '../../conversation/escalation.ts';
import type { ConversationRecord, LogEntry } from '../../conversation/store.ts';
import { withoutData } from './data-pictures.ts';
import type { TranscriptLine, TranscriptPart } from './package.ts';
import type { Wording } from './wording.ts';

/** What passes between channel and bot and was neither said nor seen. */
const unseen = new Set([
  'conversationUpdate',
  'installationUpdate',
  'contactRelationUpdate',
  'trace',
  'typing',
]);

/** Makes lines of log entries that come in order. */
export class LineMaker {
  readonly #wording: Wording;
  readonly #firstSeen = new Map<string, number>();

  constructor(wording: Wording) {
    this.#wording = wording;
  }

  /** What somebody said, pressed or saw; undefined for what nobody did. */
  lineOf(entry: LogEntry): TranscriptLine | undefined {
    const earlier = this.#firstSeen.get(entry.activityId);
    this.#firstSeen.set(entry.activityId, earlier ?? entry.seq);
    return unseen.has(entry.activity.type) ? undefined : lineOf(entry, { earlier, wording: this.#wording });
  }

  /** The same with the activity, for each entry. */
  partsOf(log: readonly LogEntry[], conversation: ConversationRecord): TranscriptPart[] {
    return log.map((entry) => {
      const line = this.lineOf(entry);
      return { ...(line ? { line } : {}), activity: activityFrom(entry, conversation) };
    });
  }
}

/** The lines of one case: from the message that opened it to the one that opened the next. */
export function transcriptOf(log: readonly LogEntry[], subject: Case, wording: Wording): TranscriptLine[] {
  const lines = new LineMaker(wording);
  return entriesOfCase(log, subject).flatMap((entry) => lines.lineOf(entry) ?? []);
}

function lineOf(
  { seq, direction, activity }: LogEntry,
  { earlier, wording }: { earlier: number | undefined; wording: Wording },
): TranscriptLine {
  const agent = agentOf(activity);
  const from = direction === 'in' ? 'visitor' : agent === undefined ? 'bot' : 'agent';
  const action = parseAction(activity.value);
  const files = filesOf(activity);
  return {
    seq,
    at: activity.timestamp ?? '',
    from,
    who: activity.from?.name ?? agent ?? (direction === 'in' ? 'Visitor' : 'Bot'),
    text:
      activity.type === 'message' ? wording.activity(withoutData(activity)) : eventText(activity, wording),
    ...(activity.type !== 'message' || activity.value === undefined ? {} : { pressed: activity.value }),
    ...(action === undefined ? {} : { meaning: wording.action(action) }),
    ...(files.length === 0 ? {} : { files }),
    ...(earlier === undefined ? {} : { replaces: earlier }),
  };
}

function eventText(activity: Activity, wording: Wording): string {
  const { name, value } = activity;
  if (name === handoffStatus && typeof value === 'object' && value !== null && 'state' in value) {
    const by = 'by' in value && typeof value.by === 'string' ? value.by : undefined;
    return wording.status(String(value.state), by);
  }
  return `(${[activity.type, name].filter(Boolean).join(' ')})`;
}

function filesOf({ attachments = [] }: Activity): NonNullable<TranscriptLine['files']> {
  return attachments
    .filter(({ contentType }) => contentType !== adaptiveCardType)
    .map(({ name, contentType, contentUrl }) => ({
      name: name ?? contentType,
      contentType,
      ...(contentUrl === undefined ? {} : { url: contentUrl }),
    }));
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

/** As the channel shows it: the log keeps of the bot's activities only what the bot said. */
function activityFrom({ direction, activity }: LogEntry, conversation: ConversationRecord): Activity {
  const role = direction === 'in' ? 'user' : 'bot';
  return {
    channelId: conversation.channel,
    conversation: { id: conversation.id },
    ...activity,
    from: { ...(activity.from ?? { id: direction === 'in' ? conversation.userId : 'bot' }), role },
  };
}

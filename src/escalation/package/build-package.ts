import { doneChecks, lastAnswers, type Case } from '../../conversation/case.ts';
import type { Escalation } from '../../conversation/escalation.ts';
import type { ConversationRecord, LogEntry } from '../../conversation/store.ts';
import type {
  CaseFacts,
  HandOverPackage,
  PackagedCheck,
  TranscriptLine,
  TranscriptPart,
  UntriedCheck,
} from './package.ts';
import { LineMaker } from './transcript.ts';
import type { UntriedReason, Wording } from './wording.ts';

/** How many checks that were not tried are named. */
const mostUntried = 8;

/** What is known of a case beside what was said. Pure. */
export function describeCase(input: {
  escalation: Escalation;
  case: Case | undefined;
  wording: Wording;
}): CaseFacts {
  const { escalation, wording } = input;
  const subject = input.case;
  const checks = checksOf(subject, wording);
  const untried = untriedOf(escalation, subject, wording);
  const symptoms = subject?.symptoms ?? [];
  const facets = subject?.facets ?? {};
  const id = subject?.sections[0]?.section;
  const title = id === undefined ? undefined : wording.sectionTitle(id);
  return {
    escalation,
    case: subject,
    summary: wording.summary({
      symptoms,
      facets: wording.facets(facets),
      section: title,
      checked: doneChecks(checks).map(({ result }) => result),
      untried: untried.map((check) => `${check.title} (${check.why})`),
      because: escalation.because,
      note: escalation.note,
    }),
    symptoms,
    facets,
    ...(id === undefined || title === undefined ? {} : { section: { id, title } }),
    checks,
    untried,
  };
}

/**
 * Puts together everything that is known. Pure.
 * @param input.log the conversation, oldest first. @param input.omitted entries left out after how many of the log.
 */
export function buildPackage(input: {
  escalation: Escalation;
  case: Case | undefined;
  conversation: ConversationRecord;
  log: readonly LogEntry[];
  omitted?: { after: number; entries: number };
  wording: Wording;
}): HandOverPackage {
  const { conversation, log, omitted, wording } = input;
  const parts = new LineMaker(wording).partsOf(log, conversation);
  const lines = (some: readonly TranscriptPart[]) => some.flatMap(({ line }) => line ?? []);
  const cut = omitted?.after ?? parts.length;
  return {
    ...describeCase(input),
    transcript: [
      ...lines(parts.slice(0, cut)),
      ...(omitted ? [omittedLine(log[cut - 1], { count: omitted.entries, wording })] : []),
      ...lines(parts.slice(cut)),
    ],
    activities: parts.map(({ activity }) => activity),
  };
}

function omittedLine(
  before: LogEntry | undefined,
  { count, wording }: { count: number; wording: Wording },
): TranscriptLine {
  const at = before?.activity.timestamp ?? '';
  return { seq: (before?.seq ?? 0) + 1, at, from: 'bot', who: '…', text: wording.omitted(count) };
}

function checksOf(subject: Case | undefined, wording: Wording): PackagedCheck[] {
  return (subject?.answers ?? []).map(({ check, answer, typed, at }) => ({
    check,
    title: wording.checkTitle(check),
    answer,
    result: wording.answer({ check, answer }),
    ...(typed === undefined ? {} : { typed }),
    at,
  }));
}

/** The checks of the likeliest sections that nobody could answer or nobody was asked. */
function untriedOf(escalation: Escalation, subject: Case | undefined, wording: Wording): UntriedCheck[] {
  if (!subject) return [];
  const open = lastAnswers(subject.answers).flatMap(({ check, answer }): [string, UntriedReason][] =>
    answer === 'skip' || answer === 'not-found' ? [[check, answer]] : [],
  );
  const reason = reasonFor(escalation);
  const likeliest = subject.sections.slice(0, 2).flatMap(({ section }) => wording.checksOf(section));
  const notAsked = [...new Set([...subject.pointedAt, ...likeliest])]
    .filter((check) => !subject.answers.some((answered) => answered.check === check))
    .map((check): [string, UntriedReason] => [check, reason]);
  return [...new Map([...open, ...notAsked])]
    .slice(0, mostUntried)
    .map(([check, why]) => ({ check, title: wording.checkTitle(check), why: wording.untried(why) }));
}

function reasonFor({ because }: Escalation): UntriedReason {
  switch (because) {
    case 'asked':
    case 'misunderstood':
      return 'not-reached';
    case 'person-is-quicker':
    case 'outside':
      return 'not-worth-it';
    case 'used-up':
      return 'unlikely';
  }
}

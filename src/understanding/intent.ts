import type { Action } from '../conversation/actions.ts';
import { parseAction } from '../conversation/actions.ts';
import type { Activity } from '../conversation/activity.ts';
import type { Facets } from '../conversation/case.ts';
import type { Question, Session } from '../conversation/session.ts';
import type { Diagnosis, SmallTalk, Understanding } from './diagnosis.ts';
import type { Reply, ReplyReader } from './replies.ts';
import { words } from './text.ts';

/** What the visitor wants with one message, whether clicked or typed. */
export type Intent =
  /** A button that belongs to the current question, or words that mean the same. */
  | { is: 'action'; action: Action; typed?: string }
  | { is: 'command'; command: 'help' | 'repeat' | 'where-am-i' }
  | { is: 'symptom'; text: string; diagnosis: Diagnosis }
  /** Facts about the devices, without a new problem: "it's a Samsung". */
  | { is: 'details'; facets: Facets }
  /** "No, it's off" to a check: known now, but not yet put right. */
  | { is: 'not-yet' }
  | { is: 'small-talk'; smallTalk: SmallTalk }
  | { is: 'off-topic' }
  | { is: 'unclear' }
  /** A button of an earlier card. */
  | { is: 'stale' }
  /** A button with content that this program never sent. */
  | { is: 'invalid' }
  /** Neither text nor button: a file, a reaction. */
  | { is: 'nothing' };

/** Share of a text's words a reply must cover to count as the answer to the current question. */
const replyFrom = 0.5;
/** From this confidence a text in a running case is offered as a new problem. */
const newSymptomFrom = 0.4;

/** Reads one message in the light of what was asked. Pure. */
export function readIntent(input: {
  activity: Activity;
  session: Session;
  understanding: Understanding;
  replies: ReplyReader;
}): Intent {
  const { activity, session } = input;
  const clicked = clickOf(activity);
  if (clicked) return readClick(clicked.value, session);
  const text = activity.text?.trim() ?? '';
  if (text === '') return { is: 'nothing' };
  return readText({ ...input, text });
}

function clickOf(activity: Activity): { value: object } | undefined {
  const { value } = activity;
  return typeof value === 'object' && value !== null && 'do' in value ? { value } : undefined;
}

function readClick(value: object, session: Session): Intent {
  const action = parseAction(value);
  if (!action) return { is: 'invalid' };
  if (action.do === 'talk-to-person') return { is: 'action', action };
  const placed = action.case !== undefined || action.step !== undefined;
  const current = (action.case ?? '') === (session.case?.id ?? '') && action.step === session.step;
  if (placed && !current) return { is: isFromThePast(action, session) ? 'stale' : 'invalid' };
  if (action.do === 'start-over') return { is: 'action', action };
  return fitsQuestion(action, session.question) ? { is: 'action', action } : { is: placed ? 'invalid' : 'stale' };
}

function isFromThePast(action: Action, session: Session): boolean {
  return action.step === undefined || action.step <= session.step;
}

function fitsQuestion(action: Action, question: Question): boolean {
  switch (action.do) {
    case 'choose-phone':
      return question.kind === 'phone';
    case 'choose-section':
      return (
        question.kind === 'section' && (action.section === 'none' || question.sections.includes(action.section))
      );
    case 'answer-check':
      return question.kind === 'check' && question.check === action.check;
    case 'confirm-fixed':
      return question.kind === 'works';
    case 'new-symptom':
      return question.kind === 'new-or-part';
    case 'rate':
      return question.kind === 'rating';
    case 'describe':
      return question.kind === 'symptom';
    case 'talk-to-person':
    case 'start-over':
      return true;
  }
}

function readText(input: {
  text: string;
  session: Session;
  understanding: Understanding;
  replies: ReplyReader;
}): Intent {
  const { text, session, understanding, replies } = input;
  const found = replies.read(text).filter(({ certainty }) => certainty >= replyFrom);
  for (const { reply } of found) {
    const intent = intentOfReply(reply, session.question, text);
    if (intent) return intent;
  }
  const diagnosis = understanding.diagnose(text, session.case?.facets);
  const told = understanding.diagnose(text).facets;
  if (diagnosis.kind === 'person') return { is: 'action', action: { do: 'talk-to-person' }, typed: text };
  const rating = session.question.kind === 'rating' && /^[1-5]$/.test(text) ? Number(text) : undefined;
  if (rating !== undefined) return { is: 'action', action: { do: 'rate', score: rating }, typed: text };
  if (session.question.kind === 'new-or-part') {
    const choice = newOrPart(text);
    if (choice) return { is: 'action', action: { do: 'new-symptom', as: choice }, typed: text };
  }
  if (session.question.kind === 'phone' && told.phone) {
    return { is: 'action', action: { do: 'choose-phone', phone: told.phone }, typed: text };
  }
  if (isOnlyDetails(text, told, session.question)) return { is: 'details', facets: told };
  if (diagnosis.kind === 'small-talk') return { is: 'small-talk', smallTalk: diagnosis.smallTalk ?? 'chatter' };
  if (diagnosis.kind === 'off-topic') return diagnosis.confidence > 0 ? { is: 'off-topic' } : { is: 'unclear' };
  if (isInsideCase(session.question) && diagnosis.confidence < newSymptomFrom) return { is: 'unclear' };
  return { is: 'symptom', text, diagnosis };
}

function intentOfReply(reply: Reply, question: Question, typed: string): Intent | undefined {
  switch (reply) {
    case 'help':
    case 'repeat':
    case 'where-am-i':
      return { is: 'command', command: reply };
    case 'start-over':
      return { is: 'action', action: { do: 'start-over' }, typed };
    case 'none-of-these':
      return question.kind === 'section'
        ? { is: 'action', action: { do: 'choose-section', section: 'none' }, typed }
        : undefined;
    default:
      return answerOfReply(reply, question, typed);
  }
}

type AnswerReply = Exclude<Reply, 'help' | 'repeat' | 'where-am-i' | 'start-over' | 'none-of-these'>;

function answerOfReply(reply: AnswerReply, question: Question, typed: string): Intent | undefined {
  const action = (value: Action): Intent => ({ is: 'action', action: value, typed });
  if (question.kind === 'works') {
    if (reply === 'works' || reply === 'yes' || reply === 'fixed') return action({ do: 'confirm-fixed', works: true });
    if (reply === 'still-broken' || reply === 'no') return action({ do: 'confirm-fixed', works: false });
  }
  if (question.kind === 'check') {
    const { check } = question;
    if (reply === 'works') return action({ do: 'confirm-fixed', works: true });
    if (reply === 'no') return { is: 'not-yet' };
    // "Still nothing" to a check means: I looked, it is right, and it did not help.
    const answer = reply === 'yes' || reply === 'still-broken' ? 'already-ok' : reply;
    return action({ do: 'answer-check', check, answer });
  }
  if (reply === 'back') return action({ do: 'answer-check', check: '', answer: 'back' });
  if ((reply === 'not-found' || reply === 'skip') && question.kind === 'section') {
    return action({ do: 'choose-section', section: 'none' });
  }
  if (reply === 'skip' && question.kind !== 'symptom' && question.kind !== 'person') {
    return action({ do: 'answer-check', check: '', answer: 'skip' });
  }
  return undefined;
}

function newOrPart(text: string): 'new' | 'part' | undefined {
  const said = new Set(words(text));
  if (['new', 'different', 'another', 'separate'].some((word) => said.has(word))) return 'new';
  return ['part', 'same', 'belongs', 'both'].some((word) => said.has(word)) ? 'part' : undefined;
}

/** A short text that names devices and no trouble. */
function isOnlyDetails(text: string, told: Facets, question: Question): boolean {
  if (question.kind !== 'check' && question.kind !== 'works' && question.kind !== 'section') return false;
  const named = told.phone ?? told.maker ?? told.windows;
  return named !== undefined && told.feature === undefined && words(text).length <= 8;
}

function isInsideCase(question: Question): boolean {
  return question.kind === 'check' || question.kind === 'works' || question.kind === 'new-or-part';
}

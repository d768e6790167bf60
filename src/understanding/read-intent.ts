import { parseAction, type Action } from '../conversation/actions.ts';
import type { Activity } from '../conversation/activity.ts';
import type { Question, Session } from '../conversation/session.ts';
import type { Understanding } from './diagnosis.ts';
import type { Intent } from './intent.ts';
import type { ReplyReader } from './replies.ts';
import { readTyped } from './typed-intent.ts';

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
  if (text === '') return filesIn(activity) ?? { is: 'nothing' };
  return readTyped({ ...input, text });
}

/** Cards and copies of the text come as attachments too; what has an address is a file. */
function filesIn({ attachments = [] }: Activity): Intent | undefined {
  const files = attachments.filter(({ contentUrl }) => contentUrl);
  if (files.length === 0) return undefined;
  return { is: 'files', arePictures: files.every(({ contentType }) => contentType.startsWith('image/')) };
}

function clickOf(activity: Activity): { value: object } | undefined {
  const { value } = activity;
  return typeof value === 'object' && value !== null && 'do' in value ? { value } : undefined;
}

function readClick(value: object, session: Session): Intent {
  const action = parseAction(value);
  if (!action) return { is: 'invalid' };
  if (action.do === 'talk-to-person') return { is: 'action', action };
  if (action.do === 'tell-lasted' && action.answer === 'stop') return { is: 'action', action };
  const placed = action.case !== undefined || action.step !== undefined;
  const current = (action.case ?? '') === (session.case?.id ?? '') && action.step === session.step;
  if (placed && !current) return { is: isFromThePast(action, session) ? 'stale' : 'invalid' };
  if (action.do === 'start-over') return { is: 'action', action };
  return fitsQuestion(action, session.question)
    ? { is: 'action', action }
    : { is: placed && !isAnsweredBefore(action) ? 'invalid' : 'stale' };
}

/** The questions to a visitor who waits share one step: the button of one that was answered is no made-up one. */
function isAnsweredBefore(action: Action): boolean {
  return action.do === 'tell-person';
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
        question.kind === 'section' &&
        (action.section === 'none' || question.sections.includes(action.section))
      );
    case 'answer-check':
      return question.kind === 'check' && question.check === action.check;
    case 'confirm-fixed':
      return question.kind === 'works' || question.kind === 'later';
    case 'new-symptom':
      return question.kind === 'new-or-part';
    case 'rate':
      return question.kind === 'rating';
    case 'tell-lasted':
      return question.kind === 'lasted';
    case 'describe':
      return question.kind === 'symptom' || question.kind === 'person' || question.kind === 'rating';
    case 'tell-person':
      return question.kind === 'person' && question.ask === action.ask;
    case 'talk-to-person':
    case 'return-to-bot':
    case 'start-over':
      return true;
  }
}

import type { Action } from '../conversation/actions.ts';
import type { PersonAsk, Question } from '../conversation/session.ts';
import type { Intent } from './intent.ts';
import type { Reply } from './replies.ts';
import { tellsBadState, tellsDeedOrHope, tellsNoResult } from './state-words.ts';
import { words } from './text.ts';

/** What the first of these replies that answers the question comes to. */
export function firstIntent(
  found: readonly { reply: Reply }[],
  question: Question,
  typed: string,
): Intent | undefined {
  for (const { reply } of found) {
    const intent = intentOfReply(reply, question, typed);
    if (intent) return intent;
  }
  return undefined;
}

/** What a reply comes to at a question; undefined when it answers something else. */
export function intentOfReply(reply: Reply, question: Question, typed: string): Intent | undefined {
  switch (reply) {
    case 'help':
      return { is: 'command', command: asksWhy(typed) ? 'why' : 'help' };
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

/** Back or skip, which come without the id of a check. */
function backOrOn(reply: AnswerReply, question: Question, typed: string): Action | undefined {
  const isPerson = question.kind === 'person';
  if (reply === 'back' && isPerson && namesWho(typed)) return { do: 'return-to-bot' };
  if (reply === 'back') return { do: 'answer-check', check: '', answer: 'back' };
  const canSkip = !isPerson && question.kind !== 'symptom';
  return reply === 'skip' && canSkip ? { do: 'answer-check', check: '', answer: 'skip' } : undefined;
}

/** "Go on with you", "cancel the person": of a mere "back" nobody loses their place in line. */
function namesWho(typed: string): boolean {
  return words(typed).some((word) => ['bot', 'you', 'person'].includes(word));
}

/** "Why?", "what has that got to do with it?" */
function asksWhy(typed: string): boolean {
  const [first, ...rest] = words(typed);
  return (
    first === 'why' || ['to do with', 'what for'].some((said) => [first, ...rest].join(' ').includes(said))
  );
}

type AnswerReply = Exclude<Reply, 'help' | 'repeat' | 'where-am-i' | 'start-over' | 'none-of-these'>;

/** Words that it was put right, but not yet that it works. */
function isNotTried(reply: AnswerReply, typed: string): boolean {
  if (reply === 'fixed') return tellsNoResult(typed);
  return ['yes', 'works', 'already-ok'].includes(reply) && tellsDeedOrHope(typed);
}

function answerOfReply(reply: AnswerReply, question: Question, typed: string): Intent | undefined {
  const action = (value: Action): Intent => ({ is: 'action', action: value, typed });
  if (question.kind === 'works' && isNotTried(reply, typed)) return { is: 'not-yet' };
  const outcome = outcomeOf(reply, question, typed);
  if (outcome) return action(outcome);
  if (question.kind === 'check')
    return question.isExplanation
      ? answerToExplanation(reply, question.check, typed)
      : answerToCheck(reply, question, typed);
  // Who cannot tell which phone it is goes on without.
  if (question.kind === 'phone' && noPhone.has(reply)) return { is: 'unclear' };
  // Which of the two is it? Neither word says.
  if (question.kind === 'new-or-part' && (reply === 'yes' || reply === 'no')) return { is: 'unclear' };
  const told = question.kind === 'person' ? answerForPerson(reply, question.ask, typed) : undefined;
  if (told) return action(told);
  const section = question.kind === 'section' ? sectionAfter(reply, question.sections) : undefined;
  if (section !== undefined) return action({ do: 'choose-section', section });
  const move = backOrOn(reply, question, typed);
  return move && action(move);
}

/** What a reply says of how it went: to "does it work?", "does it still work?", and in place of a rating. */
function outcomeOf(reply: AnswerReply, question: Question, typed: string): Action | undefined {
  const works = reply === 'already-ok' && soundsWell(typed) ? true : worksAfter(reply);
  if (question.kind === 'rating' && !question.person && reply === 'still-broken')
    return { do: 'confirm-fixed', works: false };
  if (works === undefined) return undefined;
  if (question.kind === 'works' || question.kind === 'later') return { do: 'confirm-fixed', works };
  return question.kind === 'lasted' ? { do: 'tell-lasted', answer: works ? 'yes' : 'no' } : undefined;
}

function answerToCheck(
  reply: AnswerReply,
  { check, isOff, elsewhere }: Extract<Question, { kind: 'check' }>,
  typed: string,
): Intent {
  const action = (value: Action): Intent => ({ is: 'action', action: value, typed });
  if (reply === 'works') return action({ do: 'confirm-fixed', works: true });
  // Asked whether it is in another place: no.
  if (elsewhere && (reply === 'still-broken' || (reply === 'no' && !tellsBadState(typed))))
    return action({ do: 'answer-check', check, answer: 'not-found' });
  // Whoever says so twice cannot put it right: it stays likely, and a person hears of it.
  if (reply === 'no')
    return isOff ? action({ do: 'answer-check', check, answer: 'not-found' }) : { is: 'not-yet' };
  // "Still nothing" to a check means: I looked, it is right, and it did not help.
  const answer = reply === 'yes' || reply === 'still-broken' ? 'already-ok' : reply;
  return action({ do: 'answer-check', check, answer });
}

/** Answers to anything but "which phone is it?". */
const noPhone = new Set<Reply>(['yes', 'no', 'not-found', 'still-broken', 'already-ok', 'fixed']);

/** To "is it this?", a yes is what explains the trouble. */
function answerToExplanation(reply: AnswerReply, check: string, typed: string): Intent {
  const action = (value: Action): Intent => ({ is: 'action', action: value, typed });
  const answer = (value: 'fixed' | 'already-ok' | 'not-found' | 'skip' | 'back') =>
    action({ do: 'answer-check', check, answer: value });
  switch (reply) {
    case 'works':
      return action({ do: 'confirm-fixed', works: true });
    case 'yes':
      return answer('fixed');
    case 'fixed':
      return { is: 'action', action: { do: 'answer-check', check, answer: 'fixed' }, typed, isDone: true };
    case 'no':
    case 'still-broken':
      return answer('already-ok');
    default:
      return answer(reply);
  }
}

/** What a reply says to "is it one of these?". */
function sectionAfter(reply: AnswerReply, sections: readonly string[]): string | undefined {
  if (reply === 'yes') return sections[0];
  return ['no', 'not-found', 'skip'].includes(reply) ? 'none' : undefined;
}

/** "Looks good": of a setting that it is right, of what was tried that it works. */
function soundsWell(typed: string): boolean {
  return words(typed).some((word) => ['good', 'fine', 'great', 'perfect'].includes(word));
}

/** What a reply says to "does it work now?". */
function worksAfter(reply: AnswerReply): boolean | undefined {
  if (['works', 'yes', 'fixed'].includes(reply)) return true;
  return ['still-broken', 'no'].includes(reply) ? false : undefined;
}

/** What a reply says to a question that nobody can skip over: who wants to go on agrees. */
function isAgreed(reply: AnswerReply, typed: string): boolean | undefined {
  if (reply === 'yes') return true;
  if (reply === 'no') return false;
  if (reply !== 'skip') return undefined;
  return !words(typed).some((word) =>
    ['skip', 'later', 'not', 'rather', 'dont', 'cant', 'leave'].includes(word),
  );
}

/** Yes, no and skip to what is asked of a visitor who waits for a person. */
function answerForPerson(reply: AnswerReply, ask: PersonAsk | undefined, typed: string): Action | undefined {
  const isNo = reply === 'no' || reply === 'skip';
  const agreed = isAgreed(reply, typed);
  switch (ask) {
    case 'offer':
      if (reply === 'yes') return { do: 'tell-person', ask, answer: 'ticket' };
      return isNo ? { do: 'return-to-bot' } : undefined;
    case 'note':
    case 'contact':
      return isNo ? { do: 'tell-person', ask, answer: 'skip' } : undefined;
    case 'consent':
      return agreed === undefined ? undefined : { do: 'tell-person', ask, answer: agreed ? 'yes' : 'no' };
    case undefined:
      return undefined;
  }
}

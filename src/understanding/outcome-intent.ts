import type { Action } from '../conversation/actions.ts';
import { devicesOf } from '../conversation/case.ts';
import type { Question, Session } from '../conversation/session.ts';
import { failingIn, isAboutCase, newSymptomFrom } from './about-case.ts';
import type { Diagnosis, Understanding } from './diagnosis.ts';
import { isConcrete } from './facets.ts';
import type { Intent } from './intent.ts';
import { outcomeOf, tellsDeed, tellsStateOnly, tellsStillBroken } from './outcome-words.ts';
import { cannotChange } from './question-words.ts';
import type { Reply, ReplyReader } from './replies.ts';
import { intentOfReply } from './reply-intent.ts';
import { words } from './text.ts';
import { namesTrouble } from './trouble-words.ts';

interface Input {
  text: string;
  session: Session;
  understanding: Understanding;
  replies: ReplyReader;
}

/** Share of the words of a clause, and of a text that says nothing else, that say that it works. */
const [successFrom, hintFrom] = [0.5, 0.3];

type ActionIntent = Extract<Intent, { is: 'action' }>;

/**
 * Holds an intent to what the text says came of it. A case is solved only by words that say that the trouble itself is
 * gone, and a fix that is told together with its result is not asked about again.
 */
export function withOutcome(intent: Intent, input: Input): Intent {
  const { text, session } = input;
  const { question } = session;
  if (intent.is !== 'action') return ofNoAction(intent, input);
  const { action } = intent;
  if (question.kind === 'later') return ofLater(intent, text);
  if (action.do === 'answer-check' && question.kind === 'check')
    return ofAnswer(intent, action.answer, input);
  const isResult = action.do === 'confirm-fixed' && action.works && intent.also === undefined;
  if (!isResult) return intent;
  const result = isOnCheck(question) ? ofResult(intent, input) : intent;
  return result.is === 'action' && result.action.do === 'confirm-fixed' ? withMore(result, input) : result;
}

function ofNoAction(intent: Exclude<Intent, ActionIntent>, input: Input): Intent {
  const { text, session } = input;
  const { question } = session;
  if (intent.is === 'not-yet') {
    if (question.kind === 'works' && isDeniedOutcome(text))
      return intentOfReply('still-broken', question, text) ?? intent;
    return question.kind === 'check' && cannotChange(text) ? asStuck(question, text) : intent;
  }
  if (intent.is === 'symptom') {
    if (question.kind === 'later') return ofTroubleAtLater(intent, question, input);
    if (question.kind === 'rating' && tellsNoTrouble(intent, text)) return { is: 'unclear' };
  }
  return unreadAsOutcome(intent, input);
}

/** It is off and stays off: nothing is sought elsewhere. */
function asStuck(question: Extract<Question, { kind: 'check' }>, text: string): Intent {
  const intent = intentOfReply('not-found', question, text);
  return intent?.is === 'action' ? { ...intent, isStuck: true } : { is: 'not-yet' };
}

type SymptomIntent = Extract<Intent, { is: 'symptom' }>;

/** A few words that no example is like: "one more thing". */
function tellsNoTrouble({ diagnosis }: SymptomIntent, text: string): boolean {
  const { features, confidence } = diagnosis;
  return !features.some(isConcrete) && !namesTrouble(words(text)) && confidence < plainFrom;
}

/** From this confidence a text without a feature and a word of trouble tells of one all the same. */
const plainFrom = 0.6;
/** A longer text tells of more. */
const mostWordsAtLater = 5;

/** Of the other trouble that was asked about: that it is still there, or nothing; another one is another case. */
function ofTroubleAtLater(
  intent: SymptomIntent,
  question: Extract<Question, { kind: 'later' }>,
  { text, understanding }: Input,
): Intent {
  const asked = understanding.diagnose(question.text).features;
  const named = intent.diagnosis.features.filter(isConcrete);
  if (named.length > 0 && !named.some((feature) => asked.includes(feature))) return intent;
  if (namesTrouble(words(text)))
    return { is: 'action', action: { do: 'confirm-fixed', works: false }, typed: text };
  return words(text).length <= mostWordsAtLater ? { is: 'unclear' } : intent;
}

function isDeniedOutcome(text: string): boolean {
  return outcomeOf(text, { failing: [], named: [] }) === 'denied' || tellsStillBroken(text);
}

function isOnCheck({ kind }: Question): boolean {
  return kind === 'check' || kind === 'works';
}

/** A text that was read as something else may say all the same that it works, or that something else does. */
function unreadAsOutcome(intent: Intent, input: Input): Intent {
  const { text, session, replies } = input;
  const isStory = intent.is === 'symptom' || intent.is === 'unclear';
  if (!isStory || !isOnCheck(session.question)) return intent;
  if (saysThatElseWorks(input)) return { is: 'works-elsewhere' };
  const isShort = intent.is === 'unclear' && replies.read(text).some(says('works', hintFrom));
  if (!isShort && !endsWithSuccess(text, replies)) return intent;
  return ofResult({ is: 'action', action: { do: 'confirm-fixed', works: true }, typed: text }, input);
}

/** Whether a reply covers that share of the words. */
function says(wanted: Reply, from: number) {
  return ({ reply, certainty }: { reply: Reply; certainty: number }): boolean =>
    reply === wanted && certainty >= from;
}

/** "Ok" and "I guess" are no yes, and there is nothing to find but what the card says. */
function ofExplanation(
  intent: ActionIntent,
  answer: Extract<Action, { do: 'answer-check' }>['answer'],
  text: string,
): Intent {
  if (answer === 'not-found') return { is: 'command', command: 'help' };
  const isOpen = isBareAssent(text) || outcomeOf(text, { failing: [], named: [] }) === 'hedged';
  return answer === 'fixed' && isOpen ? { is: 'unclear' } : intent;
}

/** Words between what works and what does not: "texts yes, photos no". */
const halfWords = new Set('no not none nothing dont doesnt isnt arent still slow late'.split(' '));

/** Whether the other trouble is gone too: an assent is no yes, and a yes with a "no" in it is a no. */
function ofLater(intent: ActionIntent, text: string): Intent {
  if (isBareAssent(text)) return { is: 'unclear' };
  const isYes = intent.action.do === 'confirm-fixed' && intent.action.works;
  if (!isYes || !words(text).some((word) => halfWords.has(word))) return intent;
  return outcomeOf(text, { failing: [], named: [] }) === 'works' && !/[,;]|\b(?:but|no)\b/iu.test(text)
    ? intent
    : { is: 'action', action: { do: 'confirm-fixed', works: false }, typed: text };
}

function ofAnswer(
  intent: ActionIntent,
  answer: Extract<Action, { do: 'answer-check' }>['answer'],
  input: Input,
): Intent {
  const { text, session, understanding, replies } = input;
  const { question } = session;
  if (question.kind !== 'check' || answer === 'back' || answer === 'skip') return intent;
  if (question.isExplanation) return ofExplanation(intent, answer, text);
  if (question.elsewhere && isBareAssent(text)) return { is: 'unclear' };
  if (answer === 'not-found') return cannotChange(text) ? { ...intent, isStuck: true } : intent;
  if (tellsDeed(text) && tellsStillBroken(text)) return asFixed(intent, question, { text, works: false });
  if (tellsDeed(text) && endsWithSuccess(text, replies))
    return asFixed(intent, question, { text, works: true });
  if (answer !== 'already-ok') return intent;
  if (saysThatElseWorks(input)) return { is: 'works-elsewhere' };
  const diagnosis = understanding.diagnose(text, devicesOf(session.case?.facets ?? {}));
  return isAnotherTrouble(text, diagnosis, session) ? { is: 'symptom', text, diagnosis } : intent;
}

function asFixed(
  intent: ActionIntent,
  question: Question,
  { text, works }: { text: string; works: boolean },
): Intent {
  const fixed = intentOfReply('fixed', question, text);
  return fixed?.is === 'action' ? { ...intent, ...fixed, works } : intent;
}

/** "…, and it works now", "… now it works": the last clause says so and no more. */
function endsWithSuccess(text: string, replies: ReplyReader): boolean {
  const isSuccess = (clause: string) =>
    replies.read(clause).some(says('works', successFrom)) &&
    outcomeOf(clause, { failing: [], named: [] }) === 'works';
  return [clauseEnds, clauseEndsOrNow].some((ends) => {
    const last = text
      .split(ends)
      .filter((clause) => words(clause).length > 0)
      .slice(1)
      .at(-1);
    return last !== undefined && isSuccess(last);
  });
}

const clauseEnds = /[,.;!?\n]+|\b(?:and|but|then)\b/iu;
const clauseEndsOrNow = /[,.;!?\n]+|\b(?:and|but|then|now)\b/iu;

/** Words that add something to what was said before. */
const additions = new Set('also too either neither plus additionally'.split(' '));

/** "Also no texts": it would be taken for a sigh about this check. */
function isAnotherTrouble(text: string, { kind, features }: Diagnosis, session: Session): boolean {
  const said = words(text);
  const failing = failingIn(session);
  return (
    kind === 'symptom' &&
    said.some((word) => additions.has(word)) &&
    namesTrouble(said) &&
    features.some((feature) => isConcrete(feature) && !failing.includes(feature))
  );
}

/** A text of more words tells of more than what works. */
const mostWordsOfFact = 12;

/** "It works when I restart", "calls work": a fact about the trouble, at a check and when asked whether it works. */
function saysThatElseWorks({ text, session, understanding }: Input): boolean {
  const said = words(text);
  const isStatement = said.some((word) => /^work(?:s|ing|ed)?$/u.test(word)) && !namesTrouble(said);
  if (!isOnCheck(session.question) || !isStatement || said.length > mostWordsOfFact) return false;
  const named = understanding.diagnose(text).features.filter(isConcrete);
  return ['elsewhere', 'partly'].includes(outcomeOf(text, { failing: failingIn(session), named }));
}

/** What is not so follows: "it works now, but my photos are missing". */
const exceptions = /\b(?:but|however|although|except|only)\b(.*)/iu;

function ofResult(intent: ActionIntent, input: Input): Intent {
  const { text, session, understanding } = input;
  const { question } = session;
  const isCheck = question.kind === 'check';
  if (isCheck && tellsStateOnly(text)) return intentOfReply('fixed', question, text) ?? intent;
  // What comes after a "but" is looked at by itself.
  const [head = text] = text.split(exceptions);
  const { features } = understanding.diagnose(head);
  const outcome = outcomeOf(head.trim() === '' ? text : head, {
    failing: failingIn(session),
    named: features.filter(isConcrete),
  });
  switch (outcome) {
    case 'elsewhere':
      return { is: 'works-elsewhere' };
    case 'partly':
      return isCheck ? { is: 'works-elsewhere' } : (intentOfReply('still-broken', question, text) ?? intent);
    case 'denied':
      return isCheck ? { is: 'unclear' } : (intentOfReply('still-broken', question, text) ?? intent);
    case 'hedged':
      return isCheck ? { is: 'unclear' } : { is: 'not-yet' };
    case 'works':
      return isCheck ? atCheck(intent, input) : intent;
  }
}

/** At a check nobody has asked whether it works: a text that does not say so in known words is asked back. */
function atCheck(intent: ActionIntent, { text, session: { question }, replies }: Input): Intent {
  const isTold = question.kind === 'check' && !question.isExplanation && tellsDeed(text);
  const fixed = isTold ? intentOfReply('fixed', question, text) : undefined;
  if (fixed?.is === 'action') return { ...fixed, works: true };
  const isPlain = replies.read(text).some(({ reply }) => reply === 'works');
  return isPlain ? intent : { ...intent, isVague: true };
}

/** "It works now, but only …": it does not. */
const partlyWords = new Set(
  'sometimes partly half slow slowly briefly random randomly occasionally'.split(' '),
);

/** "It works now, but …": the same trouble after all, or another symptom to come back to. */
function withMore(intent: ActionIntent, { text, session, understanding }: Input): Intent {
  const [, rest] = text.split(exceptions);
  if (rest === undefined) return intent;
  if (words(rest).some((word) => partlyWords.has(word)))
    return intentOfReply('still-broken', session.question, text) ?? intent;
  const diagnosis = understanding.diagnose(rest, session.case?.facets);
  if (diagnosis.kind !== 'symptom' || diagnosis.confidence < newSymptomFrom) return intent;
  const isSame = diagnosis.facets.feature === session.case?.facets.feature || isAboutCase(diagnosis, session);
  if (!isSame) return { ...intent, also: rest.trim() };
  return intentOfReply('still-broken', session.question, text) ?? intent;
}

const assents = new Set('ok okay k kk sure alright please fine'.split(' '));

/** "Ok", "sure", "yes please": heard, but no answer to whether something is so. */
function isBareAssent(text: string): boolean {
  const said = words(text);
  return said.some((word) => assents.has(word)) && said.every((word) => assents.has(word) || word === 'yes');
}

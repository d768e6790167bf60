import type { Action } from '../conversation/actions.ts';
import type { Facets } from '../conversation/case.ts';
import type { PersonAsk, Question, Session } from '../conversation/session.ts';
import type { Diagnosis, Understanding } from './diagnosis.ts';
import type { Intent } from './intent.ts';
import type { Reply, ReplyReader } from './replies.ts';
import { words } from './text.ts';

/** Share of a text's words a reply must cover to count as the answer to the current question. */
const replyFrom = 0.5;
/**
 * The least probability of what a text means as an answer. Low, as somebody who was just asked most likely answers;
 * set on replies that the classifier had not seen.
 */
const likelyFrom = 0.4;
/** The same for what throws away all that was answered. */
const drasticFrom = 0.7;
/** The same for a text that is about what is being checked anyway: a story around an answer. */
const looseReplyFrom = 0.12;
/** Texts of at most so many words that name a device and no feature are about the device. */
const deviceWords = 5;
/** From this confidence a text in a running case is offered as a new problem. */
const newSymptomFrom = 0.4;

/** Replies that can hide in a longer text without being something else there. */
const storyReplies = new Set<Reply>(['fixed', 'already-ok', 'not-found', 'works', 'still-broken']);

interface TypedInput {
  /** Not empty. */
  text: string;
  session: Session;
  understanding: Understanding;
  replies: ReplyReader;
}

type FoundReply = ReturnType<ReplyReader['read']>[number];

/** Reads a typed message: as an answer to the question where it can be one, else for what it is about. Pure. */
export function readTyped(input: TypedInput): Intent {
  const { text, session, replies } = input;
  const { question } = session;
  if (question.kind === 'lasted' && wantsNoQuestions(text))
    return { is: 'action', action: { do: 'tell-lasted', answer: 'stop' }, typed: text };
  const chosen = chosenIntent(input);
  if (chosen) return chosen;
  const found = replies.read(text);
  const from = isOnCheck(question) ? 1 : replyFrom;
  const certain = found.filter(({ certainty }) => certainty >= from);
  return firstIntent(certain, question, text) ?? likelyIntent(input) ?? readByDiagnosis(input, found);
}

/** A choice from a list, a mark: whole texts that mean something at one kind of question only. */
function chosenIntent({ text, session, replies }: TypedInput): Intent | undefined {
  const { question } = session;
  const action = (value: Action): Intent => ({ is: 'action', action: value, typed: text });
  if (question.kind === 'rating') {
    const score = replies.rating(text);
    return score === undefined ? undefined : action({ do: 'rate', score });
  }
  if (question.kind !== 'section') return undefined;
  const place = replies.choice(text);
  const section = place === undefined ? undefined : question.sections.at(place === 'last' ? -1 : place - 1);
  return section === undefined ? undefined : action({ do: 'choose-section', section });
}

/** What a text most probably means as an answer to what is checked. Replies that mean the same there count together. */
function likelyIntent({ text, session, replies }: TypedInput): Intent | undefined {
  const { question } = session;
  if (!isOnCheck(question)) return undefined;
  const meanings = new Map<string, { intent: Intent; probability: number }>();
  for (const { reply, share } of replies.shares(text)) {
    const intent = intentOfReply(reply, question, text);
    if (!intent) continue;
    const key = JSON.stringify(intent);
    const before = meanings.get(key)?.probability ?? 0;
    meanings.set(key, { intent, probability: before + share });
  }
  const [best] = [...meanings.values()].sort((a, b) => b.probability - a.probability);
  return best && best.probability >= leastFor(best.intent) ? best.intent : undefined;
}

function leastFor(intent: Intent): number {
  return intent.is === 'action' && intent.action.do === 'start-over' ? drasticFrom : likelyFrom;
}

/** Whether a check is asked, or what it has done. */
function isOnCheck({ kind }: Question): boolean {
  return kind === 'check' || kind === 'works' || kind === 'lasted';
}

function readByDiagnosis(input: TypedInput, found: FoundReply[]): Intent {
  const { text, session, understanding } = input;
  const { question } = session;
  const diagnosis = understanding.diagnose(text, session.case?.facets);
  const told = devicesOf(understanding.diagnose(text).facets);
  if (diagnosis.kind === 'person') return { is: 'action', action: { do: 'talk-to-person' }, typed: text };
  const answer = answerToQuestion(question, { text, told, diagnosis });
  if (answer) return answer;
  if (!isInsideCase(question) && isFewWordsOfNoSymptom(diagnosis, text)) {
    const named = understanding.searchNames(text, diagnosis);
    if (named.kind === 'symptom') return { is: 'symptom', text, diagnosis: named };
  }
  const lasted = question.kind === 'lasted' ? readLasted(input, { found, diagnosis }) : undefined;
  if (lasted) return lasted;
  if (diagnosis.kind === 'small-talk')
    return { is: 'small-talk', smallTalk: diagnosis.smallTalk ?? 'chatter' };
  if (diagnosis.kind === 'off-topic')
    return diagnosis.confidence > 0 ? { is: 'off-topic' } : { is: 'unclear' };
  if (isInsideCase(question) && (diagnosis.confidence < newSymptomFrom || isAboutCase(diagnosis, session))) {
    return firstIntent(inStory(found), question, text) ?? { is: 'unclear' };
  }
  return { is: 'symptom', text, diagnosis };
}

/** An answer to "does it still work?" in a story; the same trouble told again is a no. */
function readLasted(
  { text, session }: TypedInput,
  { found, diagnosis }: { found: FoundReply[]; diagnosis: Diagnosis },
): Intent | undefined {
  const isTrouble = diagnosis.kind === 'symptom' && diagnosis.confidence >= newSymptomFrom;
  if (isTrouble && isAboutCase(diagnosis, session))
    return { is: 'action', action: { do: 'tell-lasted', answer: 'no' }, typed: text };
  return isTrouble ? undefined : firstIntent(inStory(found), session.question, text);
}

function inStory(found: FoundReply[]): FoundReply[] {
  return found.filter(({ reply, certainty }) => certainty >= looseReplyFrom && storyReplies.has(reply));
}

/** Words that answer one kind of question only. */
function answerToQuestion(
  question: Question,
  { text, told, diagnosis }: { text: string; told: Facets; diagnosis: Diagnosis },
): Intent | undefined {
  const action = (value: Action): Intent => ({ is: 'action', action: value, typed: text });
  if (question.kind === 'phone' && told.phone) return action({ do: 'choose-phone', phone: told.phone });
  const choice = question.kind === 'new-or-part' ? newOrPart(text) : undefined;
  if (choice) return action({ do: 'new-symptom', as: choice });
  const asked = question.kind === 'check' || question.kind === 'works' || question.kind === 'section';
  return asked && isOnlyDetails(text, told, diagnosis) ? { is: 'details', facets: told } : undefined;
}

function firstIntent(found: FoundReply[], question: Question, typed: string): Intent | undefined {
  for (const { reply } of found) {
    const intent = intentOfReply(reply, question, typed);
    if (intent) return intent;
  }
  return undefined;
}

/** A few words that no example is like may still be the name of a setting. */
function isFewWordsOfNoSymptom({ kind, confidence }: Diagnosis, text: string): boolean {
  const count = words(text).length;
  return kind !== 'symptom' && confidence < 0.9 && count >= 2 && count <= 5;
}

/** Whether a text is about the section that is being worked on. */
function isAboutCase(diagnosis: Diagnosis, { question, case: current }: Session): boolean {
  const section = diagnosis.sections[0]?.section;
  return (
    section !== undefined &&
    [current?.sections[0]?.section, question.kind === 'check' ? question.section : undefined].includes(
      section,
    )
  );
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
  const works = question.kind === 'works' ? worksAfter(reply) : undefined;
  if (works !== undefined) return action({ do: 'confirm-fixed', works });
  const lasted = question.kind === 'lasted' ? worksAfter(reply) : undefined;
  if (lasted !== undefined) return action({ do: 'tell-lasted', answer: lasted ? 'yes' : 'no' });
  if (question.kind === 'check') return answerToCheck(reply, question, typed);
  // Which of the two is it? Neither word says.
  if (question.kind === 'new-or-part' && (reply === 'yes' || reply === 'no')) return { is: 'unclear' };
  const told = question.kind === 'person' ? answerForPerson(reply, question.ask, typed) : undefined;
  if (told) return action(told);
  const section = question.kind === 'section' ? sectionAfter(reply, question.sections) : undefined;
  if (section !== undefined) return action({ do: 'choose-section', section });
  if (reply === 'back') return action({ do: 'answer-check', check: '', answer: 'back' });
  if (reply === 'skip' && question.kind !== 'symptom' && question.kind !== 'person') {
    return action({ do: 'answer-check', check: '', answer: 'skip' });
  }
  return undefined;
}

function answerToCheck(
  reply: AnswerReply,
  { check, isOff }: Extract<Question, { kind: 'check' }>,
  typed: string,
): Intent {
  const action = (value: Action): Intent => ({ is: 'action', action: value, typed });
  if (reply === 'works') return action({ do: 'confirm-fixed', works: true });
  // A second "no" means that it cannot be put right or did not help: either way this check is over for now.
  if (reply === 'no')
    return isOff ? action({ do: 'answer-check', check, answer: 'skip' }) : { is: 'not-yet' };
  // "Still nothing" to a check means: I looked, it is right, and it did not help.
  const answer = reply === 'yes' || reply === 'still-broken' ? 'already-ok' : reply;
  return action({ do: 'answer-check', check, answer });
}

/** What a reply says to "is it one of these?". */
function sectionAfter(reply: AnswerReply, sections: readonly string[]): string | undefined {
  if (reply === 'yes') return sections[0];
  return ['no', 'not-found', 'skip'].includes(reply) ? 'none' : undefined;
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

/** "Stop asking", "don't ask me", "no more questions". */
function wantsNoQuestions(text: string): boolean {
  const said = new Set(words(text));
  const isAbout = ['ask', 'asking', 'questions'].some((word) => said.has(word));
  return (
    said.has('unsubscribe') ||
    (isAbout && ['stop', 'dont', "don't", 'not', 'no', 'more'].some((word) => said.has(word)))
  );
}

function newOrPart(text: string): 'new' | 'part' | undefined {
  const said = new Set(words(text));
  if (['new', 'different', 'another', 'separate'].some((word) => said.has(word))) return 'new';
  return ['part', 'same', 'belongs', 'both'].some((word) => said.has(word)) ? 'part' : undefined;
}

/** A short text that names devices and no trouble. What is said of devices alone looks like a question what they can do. */
function isOnlyDetails(text: string, told: Facets, diagnosis: Diagnosis): boolean {
  const { kind, confidence, sections, features } = diagnosis;
  // "It is an iPhone" sounds like the sections for iPhones, and yet tells of no trouble.
  if (features.length === 0 && words(text).length <= deviceWords) return Object.keys(told).length > 0;
  const trouble = kind === 'symptom' && confidence >= 0.6 && sections[0]?.section !== 'related.compatibility';
  return Object.keys(told).length > 0 && words(text).length <= 12 && !trouble;
}

function devicesOf({ phone, maker, windows }: Facets): Facets {
  return {
    ...(phone === undefined ? {} : { phone }),
    ...(maker === undefined ? {} : { maker }),
    ...(windows === undefined ? {} : { windows }),
  };
}

function isInsideCase(question: Question): boolean {
  return question.kind === 'check' || question.kind === 'works' || question.kind === 'new-or-part';
}

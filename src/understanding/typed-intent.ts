import type { Action } from '../conversation/actions.ts';
import { devicesOf, type Facets } from '../conversation/case.ts';
import { knownFacets, type Question, type Session } from '../conversation/session.ts';
import { isAboutCase, newSymptomFrom } from './about-case.ts';
import { corrections } from './correction.ts';
import type { Diagnosis, Understanding } from './diagnosis.ts';
import { isConcrete } from './facets.ts';
import type { Intent } from './intent.ts';
import { withOutcome } from './outcome-intent.ts';
import { tellsStateOnly } from './outcome-words.ts';
import type { Reply, ReplyReader } from './replies.ts';
import { firstIntent, intentOfReply } from './reply-intent.ts';
import { deniedState, deniesOff, withOnAndOffSwapped } from './state-words.ts';
import { intentByQuestion } from './question-intent.ts';
import { namesNobody, refusesPerson } from './question-words.ts';
import { words } from './text.ts';
import { namesTrouble } from './trouble-words.ts';

/** Share of a text's words a reply must cover to count as the answer to the current question. */
const replyFrom = 0.5;
/**
 * The least probability of what a text means as an answer. Low, as somebody who was just asked most likely answers;
 * set on replies that the classifier had not seen.
 */
const likelyFrom = 0.4;
/** The same for what throws away all that was answered, and for what ends the case at a check that asked something else. */
const drasticFrom = 0.7;
/** The same for a text that is about what is being checked anyway: a story around an answer. */
const looseReplyFrom = 0.12;
/** Texts of at most so many words that name a device and no feature are about the device. */
const deviceWords = 5;
/** Who says in so few words to have no English says nothing else; longer texts tell of a trouble as well. */
const noEnglishWords = 7;
/** Greetings and thanks in letters that English has none of are not longer. */
const mostForeignPoliteWords = 3;
/** From this confidence a wish for a person comes before an answer to the question that may be in the same words. */
const surePersonFrom = 0.9;

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
  return withOutcome(readWords(input), input);
}

function readWords(input: TypedInput): Intent {
  const { text, session, replies } = input;
  const { question } = session;
  const byQuestion = intentByQuestion(input);
  if (byQuestion) return byQuestion;
  const found = replies.read(saidOf(input));
  const from = isOnCheck(question) ? 1 : replyFrom;
  const other = correctedIntent(input) ?? worksButIntent(input) ?? deniedIntent(input);
  if (other) return withDevices(other, input);
  const certain = firstIntent(
    found.filter(({ certainty }) => certainty >= from),
    question,
    text,
  );
  if (certain) return certain;
  if (words(text).length <= noEnglishWords && replies.saysNoEnglish(text))
    return { is: 'unclear', inOtherLanguage: true };
  const told = isOnCheck(question) ? readDevices(input) : undefined;
  if (told) return told;
  const likely = likelyIntent(input);
  return likely ? withDevices(likely, input) : readByDiagnosis(input, found);
}

/** The text as an answer to the question: of what is right when it is off, with on and off in each other's place. */
function saidOf({ text, session: { question } }: TypedInput): string {
  // The name of "Do not disturb" denies nothing.
  const unnamed = text.replace(/\b(?:do not disturb|don['’]?t disturb|dnd)\b/giu, 'it');
  return question.kind === 'check' && question.isGoodOff ? withOnAndOffSwapped(unnamed) : text;
}

/** "No, not messages, calls": another feature than the case is about is named in place of it. */
function correctedIntent({ text, session, understanding }: TypedInput): Intent | undefined {
  if (!['phone', 'section', 'check', 'works', 'new-or-part'].includes(session.question.kind))
    return undefined;
  const featureOf = (part: string | undefined) =>
    part === undefined ? undefined : understanding.diagnose(part).features.find(isConcrete);
  for (const { denied, meant } of corrections(text)) {
    const feature = featureOf(meant);
    const isOther = feature !== undefined && feature !== session.case?.facets.feature;
    const takesBack = denied === undefined || featureOf(denied) === session.case?.facets.feature;
    if (isOther && takesBack) {
      const diagnosis = understanding.diagnose(meant, devicesOf(session.case?.facets ?? {}));
      return { is: 'symptom', text: meant, diagnosis, isInstead: true };
    }
  }
  return undefined;
}

/** "Yes but photos still missing", "works, calls still dead": it works, and something else does not. */
const worksBut =
  /^(?:yes|yep|yeah|ok|okay|good|great|works|it works|fixed)\b[\p{L} ]{0,24}?(?:[,.;]|\bbut\b|\bthough\b)(.+)$/iu;

function worksButIntent({ text, session, understanding }: TypedInput): Intent | undefined {
  if (session.question.kind !== 'works') return undefined;
  const rest = worksBut.exec(text.trim())?.[1]?.trim();
  if (rest === undefined || !namesTrouble(words(rest))) return undefined;
  const [feature, ...more] = understanding.diagnose(rest).features.filter(isConcrete);
  if (feature === undefined || more.length > 0 || feature === session.case?.facets.feature) return undefined;
  return { is: 'action', action: { do: 'confirm-fixed', works: true }, typed: text, also: rest };
}

/** A longer text tells of more than a state. */
const mostStateWords = 7;

/** "It isn't paired", "its back on" to a check: however it goes on, the state is known. */
function deniedIntent(input: TypedInput): Intent | undefined {
  const { text, session, replies } = input;
  const { question } = session;
  if (question.kind !== 'check' || question.isExplanation) return undefined;
  const said = saidOf(input);
  if (tellsStateOnly(said) && words(said).length <= mostStateWords)
    return intentOfReply('fixed', question, text);
  if (deniesOff(said)) return intentOfReply('already-ok', question, text);
  const denied = deniedState(said);
  if (denied === undefined) return undefined;
  const shareOf = (wanted: Reply) => replies.shares(said).find(({ reply }) => reply === wanted)?.share ?? 0;
  const isFixed = denied === 'was' || shareOf('fixed') > Math.max(likelyFrom, shareOf('no'));
  return intentOfReply(isFixed ? 'fixed' : 'no', question, text);
}

/** The most words of a text that tells a device besides an answer. */
const mostDeviceWords = 14;

const isOwn = /\b(?:i have|i use|i am on|i['’]?m on|it['’]?s|it is|mine is)\b/iu;

/** Devices told at a check: another phone than thought comes before any answer, else an answer beside them counts too. */
function readDevices({ text, session, understanding, replies }: TypedInput): Intent | undefined {
  const { named, features, kind } = understanding.diagnose(text);
  const told = devicesOf(named);
  if (Object.keys(told).length === 0 || words(text).length > mostDeviceWords) return undefined;
  const known = session.case?.facets.phone;
  const isOther = told.phone !== undefined && known !== undefined && told.phone !== known;
  if (isOther && features.length === 0 && (kind !== 'off-topic' || isOwn.test(text)))
    return { is: 'details', facets: told };
  const { question } = session;
  for (const clause of clausesOf(text)) {
    const certain = replies.read(clause).filter(({ certainty }) => certainty === 1);
    const answer = firstIntent(certain, question, text);
    if (answer?.is === 'action') return { ...answer, told };
  }
  return undefined;
}

/** An answer that names the devices tells them too: "turned it on on my iPhone". */
function withDevices(intent: Intent, { text, session, understanding }: TypedInput): Intent {
  if (intent.is !== 'action' || session.question.kind !== 'check') return intent;
  const told = devicesOf(understanding.diagnose(text).named);
  const known = session.case?.facets.phone;
  const isOther = told.phone !== undefined && known !== undefined && told.phone !== known;
  return Object.keys(told).length === 0 || isOther ? intent : { ...intent, told };
}

function clausesOf(text: string): string[] {
  return text.split(/[,.;!?\n]+|\b(?:and|but|btw)\b/iu).filter((clause) => words(clause).length > 0);
}

/** What a text most probably means as an answer to what is checked. Replies that mean the same there count together. */
function likelyIntent(input: TypedInput): Intent | undefined {
  const { text, session, replies } = input;
  const { question } = session;
  if (!isOnCheck(question)) return undefined;
  const meanings = new Map<string, { intent: Intent; probability: number }>();
  for (const { reply, share } of replies.shares(saidOf(input))) {
    // A sigh sounds like it as well, and would be recorded as a check that was done.
    if (reply === 'still-broken' && question.kind === 'check' && share < drasticFrom) continue;
    const intent = intentOfReply(reply, question, text);
    if (!intent) continue;
    const key = JSON.stringify(intent);
    const before = meanings.get(key)?.probability ?? 0;
    meanings.set(key, { intent, probability: before + share });
  }
  const [best] = [...meanings.values()].sort((a, b) => b.probability - a.probability);
  return best && best.probability >= leastFor(best.intent, question) ? best.intent : undefined;
}

function leastFor(intent: Intent, question: Question): number {
  if (intent.is !== 'action') return likelyFrom;
  const { do: what } = intent.action;
  const endsCase = what === 'start-over' || (what === 'confirm-fixed' && question.kind === 'check');
  return endsCase ? drasticFrom : likelyFrom;
}

/** Whether a check is asked, or what it has done. */
function isOnCheck({ kind }: Question): boolean {
  return kind === 'check' || kind === 'works' || kind === 'later' || kind === 'lasted';
}

function readByDiagnosis(input: TypedInput, found: FoundReply[]): Intent {
  const { text, session, understanding, replies } = input;
  const { question } = session;
  const diagnosis = understanding.diagnose(text, knownFacets(session));
  const told = devicesOf(diagnosis.named);
  const answer = answerToQuestion(question, { text, told, diagnosis });
  const isAnswer = answer !== undefined && diagnosis.confidence < surePersonFrom;
  const wish = isAnswer ? undefined : personWish(text, question, diagnosis);
  if (wish) return wish;
  if (isNoSymptom(diagnosis, text) && replies.isOtherLanguage(text))
    return { is: 'unclear', inOtherLanguage: true };
  if (answer) return answer;
  if (!isInsideCase(question) && isFewWordsOfNoSymptom(diagnosis, text)) {
    const named = understanding.searchNames(text, diagnosis);
    if (named.kind === 'symptom') return { is: 'symptom', text, diagnosis: named };
  }
  const lasted = question.kind === 'lasted' ? readLasted(input, { found, diagnosis }) : undefined;
  if (lasted) return lasted;
  const other = otherThanSymptom(diagnosis, question);
  if (other) return other;
  if (isInsideCase(question) && (diagnosis.confidence < newSymptomFrom || isAboutCase(diagnosis, session))) {
    return firstIntent(inStory(found), question, text) ?? { is: 'unclear' };
  }
  return { is: 'symptom', text, diagnosis };
}

/** "Person please". */
const plainWishWords = 3;

function personWish(text: string, question: Question, { kind, sure }: Diagnosis): Intent | undefined {
  // What cannot be read as a phone, such as "an old one", or is told to a person ("it is urgent") may sound like that.
  const isVague = question.kind === 'phone' || question.kind === 'person';
  const isPlain = words(text).length <= plainWishWords && !namesNobody(text);
  if (kind !== 'person' || (isVague && !sure && !isPlain)) return undefined;
  // At a check a few words that name nobody are an answer that no example is like: "same desk".
  const isNoWish = refusesPerson(text) || (isOnCheck(question) && namesNobody(text));
  return isNoWish ? { is: 'unclear' } : { is: 'action', action: { do: 'talk-to-person' }, typed: text };
}

function otherThanSymptom(
  { kind, smallTalk, sure, confidence }: Diagnosis,
  question: Question,
): Intent | undefined {
  // Whoever was asked what else to tell means what sounds a little like small talk as an answer.
  if (kind === 'small-talk')
    return question.kind === 'person' && !sure
      ? { is: 'unclear' }
      : { is: 'small-talk', smallTalk: smallTalk ?? 'chatter' };
  if (kind === 'off-topic') return confidence > 0 ? { is: 'off-topic' } : { is: 'unclear' };
  return undefined;
}

/** Neither a symptom nor a greeting, thanks or a goodbye, which are understood in any language. */
function isNoSymptom({ kind, smallTalk, sure }: Diagnosis, text: string): boolean {
  const isPolite =
    (smallTalk === 'greeting' || smallTalk === 'thanks' || smallTalk === 'goodbye') &&
    // In letters that only a greeting has among the examples, everything sounds like one.
    (/\p{Script=Latin}/u.test(text) || words(text).length <= mostForeignPoliteWords);
  return kind === 'off-topic' || (kind === 'small-talk' && !(isPolite && sure)) || !sure;
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
  if (question.kind === 'symptom') return diagnosis.onlyDevices ? { is: 'details', facets: told } : undefined;
  const asked = question.kind === 'check' || question.kind === 'works' || question.kind === 'section';
  return asked && isOnlyDetails(text, told, diagnosis) ? { is: 'details', facets: told } : undefined;
}

/** A few words that no example is like may still be the name of a setting. */
function isFewWordsOfNoSymptom({ kind, confidence }: Diagnosis, text: string): boolean {
  const count = words(text).length;
  return kind !== 'symptom' && confidence < 0.9 && count >= 2 && count <= 5;
}

/** A short text that names devices and no trouble. What is said of devices alone looks like a question what they can do. */
function isOnlyDetails(text: string, told: Facets, diagnosis: Diagnosis): boolean {
  const { kind, confidence, sections, features } = diagnosis;
  // "It is an iPhone" sounds like the sections for iPhones, and yet tells of no trouble.
  if (features.length === 0 && words(text).length <= deviceWords) return Object.keys(told).length > 0;
  const trouble = kind === 'symptom' && confidence >= 0.6 && sections[0]?.section !== 'related.compatibility';
  return Object.keys(told).length > 0 && words(text).length <= 12 && !trouble;
}

function isInsideCase(question: Question): boolean {
  return question.kind === 'check' || question.kind === 'works' || question.kind === 'new-or-part';
}

import type { Action } from '../conversation/actions.ts';
import { devicesOf } from '../conversation/case.ts';
import type { Question, Session } from '../conversation/session.ts';
import { failingIn } from './about-case.ts';
import type { Understanding } from './diagnosis.ts';
import { isConcrete } from './facets.ts';
import type { Intent } from './intent.ts';
import { isHedge, isUnderWay, outcomeOf, tellsDeed } from './outcome-words.ts';
import {
  agrees,
  asksBack,
  dropsIt,
  explains,
  newOrPart,
  placeFound,
  waitsNoLonger,
  wantsNoQuestions,
} from './question-words.ts';
import type { ReplyReader } from './replies.ts';
import { intentOfReply } from './reply-intent.ts';
import { takesBackAnswer, takesBackEnd, takesBackFix } from './second-thoughts.ts';
import { words } from './text.ts';

/** Share of a text's words that say that it works, of who waits for a person. */
const worksFrom = 0.5;
/** The least probability with which a rating is none, because it is broken still. */
const brokenFrom = 0.7;

interface Input {
  text: string;
  session: Session;
  understanding: Understanding;
  replies: ReplyReader;
}

/** What a text plainly means at the question that is open, before any likelihood is weighed. */
export function intentByQuestion(input: Input): Intent | undefined {
  const { text, session } = input;
  const { question } = session;
  const act = (action: Action): Intent => ({ is: 'action', action, typed: text });
  switch (question.kind) {
    case 'lasted':
      return wantsNoQuestions(text) ? act({ do: 'tell-lasted', answer: 'stop' }) : undefined;
    case 'rating':
      return atRating(input) ?? backToCase(input);
    case 'symptom':
      return backToCase(input);
    case 'new-or-part':
      return atNewOrPart(text, question);
    case 'section':
      return atSections(input, question);
    case 'phone':
      return atPhone(input);
    case 'check':
      return atCheck(input, question);
    case 'works':
      if (isHedge(text)) return { is: 'not-yet' };
      if (isUnderWay(text)) return { is: 'small-talk', smallTalk: 'wait' };
      return takesBackFix(text) ? intentOfReply('back', question, text) : undefined;
    case 'later':
      return atLater(text, question);
    case 'person':
      return whileWaiting(input, question);
  }
}

function atNewOrPart(text: string, question: Question): Intent | undefined {
  const choice = newOrPart(text);
  if (choice) return { is: 'action', action: { do: 'new-symptom', as: choice }, typed: text };
  return dropsIt(text) ? intentOfReply('back', question, text) : undefined;
}

function atCheck(
  { text, session }: Input,
  question: Extract<Question, { kind: 'check' }>,
): Intent | undefined {
  const hasAnswered = (session.case?.answers.length ?? 0) > 0;
  if (hasAnswered && takesBackAnswer(text)) return intentOfReply('back', question, text);
  if (isUnderWay(text)) return { is: 'small-talk', smallTalk: 'wait' };
  if (isNotYet.test(words(text).join(' '))) return { is: 'not-yet' };
  if (question.isExplanation) {
    const isIt = tellsDeed(text) ? undefined : explains(text);
    return isIt === undefined ? undefined : intentOfReply(isIt ? 'yes' : 'no', question, text);
  }
  if (!question.elsewhere) return undefined;
  switch (placeFound(text)) {
    case 'nowhere':
      return intentOfReply('not-found', question, text);
    case 'found':
    case 'looking':
      return { is: 'small-talk', smallTalk: 'wait' };
    case undefined:
      return undefined;
  }
}

const isNotYet = /^(?:no |nope )?not (?:done )?yet$/u;

const bothWork =
  /^(?:yes )?(?:both|all|all of (?:it|them)|everything|both work|all work|it does too|that too|too)$/u;

function atLater(text: string, question: Question): Intent | undefined {
  const said = words(text).join(' ');
  if (bothWork.test(said)) return intentOfReply('works', question, text);
  return /^(?:no )?neither$/u.test(said) ? intentOfReply('still-broken', question, text) : undefined;
}

/** "I phone", "an SE", "used to be an iPhone, now it's a Pixel": said to "which phone is it?". */
function atPhone({ text, understanding }: Input): Intent | undefined {
  const said = words(text).join(' ');
  const [, now] = / now (.+)$/u.exec(said) ?? [];
  const told = now === undefined ? undefined : devicesOf(understanding.diagnose(now).named);
  if (told?.phone !== undefined) return { is: 'details', facets: told };
  const phone = spoken.find(([form]) => form.test(said))?.[1];
  return phone && { is: 'action', action: { do: 'choose-phone', phone }, typed: text };
}

const around = String.raw`(?:(?:its|it is|i have|ive got|mine is|a|an|the|my|it) )*`;
const spoken: [RegExp, 'android' | 'iphone'][] = [
  [
    new RegExp(`^${around}(?:i phone|apple|se|1st gen se|second one|second|2)(?: one| phone)?$`, 'u'),
    'iphone',
  ],
  [new RegExp(`^${around}(?:droid|google|nothing phone|first one|first|1)(?: one| phone)?$`, 'u'), 'android'],
];

/** That it works is taken back once the case is solved. */
function backToCase({ text, session, understanding }: Input): Intent | undefined {
  const { question, case: current } = session;
  const isOver = question.kind === 'symptom' || (question.kind === 'rating' && !question.person);
  if (!isOver || current?.outcome !== 'fixed' || !takesBackEnd(text)) return undefined;
  const named = understanding.diagnose(text).features.filter(isConcrete);
  const isSame = named.every((feature) => failingIn(session).includes(feature));
  return isSame ? { is: 'action', action: { do: 'confirm-fixed', works: false }, typed: text } : undefined;
}

/** "3 because it took long": a mark with its reason. */
const withReason =
  /^\s*(?:i(?:['’]?d)? (?:give|say)(?: you| it)?(?: a)? )?([1-5])(?:\s*(?:,|:|-|\bbecause|\bcause|\bas\b|\bsince|\bfor\b|(?=\bit\b))\s*(.{3,}))?\s*$/iu;

/** As long as one that is written on the card. Characters. */
const longestComment = 1000;

/** A mark, in whatever words. */
function atRating({ text, session: { question }, replies }: Input): Intent | undefined {
  const act = (action: Action): Intent => ({ is: 'action', action, typed: text });
  const stars = text.match(/[⭐★]/gu)?.length ?? 0;
  const score = replies.rating(text) ?? (stars > 0 && stars <= 5 ? stars : undefined);
  if (score !== undefined) return act({ do: 'rate', score });
  if (/^\W*\u{1F44D}/u.test(text)) return act({ do: 'rate', score: 5 });
  const [, mark, comment] = withReason.exec(text) ?? [];
  if (mark !== undefined)
    return act({
      do: 'rate',
      score: Number(mark),
      ...(comment ? { comment: comment.slice(0, longestComment) } : {}),
    });
  const broken = replies.shares(text).find(({ reply }) => reply === 'still-broken')?.share ?? 0;
  return broken >= brokenFrom ? intentOfReply('still-broken', question, text) : undefined;
}

/** A choice from a list by its place, however unsure, or the phone that was missing. */
function atSections(
  { text, understanding, replies }: Input,
  question: Extract<Question, { kind: 'section' }>,
): Intent | undefined {
  const place = replies.choice(text);
  const section = place === undefined ? undefined : question.sections.at(place === 'last' ? -1 : place - 1);
  if (section !== undefined) return { is: 'action', action: { do: 'choose-section', section }, typed: text };
  const { named, onlyDevices } = understanding.diagnose(text);
  return onlyDevices ? { is: 'details', facets: devicesOf(named) } : undefined;
}

/** Who waits for a person can go on without one, have no trouble any more, or ask why something is asked. */
function whileWaiting(
  { text, replies }: Input,
  { ask }: Extract<Question, { kind: 'person' }>,
): Intent | undefined {
  const act = (action: Action): Intent => ({ is: 'action', action, typed: text });
  // A number to ring is for the person, however it is put.
  if (/\d(?:[\s()/-]*\d){5,}/u.test(text)) return { is: 'unclear' };
  if (waitsNoLonger(text)) return act({ do: 'return-to-bot' });
  if (ask === 'consent' && agrees(text)) return act({ do: 'tell-person', ask, answer: 'yes' });
  if ((ask === 'consent' || ask === 'contact') && asksBack(text)) return { is: 'command', command: 'why' };
  // A single word may as well be a yes to what was asked.
  if (words(text).length < 2 && (ask === 'offer' || ask === 'consent')) return undefined;
  // "Restarted it" is for the person, "fixed it" is not.
  const isSolved = words(text).some((word) => ['fixed', 'solved', 'sorted'].includes(word));
  const isWorks = replies
    .read(text)
    .some(
      ({ reply, certainty }) =>
        (reply === 'works' || (reply === 'fixed' && isSolved)) && certainty >= worksFrom,
    );
  if (!isWorks || outcomeOf(text, { failing: [], named: [] }) !== 'works') return undefined;
  return act({ do: 'confirm-fixed', works: true });
}

import type { Feature } from '../guide/schema.ts';
import { words } from './text.ts';

/** What a text that sounds like "it works" says of the trouble itself. */
export type Outcome =
  /** Nothing: something else works, or it worked at another time or place. */
  | 'elsewhere'
  /** It works now and then, or under a condition: not as it should. */
  | 'partly'
  /** Its writer is not sure, or has not tried. */
  | 'hedged'
  /** It is denied: "not fixed". */
  | 'denied'
  | 'works';

const hedges = new Set('guess suppose hope hopefully probably maybe perhaps dunno unsure'.split(' '));
const wholeHedge =
  /^(?:(?:yes|yeah|yep|ok|well|a bit|a little|much|slightly)\b ?)*(?:for now|i think|(?:i )?think so|i believe so|sent one|kinda|sorta|kind of|sort of|seems to|i guess|better|no errors?)$/u;
/** Asked, not told: "does it work now", "so it works?" */
const asks =
  /^(?:so |and |but )?(?:will|does|do|did|is|are|should|would|can) (?:it|they|that|this|everything)\b/u;

const results = 'work(?:s|ing|ed)?|fix(?:ed)?|solved|sorted|repaired|better|gone';
const denied = new RegExp(
  String.raw`\b(?:not|isnt|aint|wasnt|doesnt|dont|didnt|hasnt|never)\b(?: \w+)? (?:${results})\b`,
  'u',
);
/** "Not gone", but "no longer broken", "not broken anymore". */
const deniedFault =
  /\b(?:not|isnt|aint|no longer|nothing) (?:\w+ )?(?:broken|missing|stuck|late|wrong|empty|blank|gone|dead)\b/u;

/** It got worse. */
const worse = /\b(?:nothing|dead|gone|disappeared|vanished|empty|blank|worse|no more)\b/u;
/** What is gone is the fault. */
const relieved =
  /\b(?:problems?|errors?|warnings?|issues?|trouble|dot|banner|message|lag|delay|spinner)\b.*\bgone\b|\bno more (?:problems?|errors?|issues?|trouble|lag|delay)|\bnothing (?:is |was )?(?:missing|wrong|broken)\b|\b(?:it|they|everything|all|that|now) works?\b|\bwork(?:s|ing) (?:now|again)\b|^(?:\w+ ){0,2}works?\b/u;
const nothingWorks = /\bnothing (?:is )?work(?:s|ing)\b/u;

const partly =
  /\b(?:(?<!a )while|only|after a while|(?:with|over|by|on) (?:the |a |an |my |old |new )*(?:cable|usb|wire|wifi|wi fi|mobile data|tablet|(?:old|new) (?:ones|photos|pictures|messages|texts))|works? (?:fine |well )?(?:for (?!me\b|us\b|now\b|good\b|real\b|him\b|her\b|everyone\b|both\b|all\b)|in the|on (?:the |my )?phone\b))|\b(?:sometimes|partly|occasionally|random(?:ly)?|now and then|once in a while|at times|half the time|on and off|for a (?:minute|moment|second|sec|while|bit)|briefly|unless|when|whenever|if|until|as long as|except)\b/u;
const elsewhere =
  /\b(?:(?<!anything |nothing )else|the rest|the others?|(?:that|this) (?:part|one)|(?:other|old|another|second|work|friends?|wifes?|husbands?|sons?|daughters?) (?:pc|laptop|computer|phone|device|tablet|machine))\b/u;
const earlier =
  /\b(?:yesterday|(?<!like |as )before|earlier|last (?:week|night|month|year)|used to|ago|work(?:ed|s) once)\b/u;
const sureNow = /\b(?:now|again|finally|back)\b/u;
/** Things that are not what Phone Link shows. */
const otherThing =
  /\b(?:bluetooth|wi ?fi|internet|network|headset|headphones?|earbuds|mic|microphone|speakers?|camera|mouse|screen) (?:itself )?(?:is |are |was )?(?:works?|working|worked|fine|ok|good|connected)\b/u;
/** The devices, of which it is no news that they work. */
const device =
  /\b(?:phone|mobile|pc|laptop|computer|app|program|windows) (?:itself )?(?:is )?(?:works?|working|fine)\b/u;

/** Features that visitors say for each other: a message is seen as its notification. */
const alike: readonly Feature[] = ['notifications', 'messages', 'apps'];

/**
 * @param failing the features the case is about that are one thing each; none where it is about the link.
 * @param named the features that the text names, whatever it says of them.
 */
export function outcomeOf(
  text: string,
  { failing, named }: { failing: readonly Feature[]; named: readonly Feature[] },
): Outcome {
  const said = words(text).join(' ');
  if (isDenied(said)) return 'denied';
  if (asks.test(said) || isQuestion(text)) return 'hedged';
  if (elsewhere.test(said) || otherThing.test(said)) return 'elsewhere';
  if (partly.test(said) && !tooWorks.test(said)) return 'partly';
  const isNow = sureNow.test(said);
  if (!isNow && (earlier.test(said) || device.test(said))) return 'elsewhere';
  if (isOfOther({ failing, named }) && !(isNow && isAlike(failing, named))) return 'elsewhere';
  return isHedge(text) || words(text).some((word) => hedges.has(word)) ? 'hedged' : 'works';
}

/** "Works for texts too": more works, not less. */
const tooWorks = /\b(?:too|also|as well)$/u;
/** "It works?", but not "it works, why was it off?" */
const mostWordsOfQuestion = 5;

function isQuestion(text: string): boolean {
  const said = words(text);
  const asksOther = said.some((word) => ['why', 'how', 'what', 'anything'].includes(word));
  return text.trim().endsWith('?') && said.length <= mostWordsOfQuestion && !asksOther;
}

function isDenied(said: string): boolean {
  if (deniedFault.test(said)) return false;
  const isWorse = nothingWorks.test(said) || (worse.test(said) && !relieved.test(said));
  return isWorse || denied.test(said) || said === 'yeah right';
}

/** Whether a text says no more than that its writer is not sure. */
export function isHedge(text: string): boolean {
  return wholeHedge.test(words(text).join(' '));
}

const underWay =
  /^(?:(?:its|it is|it|theyre|they are|they|still|is|are|ok|now|my (?:pc|phone|laptop) is|the (?:pc|phone|laptop) is) )+(?:still )?(?:syncing|loading|coming|updating|refreshing|spinning|downloading|restarting|rebooting|connecting|charging)$/u;
const willDo =
  /^(?:ok |okay |alright |right |yes |wait )*(?:let me|ill|i will|im going to|gonna|going to)\b(?!.*\b(?:later|tomorrow|tonight|not|never|person|people|human|agent|somebody|someone|support|staff|representative|rep|operator|manager|talk|speak|call|chat|skip|start over|go back|previous|undo|pass|leave|live|buy|return|sue|go crazy|without)\b)/u;
/** A longer text tells more than that. */
const mostWordsOfDeed = 8;

/** Whether a text says that its writer is at it, or that it is under way: "let me restart", "still syncing". */
export function isUnderWay(text: string): boolean {
  const said = words(text);
  return said.length <= mostWordsOfDeed && [underWay, willDo].some((form) => form.test(said.join(' ')));
}

function isOfOther({ failing, named }: { failing: readonly Feature[]; named: readonly Feature[] }): boolean {
  return failing.length > 0 && named.length > 0 && !named.some((feature) => failing.includes(feature));
}

function isAlike(failing: readonly Feature[], named: readonly Feature[]): boolean {
  return [failing, named].every((features) => features.some((feature) => alike.includes(feature)));
}

const deeds = new Set(
  (
    'turned switched enabled changed set allowed ticked toggled flipped activated paired repaired removed added ' +
    'granted gave given put unblocked corrected signed logged updated installed did done'
  ).split(' '),
);
const undone = new Set('was wasnt were werent'.split(' '));
const states = new Set('off disabled denied blocked unticked unchecked restricted'.split(' '));

/** Whether a text tells that what was asked about was changed: "it was off, turned it on". */
export function tellsDeed(text: string): boolean {
  const said = words(text);
  const wasWrong = said.some((word) => undone.has(word)) && said.some((word) => states.has(word));
  return wasWrong || said.some((word) => deeds.has(word));
}

const goodNow =
  /\b(?:now|again|back) (?:all )?(?:on|connected|enabled|paired|allowed|active|linked|ticked)\b|\b(?:on|connected|enabled|paired|allowed|active|linked|ticked) (?:right )?(?:now|again)\b|\breconnected\b|\bback on\b/u;
const anyResult =
  /\b(?:work\w*|fixed|solved|sorted|come|coming|came|arriv\w*|show\w*|appear\w*|r[ai]ng\w*|receiv\w*|sync\w*|load\w*|pop\w*|get|getting|got)\b/u;

/** Whether a text says that a setting is right now, and nothing of what came of it: "its connected again". */
export function tellsStateOnly(text: string): boolean {
  const said = words(text).join(' ');
  return goodNow.test(said) && !anyResult.test(said);
}

const stillBroken =
  /\bstill (?:\w+ ){0,4}?(?:no|not|nothing|none|nope|doesnt|dont|isnt|arent|wont|cant|broken|same|missing|blank|empty|dead)\b|\b(?:no|nothing|not|doesnt|dont|isnt|arent|wont|cant) (?:\w+ ){0,3}?still\b|\bno (?:change|difference|luck|help|effect)\b|\b(?:did|does|changed|changes) nothing\b|\bnothing (?:happened|changed)\b|\bdidnt help\b|\bbut same\b/u;

/** Whether a text that tells a deed says that it has not helped: "turned it on but still no texts". */
export function tellsStillBroken(text: string): boolean {
  return stillBroken.test(words(text).join(' '));
}

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
const wholeHedges = new Set([
  'for now',
  'i think so',
  'think so',
  'i believe so',
  'yes sent one',
  'sent one',
]);

const results = 'work(?:s|ing|ed)?|fix(?:ed)?|solved|sorted|repaired|better|gone';
const denied = new RegExp(
  String.raw`\b(?:not|isnt|aint|wasnt|doesnt|dont|didnt|hasnt|never)\b(?: \w+)? (?:${results})\b`,
  'u',
);
/** "Not gone", but "no longer broken", "not broken anymore". */
const deniedFault = /\b(?:not|isnt|aint|no longer|nothing) (?:\w+ )?(?:broken|missing|stuck|late|wrong)\b/u;

const partly =
  /\b(?:sometimes|partly|occasionally|random(?:ly)?|now and then|once in a while|at times|half the time|on and off|for a (?:minute|moment|second|sec|while|bit)|briefly|unless|when|whenever|if|until|as long as|except)\b/u;
const elsewhere =
  /\b(?:else|the rest|the others?|(?:that|this) (?:part|one)|(?:other|old|another|second|work|friends?|wifes?|husbands?|sons?|daughters?) (?:pc|laptop|computer|phone|device|tablet|machine))\b/u;
const earlier =
  /\b(?:yesterday|(?<!like |as )before|earlier|last (?:week|night|month|year)|used to|ago|once)\b/u;
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
  if (denied.test(said) && !deniedFault.test(said)) return 'denied';
  if (partly.test(said)) return 'partly';
  if (elsewhere.test(said) || otherThing.test(said)) return 'elsewhere';
  const isNow = sureNow.test(said);
  if (!isNow && (earlier.test(said) || device.test(said))) return 'elsewhere';
  if (isOfOther({ failing, named }) && !(isNow && isAlike(failing, named))) return 'elsewhere';
  return wholeHedges.has(said) || words(text).some((word) => hedges.has(word)) ? 'hedged' : 'works';
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
  /\bstill (?:\w+ ){0,4}?(?:no|not|nothing|none|nope|doesnt|dont|isnt|arent|wont|cant|broken|same|missing|blank|empty|dead)\b|\b(?:no|nothing|not|doesnt|dont|isnt|arent|wont|cant) (?:\w+ ){0,3}?still\b|\bno (?:change|difference|luck)\b/u;

/** Whether a text that tells a deed says that it has not helped: "turned it on but still no texts". */
export function tellsStillBroken(text: string): boolean {
  return stillBroken.test(words(text).join(' '));
}

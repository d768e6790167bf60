import { words } from './text.ts';

const opener = String.raw`(?:wait|hold on|hang on|scratch that|oops|whoops|correction|my mistake|(?:sorry |no |oh )?i meant?)\b`;
const other = [
  // "Wait, no, it was off", "sorry I meant it was off".
  new RegExp(
    String.raw`^(?:no |oh |sorry |actually )*${opener}.*\b(?:was|wasnt|were|werent|is|isnt|it) (?:actually |really |not )?(?:off|on|disabled|enabled|wrong|right|not|blocked|allowed)\b`,
    'u',
  ),
  // "I didn't say that", "that's not what I said".
  /^(?:no |wait |but |hey )*(?:i (?:didnt|never|havent) (?:say|said|answer|answered)(?: that| this)?|thats not what i (?:said|meant)|thats wrong|thats not right|wrong answer)$/u,
  // "Wait, I didn't check yet", "no I haven't checked that".
  /^(?:no |wait |but |hey |sorry )+i (?:didnt|havent|never) (?:even )?(?:check|checked|look|looked|done|do|tried|try|answer|answered)\b/u,
];

const notDone =
  /^(?:no |wait |sorry |actually |but |oh )*i (?:didnt|havent|never) (?:actually |even )?(?:turn|turned|change|changed|switch|switched|do|done|fix|fixed|enable|enabled|touch|touched)\b|^(?:sorry |wait |actually |oh |no )+it was (?:already )?(?:on|right|fine|enabled|ok)\b/u;

/** Whether a text that is asked for the result takes the fix back: "I didn't change anything", "sorry it was on". */
export function takesBackFix(text: string): boolean {
  const said = words(text);
  return said.length <= mostWords && notDone.test(said.join(' '));
}

/** The longest text that takes an answer back and says no more. Words. */
const mostWords = 10;

/** Whether a text at a check takes back what was answered to the one before. */
export function takesBackAnswer(text: string): boolean {
  const said = words(text);
  return said.length <= mostWords && other.some((form) => form.test(said.join(' ')));
}

const notSolved = [
  /\b(?:false alarm|spoke too soon|too early to say|jinxed)\b/u,
  // "No wait it doesn't", "hmm actually no".
  /^(?:oh |hm+ |um+ |ah |er |ugh |no |ok )*(?:wait|actually|hold on|hang on)\b.*\b(?:no|nope|not|doesnt|dont|isnt|arent|didnt|wont|cant|stopped|gone|broken|nothing|still)\b/u,
  // "They disappeared again", "it's back to not working".
  /\b(?:stopped|gone|disappeared|vanished|broken|missing|dead|not working|isnt working|doesnt work|dont work|not coming|same)\b.*\bagain\b|\bagain\b.*\b(?:stopped|gone|disappeared|broken|missing|not working|isnt|doesnt|dont)\b/u,
  /\bdidnt (?:say|mean|write)(?: that)? it works?\b|\bwrong (?:one|button)\b|\bnot what i meant\b/u,
  /\bback to (?:not|how|the same|square|being|nothing)\b/u,
  /^(?:oh |no |and |but |well |sorry |ok |hm+ )*(?:it|they|that|its|theyre) (?:(?:just|has|have|all) )?(?:stopped|disappeared|vanished|broke|died|went away|gone|came back|isnt|arent|doesnt|dont|didnt last)\b/u,
];

/** Whether a text, said once a case is solved, means that it is not: "no wait, it doesn't", "it stopped again". */
export function takesBackEnd(text: string): boolean {
  const said = words(text);
  return said.length <= mostWords && notSolved.some((form) => form.test(said.join(' ')));
}

import { words } from './text.ts';

/** "Stop asking", "don't ask me", "no more questions". */
export function wantsNoQuestions(text: string): boolean {
  const said = new Set(words(text));
  const isAbout = ['ask', 'asking', 'questions'].some((word) => said.has(word));
  return (
    said.has('unsubscribe') ||
    (isAbout && ['stop', 'dont', "don't", 'not', 'no', 'more'].some((word) => said.has(word)))
  );
}

/** "Forget the calls", "never mind that": what was told is not to be looked at. */
export function dropsIt(text: string): boolean {
  const said = words(text);
  return (
    said.length <= mostWords &&
    /^(?:ok |no |oh |actually )*(?:forget|never ?mind|ignore|drop|leave)\b/u.test(said.join(' '))
  );
}

/** The most words of a text that only says which of the two it is. */
const mostWords = 8;

/** What a text says to "a new problem, or part of this one?". */
export function newOrPart(text: string): 'new' | 'part' | undefined {
  const said = new Set(words(text));
  if (said.size > mostWords) return undefined;
  const denied = new Set(
    Array.from(
      words(text)
        .join(' ')
        .matchAll(/\b(?:not|isnt|no) (?:an? |the )?(\w+)/gu),
      ([, word = '']) => word,
    ),
  );
  const choice = namedChoice(new Set([...said].filter((word) => !denied.has(word))));
  if (choice !== undefined) return choice;
  const other = namedChoice(denied);
  return other && (other === 'new' ? 'part' : 'new');
}

function namedChoice(said: ReadonlySet<string>): 'new' | 'part' | undefined {
  if (['new', 'different', 'another', 'separate', 'second', 'else', 'other'].some((word) => said.has(word)))
    return 'new';
  return ['part', 'same', 'belongs', 'both'].some((word) => said.has(word)) ? 'part' : undefined;
}

const noPerson = String.raw`\b(?:no (?:person|people|humans?|agents?)(?: please)?$|dont (?:send|transfer|connect|pass|hand|give) me\b.* (?:person|human|agent|someone|somebody)|(?:already )?(?:talked|spoke|spoken) (?:to|with) (?:a |an )?(?:person|human|agent|someone|somebody)|i am an? (?:real )?(?:person|human)|im an? (?:real )?(?:person|human))|\b(?:dont|do not|no longer) (?:need|want) (?:to wait|to talk to|(?:a|the|any) (?:person|human|agent)|anyone|anybody)\b`;

/** "I don't want a person, just fix it." */
export function refusesPerson(text: string): boolean {
  const said = words(text);
  return said.length <= mostWords && new RegExp(noPerson, 'u').test(said.join(' '));
}

const noLonger = new RegExp(
  [
    String.raw`^(?:ok |no |oh |actually |please )*(?:never ?mind|nvm|forget (?:it|that|this|about it)|cancel(?: it| that| this| please)?|stop waiting)(?: please| thanks| then)?$`,
    noPerson,
    String.raw`^(?:ok |no |please |sorry )*(?:stop|mistake|by mistake|my mistake|no need(?: any ?more| now)?|lets continue(?: checking)?|continue checking|keep checking|i didnt ask for (?:a |any )?(?:person|human|agent)|(?:lets )?try something else.*)$`,
    String.raw`\b(?:want to |ill |rather |lets |can we )?(?:keep|carry on|go on|continue) (?:trying|going|with (?:the |this )?(?:bot|checks|steps))\b`,
    String.raw`\bback to (?:the |you )?(?:bot|checks|steps)\b`,
  ].join('|'),
  'u',
);

/** Whether somebody who waits for a person wants that no more: "forget it", "I'd rather go on with the bot". */
export function waitsNoLonger(text: string): boolean {
  const said = words(text);
  return said.length <= mostWords && noLonger.test(said.join(' '));
}

const fixedState =
  /\bgr[ae]y(?:ed)?(?: out)?\b|\b(?:cant|cannot|wont let me|doesnt let me|not able to|unable to) (?:be )?(?:turn|turned|switch|change|changed|enable|toggle|allow|tick|activate|move|select|press|tap|click)\b|\b(?:locked|managed|blocked|controlled) by\b|\badmin(?:istrator)?\b/u;

/** Whether a setting is there but cannot be changed: "it's greyed out", "managed by my employer". */
export function cannotChange(text: string): boolean {
  return fixedState.test(words(text).join(' '));
}

const personWords = new Set(
  (
    'person persons people human humans agent agents somebody someone anybody anyone everyone support staff representative rep operator talk ' +
    'talking speak speaking chat call phone contact advisor adviser technician tech employee man woman guy helpdesk ' +
    'manager supervisor boss escalate ticket bot robot machine email mail team service hotline number ring care ' +
    'customer connect executive reach persona mitarbeiter mensch menschen agente personne humain medewerker hablar ' +
    'sprechen parler umano operatore'
  ).split(' '),
);
/** From so many words on a text says what it wants in other ways too. */
const fewWords = 8;

/** Whether a few words name nobody: "same desk", "i want it to work". */
export function namesNobody(text: string): boolean {
  const said = words(text);
  return said.length <= fewWords && !said.some((word) => personWords.has(word));
}

/** Whether somebody who is asked for something asks back: "why?", "who reads it", "is that safe". */
export function asksBack(text: string): boolean {
  return /^(?:but |and |ok )*(?:why|who|what for|what happens|is (?:it|that|this)|where does|do i have to|how long)\b/u.test(
    words(text).join(' '),
  );
}

const consents =
  /^(?:(?:ok|yes|sure|well|i) ?)*(?:no problem|not a problem|dont mind|no objections?|dont care|if you must|go ahead|fine|fine by me|why not|whatever you need|of course|by all means)(?: with me| at all)?$/u;

/** "No problem", "I don't mind": a yes that begins like a no. */
export function agrees(text: string): boolean {
  return consents.test(words(text).join(' '));
}

const foundPlace =
  /\b(?:there it is|found it|i found|i find|i (?:can )?see it|see it now|(?:first|second|third|last) (?:place|one)(?: worked| it is)?$)/u;
const noPlace =
  /^(?:no |nope |nah |sorry )*(?:neither|none|nowhere|not in any|(?:ive |i )?tried (?:them )?(?:all|both|every))\b/u;
const notLooked = /\b(?:still looking|is looking|looking at|let me|one (?:sec|moment)|hold on)\b/u;

/** What a text says of the other places that were shown for a setting. */
export function placeFound(text: string): 'found' | 'nowhere' | 'looking' | undefined {
  const said = words(text).join(' ');
  if (noPlace.test(said)) return 'nowhere';
  if (notLooked.test(said)) return 'looking';
  return foundPlace.test(said) && !/\b(?:not|cant|dont|no|never)\b/u.test(said) ? 'found' : undefined;
}

const yesFirst =
  /^(?:yes|yep|yeah|yup|exactly|thats? (?:it|the one|me)|that must be it|must be that|makes sense)\b(?!.*\b(?:but|not|i think|i guess|maybe)\b)/u;
const noFirst = /^(?:no(?! idea| clue| way\b)|nope|neither|none|not (?:those|these|that|them))\b/u;

/** What a text begins to say to "is it this?". */
export function explains(text: string): boolean | undefined {
  const said = words(text).join(' ');
  if (yesFirst.test(said)) return true;
  return noFirst.test(said) ? false : undefined;
}

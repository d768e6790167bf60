import { words } from './text.ts';

const negations = new Set('not never isnt arent aint wasnt werent hasnt havent hadnt dont didnt'.split(' '));
/** What may stand between a negation and what it denies: "it is not even switched on". */
const fillers = new Set(
  'even yet quite actually really been being currently set switched turned already properly fully have it that them'.split(
    ' ',
  ),
);
/** Words for a setting or a link that is as it should be. */
const goodStates = new Set(
  'on enabled connected paired allowed ticked checked active activated permitted granted linked selected'.split(
    ' ',
  ),
);
const badStates = new Set(
  'off disabled denied disconnected unpaired inactive blocked revoked unticked unchecked restricted'.split(
    ' ',
  ),
);
/** Words that a state follows; without one "off" is something that was done: "turned it off". */
const beingWords = new Set('is its was were are theyre thats says said shows showed mine'.split(' '));
/** Words for something that was done, beside which a denied state is how it was before. */
const deedWords = new Set(
  'now fixed turned switched enabled changed corrected allowed did done ticked connected paired activated put set'.split(
    ' ',
  ),
);
const pastWords = new Set('was wasnt were werent hadnt had didnt said showed'.split(' '));

/** The longest text that is read so; a longer one tells of more than the state. */
const mostWords = 12;

/** What a text says of the state it was asked about by denying it: "it isn't paired", "it was not on, fixed it". */
export function deniedState(text: string): 'is' | 'was' | undefined {
  if (words(text).length > mostWords) return undefined;
  const clauses = text.split(/[,.;!?\n]+|\b(?:but|so|and)\b/iu).map(words);
  const [at, denied] = [...clauses.entries()].find(([, clause]) => deniesState(clause)) ?? [];
  if (at === undefined || denied === undefined) return undefined;
  const isPast = denied.some((word) => pastWords.has(word));
  const isPutRight = clauses.slice(at + 1).some((clause) => clause.some((word) => deedWords.has(word)));
  return isPast || isPutRight ? 'was' : 'is';
}

function deniesState(clause: readonly string[]): boolean {
  const isNegated = clause.some((word) => negations.has(word));
  if (!isNegated && clause.some((word) => badStates.has(word)))
    return clause.some((word) => beingWords.has(word));
  return clause.some((word, at) => {
    if (!negations.has(word)) return false;
    const rest = clause.slice(at + 1);
    const state = rest.find((next) => !fillers.has(next));
    if (state !== undefined) return goodStates.has(state);
    // "It was not, fixed it": the state is the one that was asked about.
    return rest.length === 0 && at > 0 && (word !== 'not' || beingWords.has(clause[at - 1] ?? ''));
  });
}

const opposites: Record<string, string> = {
  on: 'off',
  off: 'on',
  enabled: 'disabled',
  disabled: 'enabled',
  active: 'inactive',
  inactive: 'active',
};

/** The text with on and off in each other's place, for what is right when it is off. */
export function withOnAndOffSwapped(text: string): string {
  return text.replace(
    /\b(?:on|off|(?:en|dis)abled|(?:in)?active)\b/giu,
    (word) => opposites[word.toLowerCase()] ?? word,
  );
}

const resultWords = new Set(
  'fixed sorted solved repaired works working work coming came comes arrived arriving showing appeared ringing seems looks'.split(
    ' ',
  ),
);
/** Words that tell what was done, or only agree. */
const notYetWords = new Set(
  'done did turned switched enabled ticked allowed set sent ok okay k kk'.split(' '),
);
const hopeWords = new Set('should hope hopefully will try trying'.split(' '));

/** Whether a text has no word of what came of a deed: "turned it on". */
export function tellsNoResult(text: string): boolean {
  return !words(text).some((word) => resultWords.has(word));
}

/** Whether a yes is one to what was done, or to what is hoped for: "yes done", "ok", "should work now". */
export function tellsDeedOrHope(text: string): boolean {
  const said = words(text);
  if (/\b(?:that|this|it) did (?:it|the (?:trick|job))\b/u.test(said.join(' '))) return false;
  if (said.some((word) => hopeWords.has(word))) return true;
  const isOn = /\b(?:its|is|are) on\b/u.test(said.join(' '));
  return tellsNoResult(text) && (isOn || said.some((word) => notYetWords.has(word)));
}

/** Whether a text names a state that is not as it should be: "it says disabled". */
export function tellsBadState(text: string): boolean {
  return words(text).some((word) => badStates.has(word));
}

/** Whether a text denies that something is off: "it isn't disabled". */
export function deniesOff(text: string): boolean {
  const said = words(text);
  const isDenied = (at: number) => said.slice(Math.max(0, at - 3), at).some((word) => negations.has(word));
  return said.length <= mostWords && said.some((word, at) => badStates.has(word) && isDenied(at));
}

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

/** The most words of a text that only says which of the two it is. */
const mostWords = 8;

/** What a text says to "a new problem, or part of this one?". */
export function newOrPart(text: string): 'new' | 'part' | undefined {
  const said = new Set(words(text));
  if (said.size > mostWords) return undefined;
  if (['new', 'different', 'another', 'separate'].some((word) => said.has(word))) return 'new';
  return ['part', 'same', 'belongs', 'both'].some((word) => said.has(word)) ? 'part' : undefined;
}

const noPerson = String.raw`\b(?:dont|do not|no longer) (?:need|want) (?:to wait|to talk to|(?:a|the|any) (?:person|human|agent)|anyone|anybody)\b`;

/** "I don't want a person, just fix it." */
export function refusesPerson(text: string): boolean {
  return new RegExp(noPerson, 'u').test(words(text).join(' '));
}

const noLonger = new RegExp(
  [
    String.raw`^(?:ok |no |oh |actually |please )*(?:never ?mind|nvm|forget (?:it|that|this|about it)|cancel(?: it| that| this| please)?|stop waiting)(?: please| thanks| then)?$`,
    noPerson,
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

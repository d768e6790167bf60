import { parseAction, type Action } from '../../conversation/actions.ts';
import type { Case, Facets } from '../../conversation/case.ts';
import type { Guide } from '../../guide/guide.ts';
import { recordKey } from '../../presentation/card-data.ts';
import { createSay, type Say } from '../../presentation/say.ts';
import type { TranscriptLine } from './transcript.ts';

/** A case as a person reads it: what is known of it, then what was said. Times are UTC. */
export function formatTranscript(input: { subject: Case; lines: TranscriptLine[]; guide: Guide }): string {
  const { subject, lines, guide } = input;
  const say = createSay(guide.phrases);
  const said = lines.map((line) => formatLine(line, { guide, say }));
  return [...headOf(subject, { guide, say }), '', ...said].join('\n');
}

/** One line for a case in a list. */
export function formatListed(subject: Case): string {
  const problem = subject.symptoms[0] ?? '';
  return `${subject.id}  ${time(subject.openedAt)}  ${facetsInWords(subject.facets).padEnd(24)}  ${cut(problem, 80)}`;
}

interface Words {
  guide: Guide;
  say: Say;
}

function headOf(subject: Case, { guide, say }: Words): string[] {
  const section = guide.section(subject.sections[0]?.section ?? '');
  const row = (name: string, value: string | undefined) =>
    value === undefined || value === '' ? [] : [`${name.padEnd(9)} ${value}`];
  return [
    `Case ${subject.id}`,
    ...row('State', `${subject.state}${subject.outcome ? ` (${subject.outcome})` : ''}`),
    ...row('Opened', `${time(subject.openedAt)} UTC`),
    ...row('Ended', subject.closedAt && `${time(subject.closedAt)} UTC`),
    ...subject.symptoms.flatMap((symptom) => row('Problem', cut(symptom, 300))),
    ...row('Section', section?.title),
    ...row('Facets', facetsInWords(subject.facets)),
    ...row('Later', subject.later.join(' | ')),
    ...subject.answers.flatMap(({ check, answer, typed }, index) => {
      const words = answerInWords({ check, answer }, { guide, say });
      return row(index === 0 ? 'Checks' : '', typed === undefined ? words : `${words} ("${cut(typed, 80)}")`);
    }),
    ...row('Rating', subject.rating && ratingInWords(subject.rating)),
  ];
}

function formatLine(line: TranscriptLine, words: Words): string {
  const how = line.replaces === undefined ? '' : ' (now reads)';
  return `${time(line.at)}  ${line.who}${how}: ${indented(saidIn(line, words))}`;
}

/** Clients may send a button's title as text, or its data alone; its title in brackets, then what it means. */
function saidIn({ text, pressed }: TranscriptLine, words: Words): string {
  const action = parseAction(pressed);
  if (!action) return text;
  const meaning = actionInWords(action, words);
  if (text === '' || text === meaning) return `[${meaning}]`;
  return `[${text}] ${meaning}`;
}

/** What a button means, in words. */
function actionInWords(action: Action, words: Words): string {
  const { guide, say } = words;
  switch (action.do) {
    case 'choose-phone':
      return say(`label.${action.phone}`);
    case 'choose-section':
      return guide.section(action.section)?.choice ?? say('label.none');
    case 'answer-check':
      return action.answer === 'back'
        ? say('label.back')
        : answerInWords({ check: action.check, answer: action.answer }, words);
    case 'confirm-fixed':
      return say(action.works ? 'label.works' : 'label.broken');
    case 'new-symptom':
      return say(`label.${action.as}`);
    case 'talk-to-person':
      return say('label.person');
    case 'start-over':
      return say('label.start-over');
    case 'rate':
      return ratingInWords(action);
    case 'describe':
      return action.text;
  }
}

function answerInWords(answered: Pick<Case['answers'][number], 'check' | 'answer'>, { guide, say }: Words) {
  const check = guide.check(answered.check);
  return say(recordKey(check, answered.answer), { check: check?.title ?? answered.check });
}

function ratingInWords({ score, comment }: { score: number; comment?: string }): string {
  return `${score} of 5${comment ? `: ${comment}` : ''}`;
}

function facetsInWords(facets: Facets): string {
  const { phone, maker, windows, feature, trigger } = facets;
  return [phone, maker, windows === undefined ? undefined : `Windows ${windows}`, feature, trigger]
    .filter((value) => value !== undefined)
    .join(', ');
}

function time(iso: string): string {
  return iso.slice(0, 19).replace('T', ' ');
}

/** Keeps the lines of a card below each other. */
function indented(text: string): string {
  return text.replaceAll('\n', '\n    ');
}

function cut(text: string, limit: number): string {
  const flat = text.replace(/\s+/gu, ' ').trim();
  return flat.length > limit ? `${flat.slice(0, limit - 1)}…` : flat;
}

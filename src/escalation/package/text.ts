import type { Case } from '../../conversation/case.ts';
import type { HandOverPackage, TranscriptLine } from './package.ts';
import { type TranscriptForm, wholeOf } from './transcript-form.ts';
import type { Wording } from './wording.ts';

/** Plain text, for people. Times are UTC. */
export function textForm(wording: Wording): TranscriptForm {
  return {
    head: ({ summary, case: subject, escalation, untried }) => {
      const told = [
        ...row('Reply to', escalation.email),
        ...row('Note', escalation.note && cut(escalation.note, 1000)),
        ...untried.flatMap(({ title, why }, index) => row(index === 0 ? 'Untried' : '', `${title}: ${why}`)),
      ];
      const known = subject ? headOf(subject, wording) : [`Escalation ${escalation.id}`];
      return [summary, '', ...known, ...told, ''].join('\n');
    },
    line: (said) => `\n${formatLine(said)}`,
    foot: '',
  };
}

export function packageToText(handOver: HandOverPackage, wording: Wording): string {
  return wholeOf(handOver, textForm(wording));
}

/** A case as a person reads it: what is known of it, then what was said. Times are UTC. */
export function formatTranscript(input: {
  subject: Case;
  lines: TranscriptLine[];
  wording: Wording;
}): string {
  const { subject, lines, wording } = input;
  return [...headOf(subject, wording), '', ...lines.map(formatLine)].join('\n');
}

/** One line for a case in a list. */
export function formatListed(subject: Case, wording: Wording): string {
  const problem = subject.symptoms[0] ?? '';
  const facets = wording.facets(subject.facets).padEnd(24);
  return `${subject.id}  ${readableTime(subject.openedAt)}  ${facets}  ${cut(problem, 80)}`;
}

/** Clients may send a button's title as text, or its data alone; its title in brackets, then what it means. */
export function saidIn({ text, meaning }: TranscriptLine): string {
  if (meaning === undefined) return text;
  if (text === '' || text === meaning) return `[${meaning}]`;
  return `[${text}] ${meaning}`;
}

function ratingInWords({ score, comment }: { score: number; comment?: string }): string {
  return `${score} of 5${comment ? `: ${comment}` : ''}`;
}

export function readableTime(iso: string): string {
  return iso.slice(0, 19).replace('T', ' ');
}

function headOf(subject: Case, wording: Wording): string[] {
  return [
    `Case ${subject.id}`,
    ...row('State', `${subject.state}${subject.outcome ? ` (${subject.outcome})` : ''}`),
    ...row('Opened', `${readableTime(subject.openedAt)} UTC`),
    ...row('Ended', subject.closedAt && `${readableTime(subject.closedAt)} UTC`),
    ...subject.symptoms.flatMap((symptom) => row('Problem', cut(symptom, 300))),
    ...row('Section', wording.sectionTitle(subject.sections[0]?.section ?? '')),
    ...row('Facets', wording.facets(subject.facets)),
    ...row('Later', subject.later.join(' | ')),
    ...subject.answers.flatMap(({ check, answer, typed }, index) => {
      const words = wording.answer({ check, answer });
      return row(index === 0 ? 'Checks' : '', typed === undefined ? words : `${words} ("${cut(typed, 80)}")`);
    }),
    ...row('Rating', subject.rating && ratingInWords(subject.rating)),
  ];
}

function row(name: string, value: string | undefined): string[] {
  return value === undefined || value === '' ? [] : [`${name.padEnd(9)} ${value}`];
}

function formatLine(line: TranscriptLine): string {
  const how = line.replaces === undefined ? '' : ' (now reads)';
  return `${readableTime(line.at)}  ${line.who}${how}: ${indented(saidIn(line))}`;
}

/** Keeps the lines of a card below each other. */
function indented(text: string): string {
  return text.replaceAll('\n', '\n    ');
}

function cut(text: string, limit: number): string {
  const flat = text.replace(/\s+/gu, ' ').trim();
  return flat.length > limit ? `${flat.slice(0, limit - 1)}…` : flat;
}

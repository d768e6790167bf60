import type { HandOverPackage, TranscriptLine } from './package.ts';
import { readableTime, saidIn } from './text.ts';
import { type TranscriptForm, wholeOf } from './transcript-form.ts';

/** Markdown, for help desks that show it. What people wrote is escaped. */
export const markdownForm: TranscriptForm = {
  head: ({ summary, case: subject, checks, untried, escalation }) =>
    [
      `# Case ${subject?.id ?? escalation.caseId}`,
      escaped(summary),
      ...list(
        'Checks',
        checks.map(({ result, typed }) => (typed === undefined ? result : `${result} (“${typed}”)`)),
      ),
      ...list(
        'Not tried',
        untried.map(({ title, why }) => `${title}: ${why}`),
      ),
      '## Transcript',
    ].join('\n\n'),
  line: (said) => `\n\n${line(said)}`,
  foot: '',
};

export function packageToMarkdown(handOver: HandOverPackage): string {
  return wholeOf(handOver, markdownForm);
}

function list(title: string, items: string[]): string[] {
  return items.length === 0 ? [] : [`## ${title}`, items.map((item) => `- ${escaped(item)}`).join('\n')];
}

function line(said: TranscriptLine): string {
  const how = said.replaces === undefined ? '' : ' (now reads)';
  const text = escaped(saidIn(said)).replaceAll('\n', '  \n');
  return `**${escaped(said.who)}**${how}, ${readableTime(said.at)} UTC:  \n${text}`;
}

/** Text with every sign of markdown escaped. */
export function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-!|<>~&]/g, (sign) => `\\${sign}`);
}

import type { HandOverPackage, TranscriptLine } from './package.ts';
import { readableTime, saidIn } from './text.ts';

/** A package as Markdown, for help desks that show it. What people wrote is escaped. */
export function packageToMarkdown(handOver: HandOverPackage): string {
  const { summary, case: subject, checks, untried, transcript } = handOver;
  return [
    `# Case ${subject?.id ?? handOver.escalation.caseId}`,
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
    ...transcript.map(line),
  ].join('\n\n');
}

function list(title: string, items: string[]): string[] {
  return items.length === 0 ? [] : [`## ${title}`, items.map((item) => `- ${escaped(item)}`).join('\n')];
}

function line(said: TranscriptLine): string {
  const how = said.replaces === undefined ? '' : ' (now reads)';
  const text = escaped(saidIn(said)).replaceAll('\n', '  \n');
  return `**${escaped(said.who)}**${how}, ${readableTime(said.at)} UTC:  \n${text}`;
}

function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-!|<>~&]/g, (sign) => `\\${sign}`);
}

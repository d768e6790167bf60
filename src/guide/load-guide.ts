import { SupportError } from '../errors.ts';
import { phrasesThatPull } from './check-overlap.ts';
import { crossCheck } from './cross-check.ts';
import { createGuide, type Guide } from './guide.ts';
import { formatProblem, type Problem } from './problem.ts';
import { readContentFiles } from './read-files.ts';

/** Line, from 1, of the phrase with this key; 1 when there is none. */
export type LineOfPhrase = (key: string) => number;

/**
 * Reads the content below `folder`. The guide is there only when no problem is an error.
 * @param options.thorough compares every phrase with every other too, which a start need not wait for.
 */
export function inspectGuide(
  folder: string,
  { thorough = false }: { thorough?: boolean } = {},
): {
  guide?: Guide;
  problems: Problem[];
  lineOfPhrase: LineOfPhrase;
} {
  const { files, problems } = readContentFiles(folder);
  const all = [...problems, ...crossCheck(files), ...(thorough ? phrasesThatPull(files) : [])];
  const { settings, lexicon, phrases } = files;
  const lineOfPhrase: LineOfPhrase = (key) => phrases?.lineOf([key]) ?? 1;
  if (all.some((problem) => problem.severity === 'error') || !settings || !lexicon || !phrases) {
    return { problems: all, lineOfPhrase };
  }
  const guide = createGuide({
    settings: settings.value,
    sections: files.sections.map((file) => file.value),
    checks: files.checks.map((file) => file.value),
    lexicon: lexicon.value,
    phrases: phrases.value,
    supportHours: files.supportHours?.value,
    savedReplies: files.savedReplies?.value,
    typedReplies: files.typedReplies?.value,
    version: files.version,
  });
  return { guide, problems: all, lineOfPhrase };
}

/**
 * Reads the content below `folder`, whole or not at all.
 * @throws SupportError `guide.invalid` whose message lists every problem with file, line and what to do.
 */
export function loadGuide(folder: string): Guide {
  const { guide, problems } = inspectGuide(folder);
  if (guide) return guide;
  throw guideInvalid(problems);
}

/** The error that stops the start. */
export function guideInvalid(problems: Problem[]): SupportError {
  const errors = problems.filter((problem) => problem.severity === 'error');
  const report = errors.map(formatProblem).join('\n');
  return new SupportError('guide.invalid', `The guide has ${errors.length} error(s):\n${report}`);
}

import { checkNumbers } from './check-numbers.ts';
import type { Problem } from './problem.ts';
import type { ContentFile, ContentFiles } from './read-files.ts';
import type { Report } from './report.ts';
import type { Check, Maker, Section, WindowsVersion } from './schema.ts';

/** What a single file cannot tell: ids that lead nowhere, checks nobody reaches, variants that are missing. */
export function crossCheck(files: ContentFiles): Problem[] {
  const problems: Problem[] = [];
  const report =
    (severity: Problem['severity']): Report =>
    ({ in: file, at, message, hint }) =>
      problems.push({ severity, file: file.file, line: file.lineOf(at), message, hint });
  const error = report('error');
  checkIdsAndNames(files, error);
  checkReferences(files, error);
  checkListedOnce(files, error);
  checkTypedReplies(files, error);
  checkReachability(files, error);
  checkVariants(files, error);
  checkPhrasesOfSections(files, error, report('warning'));
  checkNumbers(files, error, report('warning'));
  return problems;
}

function checkIdsAndNames(files: ContentFiles, error: Report): void {
  for (const file of [...files.sections, ...files.checks]) {
    const name = file.file.replace(/^.*\//, '').replace(/\.yaml$/, '');
    if (file.value.id !== name) {
      error({
        in: file,
        at: ['id'],
        message: `the id ${file.value.id} differs from the file's name`,
        hint: `Rename the file to ${file.value.id}.yaml or the id to ${name}.`,
      });
    }
  }
}

function checkReferences(files: ContentFiles, error: Report): void {
  // What is told of a file that was left out is enough; nobody who names it has to mend anything.
  const sections = new Set([...files.unread.sections, ...files.sections.map((file) => file.value.id)]);
  const checks = new Set([...files.unread.checks, ...files.checks.map((file) => file.value.id)]);
  const unknown = (place: { in: ContentFile<unknown>; at: PropertyKey[]; id: string; what: string }) =>
    error({
      in: place.in,
      at: place.at,
      message: `unknown ${place.what} ${place.id}`,
      hint: `Correct the id, or add ${place.what}s/${place.id}.yaml.`,
    });
  for (const file of files.sections) {
    if (file.value.checks.length === 0) {
      error({
        in: file,
        at: ['checks'],
        message: `the section ${file.value.id} has no check`,
        hint: 'List at least one check, so that there is something to walk through.',
      });
    }
    file.value.checks.forEach((entry, index) => {
      if (!checks.has(entry.check))
        unknown({ in: file, at: ['checks', index, 'check'], id: entry.check, what: 'check' });
    });
    for (const key of ['sameAs', 'seeAlso'] as const) {
      file.value[key]?.forEach((id, index) => {
        if (!sections.has(id)) unknown({ in: file, at: [key, index], id, what: 'section' });
      });
    }
  }
  files.settings?.value.sections.forEach((id, index) => {
    if (files.settings && !sections.has(id)) {
      unknown({ in: files.settings, at: ['sections', index], id, what: 'section' });
    }
  });
}

/** An id that a list names twice would be asked, or read, twice. */
function checkListedOnce(files: ContentFiles, error: Report): void {
  const lists: { in: ContentFile<unknown>; at: string; ids: string[] }[] = [
    ...files.sections.map((file) => ({
      in: file,
      at: 'checks',
      ids: file.value.checks.map((entry) => entry.check),
    })),
    ...(files.settings ? [{ in: files.settings, at: 'sections', ids: files.settings.value.sections }] : []),
  ];
  for (const { in: file, at, ids } of lists) {
    ids.forEach((id, index) => {
      if (ids.indexOf(id) === index) return;
      error({
        in: file,
        at: [at, index],
        message: `${id} is listed twice under ${at}`,
        hint: 'Take one of the two out.',
      });
    });
  }
}

/** The same words cannot be an example of two meanings. */
function checkTypedReplies({ typedReplies: file }: ContentFiles, error: Report): void {
  if (!file) return;
  const meanings = new Map<string, string>();
  for (const [meaning, texts] of Object.entries(file.value)) {
    texts.forEach((text, index) => {
      const words = text.toLowerCase();
      const before = meanings.get(words);
      meanings.set(words, meaning);
      if (before === undefined) return;
      error({
        in: file,
        at: [meaning, index],
        message: `"${text}" stands under ${before} and under ${meaning}`,
        hint: 'Keep it where a person would put it, and take the other out.',
      });
    });
  }
}

function checkReachability(files: ContentFiles, error: Report): void {
  const reached = new Set(files.sections.flatMap((file) => file.value.checks.map((entry) => entry.check)));
  for (const file of files.checks) {
    if (reached.has(file.value.id) || files.unread.sections.size > 0) continue;
    error({
      in: file,
      at: ['id'],
      message: `the check ${file.value.id} is not reachable: no section lists it`,
      hint: 'Add it to the checks of a section, or delete the file.',
    });
  }
  const listed = new Set(files.settings?.value.sections ?? []);
  for (const file of files.sections) {
    if (!files.settings || listed.has(file.value.id)) continue;
    error({
      in: file,
      at: ['id'],
      message: `the section ${file.value.id} is not listed in guide.yaml`,
      hint: 'Add its id to sections in guide.yaml, at its place in the reading order.',
    });
  }
}

function checkVariants(files: ContentFiles, error: Report): void {
  const variants = files.settings?.value.variants;
  if (!variants) return;
  for (const file of files.checks) {
    const check = file.value;
    for (const dimension of check.variesBy ?? []) {
      const wanted = dimension === 'windows' && check.windows ? [check.windows] : variants[dimension];
      const missing = wanted.filter((variant) => !hasPlaceFor(check, dimension, variant));
      if (missing.length === 0) continue;
      error({
        in: file,
        at: ['where'],
        message: `the check ${check.id} has no place for ${dimension} ${missing.join(', ')}`,
        hint:
          dimension === 'maker'
            ? 'Add an entry under where with when: {maker: […]} that names each.'
            : 'Add an entry under where with when: {windows: …} for each, or a place without when.',
      });
    }
  }
}

function hasPlaceFor(check: Check, dimension: 'maker' | 'windows', variant: Maker | WindowsVersion): boolean {
  return check.where.some(({ when }) =>
    dimension === 'maker'
      ? (when?.maker as unknown[] | undefined)?.includes(variant)
      : when?.windows === variant || when === undefined,
  );
}

function checkPhrasesOfSections(files: ContentFiles, error: Report, warning: Report): void {
  const owners = new Map<string, Section['id']>();
  for (const file of files.sections) {
    file.value.phrases.forEach((phrase, index) => {
      const key = phrase
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, ' ')
        .trim();
      const owner = owners.get(key);
      const same = owner !== undefined && (owner === file.value.id || file.value.sameAs?.includes(owner));
      if (owner !== undefined && !same) {
        error({
          in: file,
          at: ['phrases', index],
          message: `the phrase "${phrase}" stands in ${owner} too`,
          hint: 'Keep it where a support expert would look first, and take it out of the other section.',
        });
      } else if (owner !== undefined) {
        warning({
          in: file,
          at: ['phrases', index],
          message: `the phrase "${phrase}" stands twice`,
          hint: 'Take one out; it teaches nothing new.',
        });
      }
      owners.set(key, file.value.id);
    });
  }
}

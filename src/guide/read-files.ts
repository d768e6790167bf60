import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMap, isNode, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';
import type { z } from 'zod';
import type { Problem } from './problem.ts';
import {
  checkSchema,
  guideSchema,
  lexiconSchema,
  phrasesSchema,
  sectionSchema,
  typedRepliesSchema,
} from './schema.ts';
import { savedRepliesSchema } from './saved-replies.ts';
import { supportHoursSchema } from './support-hours.ts';

/** A content file after parsing: its value, and where in the file each part of it stands. */
export interface ContentFile<T> {
  file: string;
  value: T;
  /** Line (from 1) of the value at this path, or of the nearest part that exists. */
  lineOf(path: readonly PropertyKey[]): number;
}

export interface ContentFiles {
  settings?: ContentFile<z.infer<typeof guideSchema>>;
  sections: ContentFile<z.infer<typeof sectionSchema>>[];
  checks: ContentFile<z.infer<typeof checkSchema>>[];
  lexicon?: ContentFile<z.infer<typeof lexiconSchema>>;
  phrases?: ContentFile<z.infer<typeof phrasesSchema>>;
  /** The file may be missing: then somebody is always there. */
  supportHours?: ContentFile<z.infer<typeof supportHoursSchema>>;
  /** The file may be missing: then agents have none. */
  savedReplies?: ContentFile<z.infer<typeof savedRepliesSchema>>;
  /** The file may be missing: then the terms of the lexicon are all examples there are. */
  typedReplies?: ContentFile<z.infer<typeof typedRepliesSchema>>;
  /** Ids of sections and checks whose file is there and wrong, so that it was left out. */
  unread: { sections: Set<string>; checks: Set<string> };
  version: string;
}

const hoursFile = 'support-hours.yaml';
const repliesFile = 'saved-replies.en.yaml';
const typedFile = 'typed-replies.en.yaml';

/** Reads every content file below `folder`; a file that does not fit its schema is reported and left out. */
export function readContentFiles(folder: string): { files: ContentFiles; problems: Problem[] } {
  const problems: Problem[] = [];
  const hash = createHash('sha256');
  const read = <T>(file: string, schema: z.ZodType<T>): ContentFile<T> | undefined => {
    const text = readText(folder, file, problems);
    if (text === undefined) return undefined;
    hash.update(file).update('\0').update(text);
    return parseFile({ file, text, schema, problems });
  };
  const unread = { sections: new Set<string>(), checks: new Set<string>() };
  const readAll = <T>(below: 'sections' | 'checks', schema: z.ZodType<T>) =>
    yamlFilesIn(folder, { below, problems }).flatMap((name) => {
      const found = read(`${below}/${name}`, schema);
      if (!found) unread[below].add(name.replace(/\.yaml$/, ''));
      return found ?? [];
    });

  const files = {
    settings: read('guide.yaml', guideSchema),
    sections: readAll('sections', sectionSchema),
    checks: readAll('checks', checkSchema),
    lexicon: read('lexicon.yaml', lexiconSchema),
    phrases: read('phrases.en.yaml', phrasesSchema),
    ...(existsSync(join(folder, hoursFile)) && { supportHours: read(hoursFile, supportHoursSchema) }),
    ...(existsSync(join(folder, repliesFile)) && { savedReplies: read(repliesFile, savedRepliesSchema) }),
    ...(existsSync(join(folder, typedFile)) && { typedReplies: read(typedFile, typedRepliesSchema) }),
  };
  return { files: { ...files, unread, version: hash.digest('hex').slice(0, 12) }, problems };
}

function readText(folder: string, file: string, problems: Problem[]): string | undefined {
  const fail = (message: string, hint: string) => {
    problems.push({ severity: 'error', file, line: 1, message, hint });
    return undefined;
  };
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(folder, file));
  } catch {
    return fail('the file is missing or cannot be read', 'Restore it from the last version that worked.');
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return fail('the file is not in UTF-8', 'Save it again, and choose UTF-8 as the encoding.');
  }
}

function yamlFilesIn(folder: string, { below, problems }: { below: string; problems: Problem[] }): string[] {
  let names: string[];
  try {
    names = readdirSync(join(folder, below)).sort();
  } catch {
    return [];
  }
  for (const name of names.filter((other) => /\.ya?ml$/i.test(other) && !other.endsWith('.yaml'))) {
    problems.push({
      severity: 'error',
      file: `${below}/${name}`,
      line: 1,
      message: 'the file is not read, as its name does not end in .yaml',
      hint: 'Rename it, or delete it.',
    });
  }
  return names.filter((name) => name.endsWith('.yaml'));
}

function parseFile<T>(input: {
  file: string;
  text: string;
  schema: z.ZodType<T>;
  problems: Problem[];
}): ContentFile<T> | undefined {
  const { file, text, schema, problems } = input;
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineOf = (path: readonly PropertyKey[]) => lineOfPath(document, lines, path);
  // The first only: what follows is mostly said because of it.
  const [error] = document.errors;
  if (error) {
    problems.push({
      severity: 'error',
      file,
      line: error.linePos?.[0].line ?? 1,
      message: `not valid YAML: ${error.message.split('\n')[0] ?? ''}`,
      hint: 'Mind the indentation, and put sentences with a colon or a leading sign in quotes.',
    });
    return undefined;
  }
  problems.push(...cutByRemarks(document, { file, lines }));
  const parsed = schema.safeParse(document.toJS());
  if (parsed.success) return { file, value: parsed.data, lineOf };
  for (const issue of parsed.error.issues) {
    const unknownKeys = issue.code === 'unrecognized_keys' ? issue.keys : [];
    const path = unknownKeys[0] === undefined ? issue.path : [...issue.path, unknownKeys[0]];
    problems.push({
      severity: 'error',
      file,
      line: lineOf(path),
      message: `${issue.path.join('.') || 'the file'}: ${inWords(issue, document)}`,
      hint:
        unknownKeys.length > 0
          ? 'Correct the spelling of the key, or take it out; docs/authoring.md lists the keys.'
          : 'Give the value the form that docs/authoring.md tells for this key.',
    });
  }
  return undefined;
}

/** Sentences without quotes end at ` #`, which whoever writes "look at #1" does not expect. */
function cutByRemarks(document: Document, { file, lines }: { file: string; lines: LineCounter }): Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Scalar(_, { comment, type, range }) {
      if (!comment || type !== 'PLAIN' || !range) return;
      problems.push({
        severity: 'warning',
        file,
        line: lines.linePos(range[0]).line,
        message: `what stands after # is left out: "${comment.trim()}"`,
        hint: 'Put the whole sentence in quotes, or the remark on a line of its own.',
      });
    },
  });
  return problems;
}

/** What a schema says of a value that is not there does not tell so. */
function inWords(issue: z.core.$ZodIssue, document: Document): string {
  if (issue.code !== 'invalid_type') return issue.message;
  if (issue.path.length === 0) return 'it should have keys, each with a colon';
  if (!document.hasIn(issue.path)) return 'the key is missing';
  const value: unknown = document.getIn(issue.path);
  if (value === null) return 'nothing stands after the key';
  const isWord = typeof value === 'number' || typeof value === 'boolean';
  return issue.expected === 'string' && isWord ? `${String(value)} should be in quotes` : issue.message;
}

function lineOfPath(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = keyNode(document, path.slice(0, length)) ?? document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

/** The key at the end of the path: its value may begin lines further down. */
function keyNode(document: Document, path: readonly PropertyKey[]): unknown {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const key = path.at(-1);
  return isMap(parent)
    ? parent.items.find((pair) => isScalar(pair.key) && pair.key.value === key)?.key
    : undefined;
}

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMap, isNode, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
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
    let text: string;
    try {
      text = readFileSync(join(folder, file), 'utf8');
    } catch {
      problems.push({
        severity: 'error',
        file,
        line: 1,
        message: 'the file is missing or cannot be read',
        hint: 'Restore it from the last version that worked.',
      });
      return undefined;
    }
    hash.update(file).update('\0').update(text);
    return parseFile({ file, text, schema, problems });
  };
  const readAll = <T>(below: string, schema: z.ZodType<T>) =>
    yamlFilesIn(join(folder, below)).flatMap((name) => read(`${below}/${name}`, schema) ?? []);

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
  return { files: { ...files, version: hash.digest('hex').slice(0, 12) }, problems };
}

function yamlFilesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.yaml'))
      .sort();
  } catch {
    return [];
  }
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
  for (const error of document.errors) {
    problems.push({
      severity: 'error',
      file,
      line: error.linePos?.[0].line ?? 1,
      message: `not valid YAML: ${error.message.split('\n')[0] ?? ''}`,
      hint: 'Mind the indentation, and put sentences with a colon or a leading sign in quotes.',
    });
  }
  if (document.errors.length > 0) return undefined;
  const parsed = schema.safeParse(document.toJS());
  if (parsed.success) return { file, value: parsed.data, lineOf };
  for (const issue of parsed.error.issues) {
    const unknownKeys = issue.code === 'unrecognized_keys' ? issue.keys : [];
    const path = unknownKeys[0] === undefined ? issue.path : [...issue.path, unknownKeys[0]];
    problems.push({
      severity: 'error',
      file,
      line: lineOf(path),
      message: `${issue.path.join('.') || 'the file'}: ${issue.message}`,
      hint:
        unknownKeys.length > 0
          ? 'Correct the spelling of the key, or take it out; docs/authoring.md lists the keys.'
          : 'Give the value the form that docs/authoring.md tells for this key.',
    });
  }
  return undefined;
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

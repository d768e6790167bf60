import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { SupportError } from '../errors.ts';

/**
 * Reads a file of one JSON object a line.
 * @throws SupportError `cli.invalid-input` naming file and line.
 */
export function readJsonLines<T>(file: string, schema: z.ZodType<T>): T[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new SupportError('cli.invalid-input', `The file ${file} cannot be read.`, cause);
  }
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const parsed = schema.safeParse(parseJson(line));
    if (parsed.success) return [parsed.data];
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') || 'the line';
    throw new SupportError(
      'cli.invalid-input',
      `${file}:${index + 1}: ${where}: ${issue?.message ?? 'wrong form'}`,
    );
  });
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

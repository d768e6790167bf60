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
  const read = text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const parsed = schema.safeParse(parseJson(line, `${file}:${index + 1}`));
    if (parsed.success) return [parsed.data];
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') || 'the line';
    throw new SupportError(
      'cli.invalid-input',
      `${file}:${index + 1}: ${where}: ${issue?.message ?? 'wrong form'}`,
    );
  });
  if (read.length === 0) throw new SupportError('cli.invalid-input', `The file ${file} holds no line.`);
  return read;
}

function parseJson(line: string, where: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new SupportError('cli.invalid-input', `${where}: the line is no JSON object.`, cause);
  }
}

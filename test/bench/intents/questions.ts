import { readFileSync } from 'node:fs';

/** A question with the intent its authors gave it. */
export interface Question {
  text: string;
  category: string;
}

/**
 * Reads `text,category` with a head line; a text may be quoted, with doubled quotes and line ends inside (RFC 4180).
 * @throws Error that names the file when it is missing or has no such line.
 */
export function readQuestions(file: string): Question[] {
  const text = readFileSync(file, 'utf8');
  const lines = text
    .slice(text.indexOf('\n') + 1)
    .matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*)),([^",\r\n]+)\r?(?:\n|$)/g);
  const questions = [...lines].map(([, quoted, plain, category]) => ({
    text: quoted?.replaceAll('""', '"') ?? plain ?? '',
    category: category?.trim() ?? '',
  }));
  if (questions.length === 0) throw new Error(`${file} holds no line of the form text,category.`);
  return questions;
}

/** The first questions of each category, in the order of the file. */
export function firstOfEach(questions: readonly Question[], count: number): Question[] {
  const taken = new Map<string, number>();
  return questions.filter(({ category }) => {
    const before = taken.get(category) ?? 0;
    taken.set(category, before + 1);
    return before < count;
  });
}

/** One more question for each category: its name. A guide's sections bring their titles in the same way. */
export function withNames(questions: readonly Question[]): Question[] {
  const categories = [...new Set(questions.map(({ category }) => category))];
  return [...questions, ...categories.map((category) => ({ text: category.replaceAll('_', ' '), category }))];
}

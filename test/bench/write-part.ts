import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { projectRoot } from '../../src/project-root.ts';

/** A part of docs/performance.md that a bench writes. */
export interface Part {
  /** The script whose `--write` it is, such as `bench:plan`. */
  script: string;
  /** Stands above the part. */
  title: string;
  text: string;
}

/** Puts the part between its marks of docs/performance.md, at the end when it is new. */
export async function writePart(part: Part): Promise<void> {
  const file = join(projectRoot, 'docs', 'performance.md');
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '# Performance\n';
  const style = await resolveConfig(file);
  writeFileSync(file, await format(withPart(before, part), { ...style, filepath: file }));
}

function withPart(before: string, { script, title, text }: Part): string {
  const begin = `<!-- begin: npm run ${script} -- --write -->`;
  const end = '<!-- end -->';
  const from = before.indexOf(begin);
  const to = before.indexOf(end, from);
  if (from < 0 || to < 0) return `${before}\n## ${title}\n\n${begin}\n\n${text}\n\n${end}\n`;
  return `${before.slice(0, from + begin.length)}\n\n${text}\n\n${before.slice(to)}`;
}

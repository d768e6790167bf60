import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { projectRoot } from '../../../src/project-root.ts';

const begin = '<!-- begin: npm run bench:intents -- --write -->';
const end = '<!-- end -->';

/** Puts the part between its marks of docs/performance.md, at the end when it is new. */
export async function writeReport(part: string): Promise<void> {
  const file = join(projectRoot, 'docs', 'performance.md');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '# Performance\n';
  const style = await resolveConfig(file);
  writeFileSync(file, await format(withPart(text, part), { ...style, filepath: file }));
}

function withPart(text: string, part: string): string {
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) return `${text}\n## Telling intents apart\n\n${begin}\n\n${part}\n\n${end}\n`;
  return `${text.slice(0, from + begin.length)}\n\n${part}\n\n${text.slice(to)}`;
}

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Content } from './content.ts';
import { createGuide, type Guide } from './guide/guide.ts';
import { createCards } from './presentation/card-templates.ts';
import { projectRoot } from './project-root.ts';

/** What `createGuide` takes. */
type GuideParts = Pick<
  Guide,
  | 'settings'
  | 'sections'
  | 'checks'
  | 'lexicon'
  | 'phrases'
  | 'supportHours'
  | 'savedReplies'
  | 'typedReplies'
  | 'version'
>;

interface Kept {
  fingerprint: string;
  guide: GuideParts;
}

/** The sources, so that they and what is compiled from them share one cache; without them, the compiled code. */
const sources = join(projectRoot, 'src');
const code = existsSync(sources) ? sources : import.meta.dirname;

/** The code that reads and checks content, as the content that an earlier version accepted may not pass today's. */
const checkedBy = ['guide', 'presentation'].map((part) => join(code, part));

/**
 * The content for a start of the program. Files that were found right before, byte for byte and by the same code, are
 * read from `build/content.json`: checking them again takes a second and 20 MB that the process never gives back.
 * @throws SupportError `guide.invalid` with the whole report.
 */
export async function openContent(root: string): Promise<Content> {
  const folders = [join(root, 'knowledge', 'phone-link'), join(root, 'cards'), ...checkedBy];
  const fingerprint = fingerprintOf(folders);
  const file = join(root, 'build', 'content.json');
  const kept = readKept(file);
  if (kept?.fingerprint === fingerprint) {
    return { guide: createGuide(kept.guide), fill: createCards(join(root, 'cards')) };
  }
  // The parser of YAML and the schemas are not even loaded when they are not needed.
  const { loadContent } = await import('./content.ts');
  const content = loadContent(root);
  keep(file, { fingerprint, guide: partsOf(content.guide) });
  return content;
}

/** A hash of the names and bytes of all files in the folders. */
function fingerprintOf(folders: string[]): string {
  const hash = createHash('sha256');
  for (const folder of folders) {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    for (const file of files.sort()) {
      hash.update(relative(folder, file)).update('\0').update(readFileSync(file)).update('\0');
    }
  }
  return hash.digest('hex');
}

function partsOf(guide: Guide): GuideParts {
  const { settings, sections, checks, lexicon, phrases, version } = guide;
  const { supportHours, savedReplies, typedReplies } = guide;
  return { settings, sections, checks, lexicon, phrases, supportHours, savedReplies, typedReplies, version };
}

function readKept(file: string): Kept | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Kept;
  } catch {
    // Missing or damaged: it is made anew.
    return undefined;
  }
}

/** A folder that cannot be written to costs a second at each start and nothing else. */
function keep(file: string, kept: Kept): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const unfinished = `${file}.${process.pid}`;
    writeFileSync(unfinished, JSON.stringify(kept));
    renameSync(unfinished, file);
  } catch {
    return;
  }
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deskErrors } from '../../src/channels/desk/errors.ts';
import { directLineErrors } from '../../src/channels/directline/errors.ts';
import { settingNames } from '../../src/config.ts';
import { errorCatalogue } from '../../src/errors.ts';
import { loadGuide } from '../../src/guide/load-guide.ts';
import { checkSchema, guideSchema, lexiconSchema, sectionSchema } from '../../src/guide/schema.ts';
import { httpErrors } from '../../src/http/errors.ts';

const root = join(__dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const documents = [
  'README.md',
  ...readdirSync(join(root, 'docs')).flatMap((name) => markdownIn('docs', name)),
];
const everything = documents.map(read).join('\n');
const guide = loadGuide(join(root, 'knowledge/phone-link'));

function markdownIn(folder: string, name: string): string[] {
  return name.endsWith('.md') ? [join(folder, name)] : [];
}

/** The text below a heading, up to the next one of the same level. */
function part(file: string, heading: string): string {
  const [, text] = read(file).split(`\n${heading}\n`);
  if (text === undefined) throw new Error(`${file} has no heading "${heading}".`);
  const level = heading.split(' ')[0] ?? '';
  return text.split(`\n${level} `)[0] ?? '';
}

/** Everything in code marks in the first column of a table. */
function firstColumn(text: string): string[] {
  const cells = text.split('\n').flatMap((line) => /^\| ([^|]*`[^|]*) \|/.exec(line)?.[1] ?? []);
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? ''));
}

function rows(text: string): Map<string, string[]> {
  const lines = text.split('\n').filter((line) => line.startsWith('| `'));
  const cells = lines.map((line) =>
    line
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, -1),
  );
  return new Map(cells.map(([name = '', ...rest]) => [name.replaceAll('`', ''), rest]));
}

describe('the README', () => {
  it('lists exactly the settings that are read', () => {
    expect(firstColumn(part('README.md', '## Settings')).toSorted()).toEqual(settingNames.toSorted());
  });

  it('opens with the two commands that are all a fresh machine needs', () => {
    const commands = [...read('README.md').matchAll(/```sh\n(.*)\n```/g)].map(([, command]) => command);
    expect(commands.slice(0, 2)).toEqual(['npm ci && npm start', 'npm ci && npm test']);
  });
});

describe('the documents', () => {
  it.each([
    ['## Of the program', errorCatalogue],
    ['## Of the HTTP routes', httpErrors],
    ['## Of Direct Line', directLineErrors],
    ['## Of the desk', deskErrors],
  ])('list exactly the codes and statuses that exist, %s', (heading, catalogue) => {
    const listed = [...rows(part('docs/errors.md', heading))].map(([code, [status]]) => [
      code,
      Number(status),
    ]);
    const existing = Object.entries<{ status: number }>(catalogue).map(([code, { status }]) => [
      code,
      status,
    ]);
    expect(listed.toSorted()).toEqual(existing.toSorted());
  });

  it('name the npm scripts that exist, and all of them', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const hooks = Object.keys(scripts).filter((name) => /^(pre|post)/.test(name));
    const existing = Object.keys(scripts).filter((name) => !hooks.includes(name));
    const commands = [...everything.matchAll(/\bnpm (?:run ([\w:-]+)|(start|test)\b)/g)];
    const named = new Set(commands.map(([, run, short]) => run ?? short ?? ''));
    expect([...named].toSorted()).toEqual(existing.toSorted());
  });

  it('name the log events that exist, and all of them', () => {
    const told = firstColumn(part('docs/operating.md', '## Logs'));
    expect(told.toSorted()).toEqual(loggedEvents().toSorted());
  });

  it('tell authors every key of the content, and no other', () => {
    const keys = (schema: { shape: object }) => Object.keys(schema.shape).toSorted();
    const told = (heading: string) =>
      firstColumn(part('docs/authoring.md', heading).split('\n\nA place ')[0] ?? '');
    const section = part('docs/authoring.md', '## A section').split('\n\nAn entry ')[0] ?? '';
    expect(told('## A check').toSorted()).toEqual(keys(checkSchema));
    expect(firstColumn(section).toSorted()).toEqual(keys(sectionSchema));
    expect(told('## guide.yaml').toSorted()).toEqual(keys(guideSchema));
    expect(told('## lexicon.yaml').toSorted()).toEqual(keys(lexiconSchema));
  });

  it.each([
    ['Sections', 'sections'],
    ['Checks', 'checks'],
  ] as const)('promise no id of %s that the guide lacks', (name, kind) => {
    const line = part('docs/protocol.md', '## Ids')
      .split('\n')
      .find((text) => text.startsWith(`${name}: `));
    const promised = [...(line ?? '').matchAll(/`([^`]+)`/g)].map(([, id]) => id ?? '');
    const ids = new Set(guide[kind].map(({ id }) => id));
    expect(promised).not.toHaveLength(0);
    expect(promised.filter((id) => !ids.has(id))).toEqual([]);
  });

  it.each(documents)('%s links to nothing that is missing', (file) => {
    const targets = [...read(file).matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)].map(
      ([, target]) => target ?? '',
    );
    expect(targets.filter((target) => !leadsSomewhere(file, target))).toEqual([]);
  });
});

/** Every name that is logged anywhere in the program: what is quoted in a call and has the form of one. */
function loggedEvents(): string[] {
  const files = ['src', 'dialogs'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  );
  const sources = files.filter((name) => name.endsWith('.ts')).map(read);
  const calls = sources.flatMap((text) => [
    ...text.matchAll(/\blogger\.(?:fatal|error|warn|info|debug)\(([^;]{1,400})/g),
  ]);
  const names = calls.flatMap(([, inside = '']) => [...inside.matchAll(/'([a-z-]+\.[a-z-]+)'/g)]);
  return [...new Set(names.map(([, name = '']) => name))];
}

/** Whether the file exists, and in it the heading that stands after `#`. */
function leadsSomewhere(file: string, target: string): boolean {
  const [path = '', anchor] = target.split('#', 2);
  const found = path === '' ? file : join(dirname(file), path);
  if (!existsSync(join(root, found))) return false;
  return anchor === undefined || headingAnchors(read(found)).includes(anchor);
}

/** As GitHub makes them: lower case, no punctuation, hyphens for spaces. */
function headingAnchors(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

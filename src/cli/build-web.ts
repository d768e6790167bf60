import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { build as bundle, type Plugin } from 'esbuild';
import { errorFrom } from '../errors.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const source = join(root, 'src/web/chat');
const target = join(root, 'build/web');

/** Bundles the chat page into build/web and returns the files it wrote. */
async function buildWeb(): Promise<string[]> {
  await bundle({
    entryPoints: { chat: join(source, 'main.ts') },
    outdir: target,
    bundle: true,
    minify: true,
    sourcemap: 'external',
    format: 'esm',
    platform: 'browser',
    target: ['es2022', 'chrome111', 'firefox113', 'safari16.4'],
    legalComments: 'none',
    logLevel: 'silent',
    tsconfig: join(root, 'src/web/tsconfig.json'),
    plugins: [withoutUnusedStreaming],
  });
  const page = fillTemplate(await readFile(join(source, 'index.html'), 'utf8'), {
    texts: await readTexts(),
    icons: await readIcons(),
  });
  await writeFile(join(target, 'index.html'), page);
  await writeFile(join(target, 'favicon.svg'), await readFile(join(source, 'favicon.svg')));
  return ['index.html', 'chat.js', 'chat.css', 'favicon.svg'];
}

/**
 * The Direct Line client carries a second protocol (App Service Extension) that this page never speaks; it would be
 * two thirds of the client's size.
 */
const withoutUnusedStreaming: Plugin = {
  name: 'without-unused-streaming',
  setup(build) {
    build.onResolve({ filter: /\/directLineStreaming$/ }, () => ({ path: 'unused', namespace: 'unused' }));
    build.onLoad({ filter: /.*/, namespace: 'unused' }, () => ({
      contents: 'export class DirectLineStreaming {}',
    }));
  },
};

/**
 * Puts texts (`{{composer.label}}`) and icons (`{{icon:send}}`) into the page.
 * @throws Error naming a placeholder that stands for nothing
 */
function fillTemplate(template: string, values: { texts: unknown; icons: Map<string, string> }): string {
  return template.replace(/\{\{([\w.:-]+)\}\}/g, (placeholder, name: string) => {
    const found = name.startsWith('icon:') ? values.icons.get(name.slice(5)) : textAt(values.texts, name);
    if (found === undefined) throw new Error(`index.html: nothing is known for ${placeholder}`);
    return found;
  });
}

function textAt(texts: unknown, path: string): string | undefined {
  const found = path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], texts);
  return typeof found === 'string' ? escapeHtml(found) : undefined;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

async function readTexts(): Promise<unknown> {
  return JSON.parse(await readFile(join(source, 'texts.en.json'), 'utf8'));
}

async function readIcons(): Promise<Map<string, string>> {
  const folder = join(source, 'icons');
  const names = await readdir(folder);
  const read = async (name: string): Promise<[string, string]> => [
    name.replace(/\.svg$/, ''),
    (await readFile(join(folder, name), 'utf8')).trim(),
  ];
  return new Map(await Promise.all(names.map(read)));
}

async function printSizes(files: string[]): Promise<void> {
  for (const file of files) {
    const path = join(target, file);
    const { size } = await stat(path);
    const packed = await promisify(gzip)(await readFile(path));
    console.log(`${file.padEnd(12)} ${kilobytes(size)}  ${kilobytes(packed.length)} gzip`);
  }
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1).padStart(7)} kB`;
}

/** `--quiet` says nothing unless something is wrong. */
const isQuiet = process.argv.includes('--quiet');

try {
  const files = await buildWeb();
  if (!isQuiet) await printSizes(files);
} catch (thrown) {
  console.error(`The chat page could not be built. ${errorFrom(thrown).message}`);
  process.exitCode = 1;
}

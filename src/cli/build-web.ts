import { mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { build as bundle, type BuildOptions, type Plugin } from 'esbuild';
import MarkdownIt from 'markdown-it';
import { errorFrom } from '../errors.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const source = join(root, 'src/web');
const target = join(root, 'build/web');

/** Bundles the widget and makes its pages in build/web. @returns the files it wrote, by name */
async function buildWeb(): Promise<string[]> {
  const languages = await writeLanguages('shared', 'texts');
  const chat = await bundleChat();
  await bundleLauncher({ chat, languages });
  const desk = await bundleDesk(languages);
  await removeOldScripts(chat);
  return ['widget.js', ...chat, 'site.js', ...desk, ...(await bundleInsights()), ...(await writePages())];
}

const shared: BuildOptions = {
  outdir: target,
  bundle: true,
  minify: true,
  sourcemap: 'external',
  platform: 'browser',
  target: ['es2022', 'chrome111', 'firefox113', 'safari16.4'],
  legalComments: 'none',
  logLevel: 'silent',
  tsconfig: join(source, 'tsconfig.json'),
  loader: { '.svg': 'text', '.html': 'text' },
};

/**
 * What is loaded when the widget is opened: the chat, what draws its messages, and what both of them need. The names
 * hold a hash, so that browsers keep them.
 * @returns their names, the chat's own first
 */
async function bundleChat(): Promise<string[]> {
  const { metafile } = await bundle({
    ...shared,
    entryPoints: { chat: join(source, 'widget/mount.ts') },
    entryNames: '[name]-[hash]',
    chunkNames: 'chat-[hash]',
    splitting: true,
    format: 'esm',
    metafile: true,
    plugins: [withoutPolyfills, stylesAsText],
  });
  const scripts = Object.entries(metafile.outputs).filter(([file]) => file.endsWith('.js'));
  const isChat = ([, { entryPoint }]: (typeof scripts)[number]) => entryPoint?.endsWith('mount.ts') === true;
  return [...scripts.filter(isChat), ...scripts.filter((script) => !isChat(script))].map(([file]) =>
    basename(file),
  );
}

/** Those of earlier builds; not before the new ones are there, as a server may be starting. */
async function removeOldScripts(current: readonly string[]): Promise<void> {
  const names = await readdir(target);
  const old = names.filter(
    (name) => /^chat(-\w+)?\.(js|css)(\.map)?$/.test(name) && !current.includes(name.replace(/\.map$/, '')),
  );
  await Promise.all(old.map((name) => rm(join(target, name))));
}

/** The one script that a page names, and that of the demo page. */
async function bundleLauncher({ chat, languages }: Record<'chat' | 'languages', string[]>): Promise<void> {
  await bundle({
    ...shared,
    entryPoints: { widget: join(source, 'widget/main.ts'), site: join(source, 'pages/site.ts') },
    format: 'iife',
    define: { CHAT_FILES: JSON.stringify(chat), LANGUAGES: JSON.stringify(languages) },
    plugins: [stylesAsText],
  });
}

/** The page where agents work: a script and a style sheet of its own. */
async function bundleDesk(sharedLanguages: string[]): Promise<string[]> {
  const files = {
    '/desk/texts': await writeLanguages('desk', 'desk/texts'),
    '/texts': sharedLanguages,
  };
  await bundle({
    ...shared,
    outdir: join(target, 'desk'),
    entryPoints: { desk: join(source, 'desk/main.ts'), 'desk-style': join(source, 'desk/styles/index.css') },
    format: 'iife',
    define: { TEXT_FILES: JSON.stringify(files) },
  });
  const page = await readFile(join(source, 'desk/page.html'));
  // One page: where a sign-in link leads, and where one is signed in.
  const names = ['desk.html', 'desk/sign-in.html'];
  for (const name of names) await writeFile(join(target, name), page);
  return ['desk/desk.js', 'desk/desk-style.css', ...names];
}

/** The support lead's page, with the charts that nobody else needs. */
async function bundleInsights(): Promise<string[]> {
  const files = { '/desk/insights-texts': await writeLanguages('insights', 'desk/insights-texts') };
  await bundle({
    ...shared,
    outdir: join(target, 'desk'),
    entryPoints: {
      insights: join(source, 'insights/main.ts'),
      'insights-style': join(source, 'insights/style.css'),
    },
    format: 'iife',
    define: { TEXT_FILES: JSON.stringify(files) },
  });
  await writeFile(join(target, 'desk/insights.html'), await readFile(join(source, 'insights/page.html')));
  return ['desk/insights.js', 'desk/insights-style.css', 'desk/insights.html'];
}

/**
 * The Direct Line client carries a second protocol (App Service Extension) that is never spoken here and would be two
 * thirds of its size, and polyfills that would change the page it runs in.
 */
const withoutPolyfills: Plugin = {
  name: 'without-polyfills',
  setup(build) {
    const unused = /(\/directLineStreaming|^core-js\/features\/promise|^url-search-params-polyfill)$/;
    build.onResolve({ filter: unused }, () => ({ path: 'unused', namespace: 'unused' }));
    build.onLoad({ filter: /.*/, namespace: 'unused' }, () => ({
      contents: 'export class DirectLineStreaming {}',
    }));
  },
};

/** A style sheet becomes text, with what it imports: the widget gives it to the browser as a constructed sheet. */
const stylesAsText: Plugin = {
  name: 'styles-as-text',
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { bundle: whole, minify, target: browsers, logLevel } = shared;
      const sheet = { bundle: whole, minify, target: browsers, logLevel };
      const { outputFiles } = await bundle({ ...sheet, entryPoints: [path], write: false });
      return { contents: outputFiles[0]?.text ?? '', loader: 'text' };
    });
  },
};

/** Language files beside the English one, which is part of the scripts. @returns their languages */
async function writeLanguages(from: string, to: string): Promise<string[]> {
  await mkdir(join(target, to), { recursive: true });
  const names = await readdir(join(source, from));
  const languages = names.flatMap((name) => /^texts\.([\w-]+)\.json$/.exec(name)?.[1] ?? []);
  const others = languages.filter((language) => language !== 'en');
  for (const language of others) {
    const text = await readFile(join(source, from, `texts.${language}.json`), 'utf8');
    await writeFile(join(target, to, `${language}.json`), JSON.stringify(JSON.parse(text)));
  }
  return others;
}

/** The demo page, the chat on a page of its own, the guide for sites, and what is promised to visitors. */
async function writePages(): Promise<string[]> {
  const pages = join(source, 'pages');
  const names = ['index.html', 'chat.html', 'site.css', 'favicon.svg'];
  for (const name of names) await writeFile(join(target, name), await readFile(join(pages, name)));
  const texts = {
    'docs/embed.html': join(root, 'docs/embed.md'),
    'privacy.html': join(pages, 'privacy.md'),
    'terms.html': join(pages, 'terms.md'),
  };
  const frame = await readFile(join(pages, 'document.html'), 'utf8');
  await mkdir(join(target, 'docs'), { recursive: true });
  for (const [name, file] of Object.entries(texts))
    await writeFile(join(target, name), documentFrom(await readFile(file, 'utf8'), frame));
  return [...names, ...Object.keys(texts)];
}

/** A text with its heading as the page's title. */
function documentFrom(text: string, frame: string): string {
  const [, title = ''] = /^# (.+)$/m.exec(text) ?? [];
  const article = new MarkdownIt({ html: false }).render(text);
  return frame.replace('{{title}}', () => title).replace('{{article}}', () => article);
}

async function printSizes(files: string[]): Promise<void> {
  for (const file of files) {
    const path = join(target, file);
    const { size } = await stat(path);
    const packed = await promisify(gzip)(await readFile(path));
    console.log(`${file.padEnd(18)} ${kilobytes(size)}  ${kilobytes(packed.length)} gzip`);
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
  console.error(`The widget could not be built. ${errorFrom(thrown).message}`);
  process.exitCode = 1;
}

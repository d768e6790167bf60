import { readdirSync, readFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { chromium, type Browser } from '@playwright/test';
import { projectRoot } from '../../src/project-root.ts';
import config from '../e2e/playwright.config.ts';
import { SupportServer } from '../e2e/support-server.ts';
import { median } from './figures.ts';
import { ownPage, startHost, webChatPage } from './widget/host.ts';
import { openByLauncher, type Opening, openWithPage } from './widget/measure.ts';
import { writePart } from './write-part.ts';

/**
 * Measures the widget beside Web Chat in one run, taking turns, against the same server and in the same browser: bytes,
 * and the time until one can write. `--rounds n` (9), `--write` puts the figures into docs/performance.md.
 */
const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '9' }, write: { type: 'boolean', default: false } },
});

const webChat = readFileSync(join(projectRoot, 'test', 'vendor', 'webchat-4.18.1.js.gz'));
const built = join(projectRoot, 'build', 'web');

const rounds = Number(options.rounds);
const text = await measure();
process.stdout.write(`${text}\n`);
if (options.write) await writePart({ script: 'bench:widget', title: 'The widget', text });

async function measure(): Promise<string> {
  let url = '';
  const host = await startHost({
    '/own': () => ownPage(url, false),
    '/own-open': () => ownPage(url, true),
    '/webchat': () => webChatPage(url),
    '/webchat.js': () => webChat,
  });
  const server = await SupportServer.start({ ALLOWED_ORIGINS: host.url, TOKENS_PER_MINUTE: '0' });
  ({ url } = server);
  const browser = await chromium.launch(config.use?.launchOptions);
  try {
    return report(await openAll(browser, host.url), browser.version());
  } finally {
    await browser.close();
    await server.remove();
    await host.close();
  }
}

interface Openings {
  launcher: Opening[];
  own: Opening[];
  webChat: Opening[];
}

/** The first round warms up the server and is left out. */
async function openAll(browser: Browser, host: string): Promise<Openings> {
  const openings: Openings = { launcher: [], own: [], webChat: [] };
  for (let round = 0; round <= rounds; round += 1) {
    process.stderr.write(`round ${round} of ${rounds}\n`);
    const launcher = await openByLauncher(browser, `${host}/own`);
    const own = await openWithPage(browser, { url: `${host}/own-open`, isOwn: true });
    const theirs = await openWithPage(browser, { url: `${host}/webchat`, isOwn: false });
    if (round === 0) continue;
    openings.launcher.push(launcher);
    openings.own.push(own);
    openings.webChat.push(theirs);
  }
  return openings;
}

function report({ launcher, own, webChat: theirs }: Openings, browser: string): string {
  const before = readFileSync(join(built, 'widget.js'));
  const chat = readdirSync(built).filter((name) => /^chat-\w+\.js$/.test(name));
  const after = Buffer.concat([before, ...chat.map((name) => readFileSync(join(built, name)))]);
  const [gzipBefore, gzipAfter] = [gzipSync(before).length, gzipSync(after).length];
  return [
    `${conditions()} · Chromium ${browser}`,
    `Medians of ${rounds} openings, in turns, each in a browser without a cache, against the same server on the same machine. Time is until the bot's greeting is on screen and one can write, from the navigation or from the press on the launcher; main thread is what the page computed until then.`,
    table([
      ['', 'gzip kB', 'plain kB', 'from', 'ms', 'main thread ms'],
      ['---', '--:', '--:', '---', '--:', '--:'],
      ['widget, before it is opened', kilobytes(gzipBefore), kilobytes(before.length), '', '', ''],
      ['widget, opened', kilobytes(gzipAfter), kilobytes(after.length), 'press', ...timesOf(launcher)],
      ['widget, `data-open`', kilobytes(gzipAfter), kilobytes(after.length), 'navigation', ...timesOf(own)],
      [
        'Web Chat 4.18.1',
        kilobytes(webChat.length),
        kilobytes(gunzipSync(webChat).length),
        'navigation',
        ...timesOf(theirs),
      ],
    ]),
  ].join('\n\n');
}

function timesOf(openings: Opening[]): string[] {
  const middle = (pick: (opening: Opening) => number) => median(openings.map(pick)).toFixed(0);
  return [middle(({ interactive }) => interactive), middle(({ processor }) => processor)];
}

function conditions(): string {
  const processors = cpus();
  const date = new Date().toISOString().slice(0, 10);
  const machine = `${processors.length} × ${processors[0]?.model ?? 'unknown processor'}`;
  // On a machine that has other things to do, times say little; this tells.
  const load = `load ${(loadavg()[0] ?? 0).toFixed(1)}`;
  return `${date} · ${machine}, ${Math.round(totalmem() / 1e9)} GB, ${load} · Node ${process.versions.node}`;
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(1);
}

function table(rows: string[][]): string {
  return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

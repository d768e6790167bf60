import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Figures, figuresOf } from './figures.ts';
import { HttpClient } from './http-client.ts';
import { playVisits } from './load.ts';
import { builtServer, residentMegabytes, type Running, start, stop } from './processes.ts';
import { type Measured, printReport, writeReport } from './report.ts';
import { echoBot, echoOverDirectLine, recordVisit, type Subject, supportBot } from './subjects.ts';

/**
 * Measures a turn of the support bot beside an echo bot, in one run, taking turns, each server in its own process.
 * `--rounds n` (7), `--write` puts the figures into docs/performance.md.
 */
const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '7' }, write: { type: 'boolean', default: false } },
});

/** Whole visits in one round, and in the warm-up, after which compiled code has settled. */
const loads = [
  { concurrency: 1, visits: 60 },
  { concurrency: 10, visits: 120 },
] as const;
const warmUpVisits = 120;
const idleMilliseconds = 5000;

const folder = mkdtempSync(join(tmpdir(), 'bench-turn-'));
const client = new HttpClient();
const running: Running[] = [];

try {
  const measured = await measure(Number(options.rounds));
  printReport(measured);
  if (options.write) await writeReport(measured);
} finally {
  client.close();
  await Promise.all(running.map(stop));
  rmSync(folder, { recursive: true, force: true });
}

async function measure(rounds: number): Promise<Measured> {
  const { servers, connector } = await startAll();
  progress(`idle for ${idleMilliseconds / 1000} s`);
  await delay(idleMilliseconds);
  const idle = servers.map(residentMegabytes);
  const subjects = await subjectsOf(servers, connector);
  for (const { subject, server } of subjects) {
    progress(`warming up: ${subject.name}`);
    await playVisits({ subject, server, visits: warmUpVisits, concurrency: 10 });
  }
  const figures = new Map<string, Figures[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const load of loads) {
      for (const { subject, server } of rotated(subjects, round)) {
        progress(`round ${round + 1} of ${rounds}: ${subject.name}, ${load.concurrency} at once`);
        const key = `${subject.name} ${load.concurrency}`;
        const taken = figuresOf(await playVisits({ subject, server, ...load }));
        figures.set(key, [...(figures.get(key) ?? []), taken]);
      }
    }
  }
  return {
    rounds,
    loads,
    servers: subjects.map(({ subject, server }, index) => ({
      name: subject.name,
      idleMegabytes: idle[index] ?? NaN,
      loadedMegabytes: residentMegabytes(server),
      rounds: loads.map(({ concurrency }) => figures.get(`${subject.name} ${concurrency}`) ?? []),
    })),
  };
}

interface Servers {
  servers: [ours: Running, bare: Running, between: Running];
  connector: Running;
}

async function startAll(): Promise<Servers> {
  const connector = await keep(start({ file: 'test/bench/servers/connector.ts' }));
  const database = (name: string) => ({ DATABASE_URL: `sqlite:${join(folder, `${name}.db`)}` });
  const { file, nodeOptions } = builtServer();
  // All visitors come from one address here.
  const unlimited = { TOKENS_PER_MINUTE: '0' };
  const ours = { file, nodeOptions, env: { ...unlimited, ...database('support') } };
  const between = { nodeOptions, env: { ...unlimited, ...database('echo') } };
  return {
    servers: [
      await keep(start(ours)),
      await keep(start({ file: 'test/bench/servers/echo-bot.ts' })),
      await keep(start({ file: 'test/bench/servers/echo-direct-line.ts', ...between })),
    ],
    connector,
  };
}

/** The support bot comes first and the echo bot second: the report compares all with it. */
async function subjectsOf(
  [ours, bare, between]: Servers['servers'],
  connector: Running,
): Promise<{ subject: Subject; server: Running }[]> {
  const support = supportBot(client, ours.url);
  const script = await recordVisit(support);
  return [
    { subject: support, server: ours },
    { subject: echoBot(client, { url: bare.url, connectorUrl: connector.url, script }), server: bare },
    { subject: echoOverDirectLine(client, { url: between.url, script }), server: between },
  ];
}

async function keep(starting: Promise<Running>): Promise<Running> {
  const server = await starting;
  running.push(server);
  return server;
}

/** Each round begins with another server, so that none always runs first. */
function rotated<T>(items: readonly T[], by: number): T[] {
  const from = by % items.length;
  return [...items.slice(from), ...items.slice(0, from)];
}

function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}

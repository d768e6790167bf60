import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Figures, figuresOf } from './figures.ts';
import { HttpClient } from './http-client.ts';
import { playVisits } from './load.ts';
import { residentMegabytes, type Running, start, startOptions, stop } from './processes.ts';
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
  const servers = await startAll();
  progress(`idle for ${idleMilliseconds / 1000} s`);
  await delay(idleMilliseconds);
  const idle = servers.map(({ server }) => residentMegabytes(server));
  const script = await recordVisit(client, servers[0]?.server.url ?? '');
  for (const { subject, server } of servers) {
    progress(`warming up: ${subject.name}`);
    await playVisits({ subject, server, script, visits: warmUpVisits, concurrency: 10 });
  }
  const figures = new Map<string, Figures[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const load of loads) {
      for (const { subject, server } of rotated(servers, round)) {
        progress(`round ${round + 1} of ${rounds}: ${subject.name}, ${load.concurrency} at once`);
        const key = `${subject.name} ${load.concurrency}`;
        const taken = figuresOf(await playVisits({ subject, server, script, ...load }));
        figures.set(key, [...(figures.get(key) ?? []), taken]);
      }
    }
  }
  return {
    rounds,
    turnsOfVisit: script.length,
    loads,
    servers: servers.map(({ subject, server }, index) => ({
      name: subject.name,
      idleMegabytes: idle[index] ?? NaN,
      loadedMegabytes: residentMegabytes(server),
      rounds: loads.map(({ concurrency }) => figures.get(`${subject.name} ${concurrency}`) ?? []),
    })),
  };
}

/** The support bot comes first: the report compares it with the others. */
async function startAll(): Promise<{ subject: Subject; server: Running }[]> {
  const connector = await keep(start({ file: 'test/bench/servers/connector.ts' }));
  const database = (name: string) => ({ DATABASE_URL: `sqlite:${join(folder, `${name}.db`)}` });
  const nodeOptions = startOptions();
  const ours = await keep(start({ file: 'src/main.ts', nodeOptions, env: database('support') }));
  const bare = await keep(start({ file: 'test/bench/servers/echo-bot.ts' }));
  const between = await keep(
    start({ file: 'test/bench/servers/echo-direct-line.ts', nodeOptions, env: database('echo') }),
  );
  return [
    { subject: supportBot(client, ours.url), server: ours },
    { subject: echoBot(client, { url: bare.url, connectorUrl: connector.url }), server: bare },
    { subject: echoOverDirectLine(client, between.url), server: between },
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

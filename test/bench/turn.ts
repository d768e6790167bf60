import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { measureConnector } from './connector/measure.ts';
import { HttpClient } from './http-client.ts';
import { builtServer, residentMegabytes, type Running, start, stop } from './processes.ts';
import { type Measured, printReport, writeReport } from './report.ts';
import { playRounds } from './rounds.ts';
import { echoBot, echoOverDirectLine, recordVisit, type Subject, supportBot } from './subjects.ts';

/**
 * Measures a turn of the support bot beside an echo bot, in one run, taking turns, each server in its own process.
 * `--rounds n` (7), `--write` puts the figures into docs/performance.md.
 */
const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '7' }, write: { type: 'boolean', default: false } },
});

/** Whole visits in one round. */
const loads = [
  { concurrency: 1, visits: 60 },
  { concurrency: 10, visits: 120 },
] as const;
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
  const figures = await playRounds({ subjects, loads, rounds, progress });
  const [, bare] = servers;
  const overConnector = await measureConnector({
    ...{ client, loads, rounds, progress },
    servers: { ...(await startBehindConnector()), bare },
  });
  return {
    ...{ rounds, loads, overConnector },
    servers: subjects.map(({ subject, server }, index) => ({
      name: subject.name,
      idleMegabytes: idle[index] ?? NaN,
      loadedMegabytes: residentMegabytes(server),
      rounds: figures[index] ?? [],
    })),
  };
}

/** Nothing is learned, so that every visitor is asked what the recorded one was. */
async function startBehindConnector(): Promise<{ support: Running; between: Running }> {
  const file = 'test/bench/servers/behind-connector.ts';
  const { nodeOptions } = builtServer();
  const env = (name: string) => ({ LEARNING: 'off', DATABASE_URL: `sqlite:${join(folder, `${name}.db`)}` });
  return {
    support: await keep(start({ file, nodeOptions, env: env('teams') })),
    between: await keep(start({ file, nodeOptions, words: ['echo'], env: env('teams-echo') })),
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

function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}

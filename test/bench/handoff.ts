import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { signInAgents } from '../support/sign-in-agents.ts';
import { figuresOf } from './figures.ts';
import { Arrivals } from './handoff/arrivals.ts';
import { DeskAgent, type DeskTimes } from './handoff/desk-agent.ts';
import { type Asking, createAsking, forEach } from './handoff/visitors.ts';
import { HttpClient } from './http-client.ts';
import { seededRandom } from './plan/random.ts';
import { builtServer, processorMilliseconds, type Running, start, stop } from './processes.ts';
import { writePart } from './write-part.ts';

/**
 * Measures how soon a visitor who asks for a person is on the desk: while the queue fills, and while agents take from
 * it. `--waiting n` (500), `--agents n` (50), `--write` puts the figures into docs/performance.md.
 */
const { values: options } = parseArgs({
  options: {
    waiting: { type: 'string', default: '500' },
    agents: { type: 'string', default: '50' },
    write: { type: 'boolean', default: false },
  },
});

/** Visitors who ask at the same time: while the queue fills, and while agents take. */
const atOnce = { filling: 10, taking: 2 };
/** Of those who wait in the end, so many ask while agents take: a fifth. */
const lateShare = 0.2;

interface Measured {
  filling: number[];
  taking: number[];
  desk: DeskTimes;
  /** Processor time of the server while the queue fills and while agents take, milliseconds. */
  processor: { filling: number; taking: number };
}

const waiting = Number(options.waiting);
const agentCount = Number(options.agents);
const text = report(await measure());
process.stdout.write(`${text}\n`);
if (options.write) await writePart({ script: 'bench:handoff', title: 'Handing over', text });

async function measure(): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-handoff-'));
  const databaseUrl = `sqlite:${join(folder, 'support.db')}`;
  const unlimited = { TOKENS_PER_MINUTE: '0', REQUESTS_PER_MINUTE: '0', SOCKETS_PER_ADDRESS: '0' };
  const env = { ...unlimited, DATABASE_URL: databaseUrl };
  const server = await start({ ...builtServer(), env });
  const client = new HttpClient();
  const agents: DeskAgent[] = [];
  try {
    const arrivals = new Arrivals(agentCount);
    for (const signedIn of await signInAgents({ count: agentCount, databaseUrl, url: server.url }))
      agents.push(await DeskAgent.open(server.url, signedIn, (id) => arrivals.told(id)));
    return await play({ server, client, agents, arrivals });
  } finally {
    for (const agent of agents) agent.close();
    client.close();
    await stop(server);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function play(parts: {
  server: Running;
  client: HttpClient;
  agents: readonly DeskAgent[];
  arrivals: Arrivals;
}): Promise<Measured> {
  const { server, client, agents, arrivals } = parts;
  const { url } = server;
  const late = Math.round(waiting * lateShare);
  progress(`${waiting + late} visitors tell what is wrong`);
  const visitors: Asking[] = [];
  await forEach([...Array(waiting + late).keys()], atOnce.filling, async () => {
    visitors.push(await createAsking(client, url));
  });
  progress(`${waiting} ask for a person`);
  const start = processorMilliseconds(server);
  await forEach(visitors.slice(late), atOnce.filling, (visitor) => arrivals.ask(visitor));
  const filling = arrivals.take();
  const filled = processorMilliseconds(server);
  progress(`${agentCount} agents take, while ${late} more ask`);
  await Promise.all(agents.map((agent) => agent.connect()));
  const desk: DeskTimes = { lists: [], takes: [], lostRaces: 0 };
  const isOver = () => desk.takes.length >= visitors.length;
  const random = seededRandom(1);
  await Promise.all([
    forEach(visitors.slice(0, late), atOnce.taking, (visitor) => arrivals.ask(visitor)),
    ...agents.map((agent) => agent.takeAll(desk, { random, isOver })),
  ]);
  const processor = { filling: filled - start, taking: processorMilliseconds(server) - filled };
  return { filling, taking: arrivals.take(), desk, processor };
}

function report({ filling, taking, desk, processor }: Measured): string {
  const row = (what: string, milliseconds: number[]) => {
    const { p50, p99 } = figuresOf({ milliseconds, seconds: NaN, processor: NaN });
    return `| ${what} | ${milliseconds.length} | ${p50.toFixed(1)} | ${p99.toFixed(1)} |`;
  };
  return [
    conditions(),
    `A request goes from the visitor's POST until the last of ${agentCount} open pages of the desk is told of it. ${waiting} visitors ask, ${atOnce.filling} at once; then ${agentCount} agents read the queue and take five of its cases, again and again without a pause, while others ask, ${atOnce.taking} at once. In ${desk.lostRaces} cases somebody else was quicker, and the agent was told so. The server used ${seconds(processor.filling)} of processor time while the queue filled, and ${seconds(processor.taking)} from the first case taken to the last.`,
    [
      '| | count | p50 ms | p99 ms |',
      '| --- | --: | --: | --: |',
      row(`request to desk, ${waiting} come to wait`, filling),
      row(`request to desk, ${agentCount} agents taking`, taking),
      row('take', desk.takes),
      row('read the queue', desk.lists),
    ].join('\n'),
  ].join('\n\n');
}

function conditions(): string {
  const processors = cpus();
  const date = new Date().toISOString().slice(0, 10);
  const machine = `${processors.length} × ${processors[0]?.model ?? 'unknown processor'}`;
  const load = `load ${(loadavg()[0] ?? 0).toFixed(1)}`;
  return `${date} · ${machine}, ${Math.round(totalmem() / 1e9)} GB, ${load} · Node ${process.versions.node}`;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

function progress(words: string): void {
  process.stderr.write(`${words}\n`);
}

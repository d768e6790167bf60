import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { figuresOf } from './figures.ts';
import { processorMilliseconds, type Running, stop } from './processes.ts';
import type { Deliveries } from './sockets/crowd.ts';
import { CrowdProcess, descriptorsOf, type Memory, memoryOf, startServer } from './sockets/processes.ts';
import { writePart } from './write-part.ts';

/**
 * Opens many conversations on one server, each with its stream, and measures what they cost and how soon messages come
 * while they are open. All visitors live in one process beside the server's. `--conversations n` (10000), `--rate n`
 * (200) messages a second, `--seconds n` (30), `--write` puts the figures into docs/performance.md.
 */
const { values: options } = parseArgs({
  options: {
    conversations: { type: 'string', default: '10000' },
    rate: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '30' },
    write: { type: 'boolean', default: false },
  },
});

const most = Number(options.conversations);
const rate = { perSecond: Number(options.rate), seconds: Number(options.seconds) };
/** With so few open, the server warms up and what more of them cost is compared. */
const few = Math.ceil(most / 10);
const steps = [few, Math.ceil(most / 2), most];

interface Row {
  open: number;
  memory: Memory;
  talk?: { deliveries: Deliveries; processor: number };
}

const folder = mkdtempSync(join(tmpdir(), 'bench-sockets-'));
const server = await startServer(`sqlite:${join(folder, 'support.db')}`);
const crowd = new CrowdProcess(server);
try {
  const text = await measure(server);
  process.stdout.write(`${text}\n`);
  if (options.write) await writePart({ script: 'bench:sockets', title: 'Open conversations', text });
} finally {
  await crowd.end();
  await stop(server);
  rmSync(folder, { recursive: true, force: true });
}

async function measure(running: Running): Promise<string> {
  progress(`opening ${few}, warming up`);
  await crowd.open(few);
  await crowd.talk({ ...rate, seconds: Math.ceil(rate.seconds / 3) });
  const rows: Row[] = [];
  for (const open of steps) {
    progress(`opening ${open}`);
    await crowd.open(open);
    const memory = await memoryOf(running);
    const isCompared = open === few || open === most;
    if (isCompared) progress(`${rate.perSecond} messages a second for ${rate.seconds} s`);
    rows.push({ open, memory, ...(isCompared ? { talk: await talk(running) } : {}) });
  }
  const descriptors = descriptorsOf(running);
  progress('all leave');
  await crowd.end();
  rows.push({ open: 0, memory: await memoryOf(running) });
  return report(rows, descriptors);
}

async function talk(running: Running): Promise<Row['talk']> {
  const before = processorMilliseconds(running);
  const deliveries = await crowd.talk(rate);
  return { deliveries, processor: processorMilliseconds(running) - before };
}

function report(rows: Row[], descriptors: { open: number; most: number }): string {
  return [
    conditions(),
    `One process holds ${most.toLocaleString('en')} conversations, each begun, greeted and with its stream open; none was closed and no message was lost. Memory is in 10⁶ bytes after a garbage collection; bytes for each conversation are the difference to the first row. The server had ${descriptors.open} file descriptors open and may have ${descriptors.most}: Node raises its own limit to the hard one of the system (\`ulimit -Hn\`), which is what has to be above the number of streams.`,
    memoryTable(rows),
    `${rate.perSecond} messages a second for ${rate.seconds} s, each of another visitor and sent at its time, whether earlier ones were answered or not. Milliseconds from the time it was due until the bot's answer came over the stream; the visitor's own message comes back with it or before. Keep-alives go to all streams meanwhile.`,
    talkTable(rows),
  ].join('\n\n');
}

function memoryTable(rows: Row[]): string {
  const [first] = rows;
  const each = ({ open, memory }: Row, pick: (memory: Memory) => number) => {
    const more = open - (first?.open ?? 0);
    return more > 0 && first ? ((pick(memory) - pick(first.memory)) / more / 1000).toFixed(1) : '';
  };
  return table(
    ['open', 'RSS MB', 'heap MB', 'RSS kB each', 'heap kB each'],
    rows.map((row) => [
      row.open === 0 ? '0, all left' : row.open,
      (row.memory.rss / 1e6).toFixed(0),
      (row.memory.heap / 1e6).toFixed(0),
      each(row, ({ rss }) => rss),
      each(row, ({ heap }) => heap),
    ]),
  );
}

function talkTable(rows: Row[]): string {
  const cells = rows.flatMap(({ open, talk: talked }) => {
    if (!talked) return [];
    const { deliveries, processor } = talked;
    const { perSecond, p50, p99, processor: each } = figuresOf({ ...deliveries, processor });
    return [[open, perSecond.toFixed(0), p50.toFixed(1), p99.toFixed(1), each.toFixed(2)]];
  });
  return table(['open', 'answered/s', 'p50 ms', 'p99 ms', 'CPU ms/message'], cells);
}

function conditions(): string {
  const processors = cpus();
  const date = new Date().toISOString().slice(0, 10);
  const machine = `${processors.length} × ${processors[0]?.model ?? 'unknown processor'}`;
  return `${date} · ${machine}, ${Math.round(totalmem() / 1e9)} GB · Node ${process.versions.node}`;
}

function table(head: string[], rows: (string | number)[][]): string {
  const line = (cells: (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '--:')), ...rows.map(line)].join('\n');
}

function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}

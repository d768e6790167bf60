import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../../src/project-root.ts';
import { type Figures, median, medianFigures } from './figures.ts';
import { writePart } from './write-part.ts';

export interface MeasuredServer {
  name: string;
  /** Resident, 5 s after the start and after all load. */
  idleMegabytes: number;
  loadedMegabytes: number;
  /** Per load, in its order, the figures of each round. */
  rounds: Figures[][];
}

export interface Measured {
  rounds: number;
  loads: readonly { concurrency: number; visits: number }[];
  /** The support bot, the echo bot, then others. */
  servers: MeasuredServer[];
  /** The same three kinds by the way of Teams, in the same order. */
  overConnector: Pick<MeasuredServer, 'name' | 'rounds'>[];
}

export function printReport(measured: Measured): void {
  process.stdout.write(
    `${conditions()}\n\n${turnTable(measured)}\n\n${memoryTable(measured)}\n\n${connectorTable(measured)}\n`,
  );
}

/** Puts the figures between the marks of docs/performance.md. */
export async function writeReport(measured: Measured): Promise<void> {
  const { rounds, loads } = measured;
  const sizes = loads
    .map(({ visits, concurrency }) => `${visits} visits, ${concurrency} at once`)
    .join('; then ');
  const text = [
    conditions(),
    `Medians of ${rounds} rounds, in which the servers take turns; a round is ${sizes}. A turn goes from the POST to its 200. CPU is the server's own time a turn. RSS is in 10⁶ bytes, 5 s after the start and after all rounds.`,
    turnTable(measured),
    memoryTable(measured),
    overTheConnector,
    connectorTable(measured),
  ].join('\n\n');
  await writePart({ script: 'bench:turn', title: 'One turn', text });
}

function conditions(): string {
  const processors = cpus();
  const date = new Date().toISOString().slice(0, 10);
  const memory = `${Math.round(totalmem() / 1e9)} GB`;
  const machine = `${processors.length} × ${processors[0]?.model ?? 'unknown processor'}, ${memory}`;
  const packages = ['botbuilder', 'restify', 'better-sqlite3'].map((name) => `${name} ${versionOf(name)}`);
  return `${date} · ${machine} · Node ${process.versions.node}, ${packages.join(', ')}`;
}

function versionOf(name: string): string {
  const text = readFileSync(join(projectRoot, 'node_modules', name, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

function turnTable({ loads, servers }: Measured): string {
  const rows = loads.flatMap(({ concurrency }, load) =>
    servers.map(({ name, rounds }) => {
      const { perSecond, p50, p99, processor } = medianFigures(rounds[load] ?? []);
      const ratio = ratioOfP50(rounds[load] ?? [], servers[1]?.rounds[load] ?? []);
      return [
        name,
        concurrency,
        perSecond.toFixed(0),
        p50.toFixed(2),
        p99.toFixed(2),
        `${ratio.toFixed(2)} ×`,
        processor.toFixed(2),
      ];
    }),
  );
  return table(['server', 'at once', 'turns/s', 'p50 ms', 'p99 ms', 'p50 to echo bot', 'CPU ms/turn'], rows);
}

const overTheConnector =
  "By the way of Teams, without a login and without Teams' limits: a turn goes from the POST of a message to the last message of its answer at the connector. The echo bot is a bare CloudAdapter; the echo behind our channel has the same authentication, log, locks and outbox as the support bot, whose answers are one to three messages.";

/** What ours costs more than a bare echo bot, in milliseconds. */
function connectorTable({ loads, overConnector }: Measured): string {
  const rows = loads.flatMap(({ concurrency }, load) => {
    const bare = medianFigures(overConnector[1]?.rounds[load] ?? []);
    return overConnector.map(({ name, rounds }) => {
      const { perSecond, p50, p99, processor } = medianFigures(rounds[load] ?? []);
      const over = (value: number) => (value >= 0 ? `+${value.toFixed(2)}` : value.toFixed(2));
      return [
        ...[name, concurrency, perSecond.toFixed(0), p50.toFixed(2), p99.toFixed(2)],
        ...[over(p50 - bare.p50), over(p99 - bare.p99), processor.toFixed(2)],
      ];
    });
  });
  const head = ['by the way of Teams', 'at once', 'turns/s', 'p50 ms', 'p99 ms'];
  return table([...head, 'p50 over echo bot', 'p99 over echo bot', 'CPU ms/turn'], rows);
}

/** The median of the rounds' ratios: what slows a whole round slows both sides of its ratio. */
function ratioOfP50(ours: Figures[], theirs: Figures[]): number {
  return median(ours.map(({ p50 }, round) => p50 / (theirs[round]?.p50 ?? NaN)));
}

function memoryTable({ servers }: Measured): string {
  const rows = servers.map(({ name, idleMegabytes, loadedMegabytes }) => [
    name,
    idleMegabytes.toFixed(0),
    loadedMegabytes.toFixed(0),
  ]);
  return table(['server', 'RSS idle MB', 'RSS after load MB'], rows);
}

function table(head: string[], rows: (string | number)[][]): string {
  const line = (cells: (string | number)[]) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, index) => (index === 0 ? '---' : '--:'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

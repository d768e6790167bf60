import { type ChildProcess, fork } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../src/project-root.ts';
import { builtServer, type Running, start } from '../processes.ts';
import type { Done, Order } from './crowd-process.ts';
import type { Deliveries } from './crowd.ts';
import { probeSignal } from './probe-signal.ts';

/** Bytes, after a garbage collection; `heap` is JavaScript's own and the buffers it holds. */
export interface Memory {
  rss: number;
  heap: number;
}

const folder = 'test/bench/sockets';

/** The program as `npm start` runs it, without limits by address, as all visitors come from one. */
export function startServer(databaseUrl: string): Promise<Running> {
  const { file, nodeOptions } = builtServer();
  return start({
    file,
    nodeOptions: [...nodeOptions, '--expose-gc', '--import', `./${folder}/memory-probe-process.ts`],
    env: {
      DATABASE_URL: databaseUrl,
      LOG_LEVEL: 'error',
      TOKENS_PER_MINUTE: '0',
      REQUESTS_PER_MINUTE: '0',
      SOCKETS_PER_ADDRESS: '0',
    },
  });
}

export function memoryOf({ child }: Running): Promise<Memory> {
  return new Promise((resolve) => {
    let text = '';
    const read = (data: Buffer) => {
      text += data.toString();
      const [, found] = /memory: (\{.*\})\n/.exec(text) ?? [];
      if (found === undefined) return;
      child.stdout?.off('data', read);
      resolve(JSON.parse(found) as Memory);
    };
    child.stdout?.on('data', read);
    child.kill(probeSignal);
  });
}

/** File descriptors that the process has open, and how many it may have. Source: proc(5). */
export function descriptorsOf({ child }: Running): { open: number; most: number } {
  const limits = readFileSync(`/proc/${child.pid}/limits`, 'utf8');
  const [, most] = /^Max open files\s+(\d+)/m.exec(limits) ?? [];
  return { open: readdirSync(`/proc/${child.pid}/fd`).length, most: Number(most) };
}

/** All visitors, in a process beside the server's. */
export class CrowdProcess {
  readonly #child: ChildProcess;

  constructor(server: Running) {
    this.#child = fork(join(projectRoot, folder, 'crowd-process.ts'), [server.url]);
  }

  async open(total: number): Promise<void> {
    await this.#order({ do: 'open', total });
  }

  async talk(rate: { perSecond: number; seconds: number }): Promise<Deliveries> {
    const deliveries = await this.#order({ do: 'talk', ...rate });
    if (!deliveries) throw new Error('Nothing was delivered.');
    return deliveries;
  }

  /** Leaves without a goodbye. */
  async end(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGKILL');
    await ended;
  }

  #order(order: Order): Promise<Deliveries | undefined> {
    return new Promise((resolve, reject) => {
      const gone = () => reject(new Error('The process of the visitors ended.'));
      this.#child.once('exit', gone);
      this.#child.once('message', (done: Done) => {
        this.#child.off('exit', gone);
        if ('failed' in done) reject(new Error(done.failed));
        else resolve(done.deliveries);
      });
      this.#child.send(order);
    });
  }
}

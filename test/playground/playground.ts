import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** The version that was tried. A tool beside the project: npx fetches it, nothing of it is kept here. */
const tool = '@microsoft/m365agentsplayground@0.2.28';

/** Milliseconds until it answers; the first time it is fetched. */
const patience = 180_000;
const againMs = 250;

/** The Microsoft 365 Agents Playground in a process of its own: a client of Teams without Teams. */
export class Playground {
  readonly #process: ChildProcess;
  readonly #folder: string;
  readonly url: string;

  private constructor(parts: { process: ChildProcess; folder: string; url: string }) {
    this.#process = parts.process;
    this.#folder = parts.folder;
    this.url = parts.url;
  }

  /**
   * @param bot where the program listens, such as `http://127.0.0.1:3978`.
   * @throws Error when it ends or does not answer in time.
   */
  static async start(bot: string, port?: number): Promise<Playground> {
    const chosen = port ?? (await freePort());
    // It writes its log into the folder it is started in.
    const folder = await mkdtemp(join(tmpdir(), 'playground-'));
    const flags = ['start', '-e', `${bot}/api/messages`, '-c', 'msteams', '-p', String(chosen)];
    const process_ = spawn('npx', ['--yes', tool, ...flags, '--disable-telemetry'], {
      cwd: folder,
      env: { ...process.env, BROWSER: 'none' },
      stdio: ['ignore', 'ignore', 'pipe'],
      // npx starts a shell that starts the tool: they are ended together.
      detached: true,
    });
    const playground = new Playground({ process: process_, folder, url: `http://127.0.0.1:${chosen}` });
    try {
      await playground.#answers();
    } catch (cause) {
      await playground.stop();
      throw cause;
    }
    return playground;
  }

  async stop(): Promise<void> {
    const { pid, exitCode, signalCode } = this.#process;
    if (pid !== undefined && exitCode === null && signalCode === null) {
      const ended = new Promise((resolve) => this.#process.once('exit', resolve));
      process.kill(-pid, 'SIGTERM');
      await ended;
    }
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #answers(): Promise<void> {
    let printed = '';
    this.#process.stderr?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    const until = Date.now() + patience;
    while (Date.now() < until) {
      if (this.#process.exitCode !== null) throw new Error(`The Playground ended. ${printed}`);
      const response = await fetch(this.url).catch(() => undefined);
      if (response?.ok) return;
      await delay(againMs);
    }
    throw new Error(`The Playground did not answer at ${this.url}. ${printed}`);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The real program in a process of its own, with a database that can outlive the process. */
export class SupportServer {
  readonly #folder: string;
  #process: ChildProcess | undefined;
  #url = '';

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async start(): Promise<SupportServer> {
    const server = new SupportServer(await mkdtemp(join(tmpdir(), 'support-e2e-')));
    await server.#launch(0);
    return server;
  }

  get url(): string {
    return this.#url;
  }

  /** Ends the process without any warning. */
  async kill(): Promise<void> {
    const running = this.#process;
    this.#process = undefined;
    if (!running || running.exitCode !== null) return;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGKILL');
    await ended;
  }

  /** Starts again on the same address, with the same database. */
  async restart(): Promise<void> {
    await this.#launch(Number(new URL(this.#url).port));
  }

  /** Ends the process and removes what it stored. */
  async remove(): Promise<void> {
    await this.kill();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #launch(port: number): Promise<void> {
    const settings = { PORT: String(port), DATABASE_URL: `sqlite:${join(this.#folder, 'support.db')}` };
    const launched = spawn(process.execPath, ['src/main.ts'], {
      cwd: root,
      env: { ...process.env, ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = launched;
    this.#url = await printedUrl(launched);
  }
}

/** The address in the line that main.ts prints when it listens. */
function printedUrl(launched: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let errors = '';
    launched.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    launched.stdout?.on('data', (chunk: Buffer) => {
      const [url] = /http:\/\/[^\s/]+/.exec(chunk.toString()) ?? [];
      if (url) resolve(url);
    });
    launched.once('exit', (code) => reject(new Error(`The server ended with ${code}. ${errors}`)));
  });
}

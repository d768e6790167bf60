import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The real program in a process of its own, with a database that can outlive the process. */
export class SupportServer {
  readonly #folder: string;
  readonly #settings: Readonly<Record<string, string>>;
  #process: ChildProcess | undefined;
  #url = '';
  #deskLink = '';

  private constructor(folder: string, settings: Readonly<Record<string, string>>) {
    this.#folder = folder;
    this.#settings = settings;
  }

  /** @param settings environment variables beside those that every test needs */
  static async start(settings: Readonly<Record<string, string>> = {}): Promise<SupportServer> {
    const server = new SupportServer(await mkdtemp(join(tmpdir(), 'support-e2e-')), settings);
    await server.#launch(0);
    return server;
  }

  get url(): string {
    return this.#url;
  }

  /** The link for an agent that was printed at the start. */
  get deskLink(): string {
    return this.#deskLink;
  }

  /** A link for one more agent, by the command that makes one. */
  async newDeskLink(name: string): Promise<string> {
    const env = { ...process.env, ...this.#settings, ...this.#address() };
    const command = spawn(process.execPath, ['src/cli/desk-link.ts', '--name', name], { cwd: root, env });
    let printed = '';
    command.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    // At 'exit' what it printed may still be on the way.
    await new Promise((resolve) => command.once('close', resolve));
    return printed.trim();
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
    const settings = this.#address(port);
    const launched = spawn(process.execPath, ['src/main.ts'], {
      cwd: root,
      env: { ...process.env, ...this.#settings, ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = launched;
    const { url, deskLink } = await printedAddresses(launched);
    this.#url = url;
    this.#deskLink = deskLink;
  }

  #address(port = Number(new URL(this.#url).port)) {
    return { PORT: String(port), DATABASE_URL: `sqlite:${join(this.#folder, 'support.db')}` };
  }
}

/** The addresses in the lines that main.ts prints when it listens. */
function printedAddresses(launched: ChildProcess): Promise<{ url: string; deskLink: string }> {
  return new Promise((resolve, reject) => {
    let errors = '';
    launched.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    let printed = '';
    launched.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      const [, url] = /ready: (http:\/\/[^\s/]+)/.exec(printed) ?? [];
      const [deskLink = ''] = /http\S+\/desk\/sign-in\?code=\S+/.exec(printed) ?? [];
      if (url) resolve({ url, deskLink });
    });
    launched.once('exit', (code) => reject(new Error(`The server ended with ${code}. ${errors}`)));
  });
}

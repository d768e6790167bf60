import type { ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { run, type Ended } from '../support/process.ts';

/** What the process logged that matters here. */
export interface Logged {
  /** Turns that a killed process had left. */
  resumed: number;
  /** Lines of level error and above. */
  errors: string[];
}

/** The real program on one database, killed and started again on the same port. */
export class CrashServer {
  readonly #env: Record<string, string>;
  readonly #told: string[] = [];
  readonly url: string;
  #running: { child: ChildProcess; ended: Promise<Ended>; ready: Promise<void> } | undefined;

  private constructor(port: number, databaseUrl: string) {
    this.url = `http://127.0.0.1:${port}`;
    this.#env = {
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      TOKENS_PER_MINUTE: '0',
      REQUESTS_PER_MINUTE: '0',
      SOCKETS_PER_ADDRESS: '0',
    };
  }

  static async start(databaseUrl: string): Promise<CrashServer> {
    const server = new CrashServer(await freePort(), databaseUrl);
    await server.#launch().ready;
    return server;
  }

  /** Kills it at once and starts it again; resolves when it serves. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
    await this.#launch().ready;
  }

  /** The same, and once more so many milliseconds after it began to start. */
  async killTwice(milliseconds: number): Promise<void> {
    await this.#end('SIGKILL');
    const { ready } = this.#launch();
    ready.catch(() => undefined);
    await pause(milliseconds);
    await this.#end('SIGKILL');
    await this.#launch().ready;
  }

  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  logged(): Logged {
    const lines = this.#told
      .join('')
      .split('\n')
      .filter((line) => line.startsWith('{'));
    const events = lines.map((line) => JSON.parse(line) as { level: number; msg: string; turns?: number });
    return {
      resumed: events.reduce((sum, { msg, turns = 0 }) => sum + (msg === 'turns.resumed' ? turns : 0), 0),
      errors: lines.filter((_, index) => (events[index]?.level ?? 0) >= 50),
    };
  }

  #launch() {
    const { child, ended } = run('main.ts', { env: this.#env });
    const says = new Promise<void>((resolve) => {
      let text = '';
      child.stdout.on('data', (data: Buffer) => {
        text += data.toString();
        if (text.includes('ready: http')) resolve();
      });
    });
    const fails = ended.then(({ stderr }): never => {
      throw new Error(`The server ended before it was ready:\n${stderr}`);
    });
    const ready = Promise.race([says, fails]);
    fails.catch(() => undefined);
    this.#running = { child, ended, ready };
    return this.#running;
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    this.#running?.child.kill(signal);
    const ended = await this.#running?.ended;
    this.#told.push(withoutHalfLine(ended?.stderr ?? ''));
    this.#running = undefined;
  }
}

/** A killed process may leave half a line. */
function withoutHalfLine(text: string): string {
  return text.slice(0, text.lastIndexOf('\n') + 1);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

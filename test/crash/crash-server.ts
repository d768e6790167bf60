import type { ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
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
  /** Whether the process that runs now has said that it is ready. */
  isServing = false;
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

  static async start(databaseUrl: string, random: () => number): Promise<CrashServer> {
    const server = new CrashServer(await freePort(random), databaseUrl);
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
    const running = { child, ended, ready };
    this.#running = running;
    says.then(
      () => (this.isServing = this.#running === running),
      () => undefined,
    );
    return running;
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    this.isServing = false;
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

/** None of those that a system gives to whoever asks for any: another program would have it while this one is killed. */
const portsToAskFor = { first: 10_000, count: 20_000 };

async function freePort(random: () => number): Promise<number> {
  for (;;) {
    const port = portsToAskFor.first + Math.floor(random() * portsToAskFor.count);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const listens = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
  if (listens) await new Promise((resolve) => server.close(resolve));
  return listens;
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Running, start } from '../../bench/processes.ts';
import { startDirectLineStack } from '../direct-line-stack.ts';
import { holdableBot, unrulyBus } from './line-bot.ts';

/** A Direct Line server over a database file that outlives it. */
export interface LineServer {
  readonly url: string;
  /** Resolves when no turn runs. */
  idle(): Promise<void>;
  /** Ends with grace and starts again. */
  restart(): Promise<void>;
  /** Sends by way of `post` and ends without any grace while the turn may still run; then starts again. */
  crashDuring(post: () => Promise<unknown>): Promise<void>;
  end(): Promise<void>;
}

function newFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'line-model-'));
  return {
    folder,
    databaseUrl: `sqlite:${join(folder, 'support.db')}`,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** In this process: a crash forgets all that is in memory and leaves its turn for ever in the middle. */
export async function lineInProcess(): Promise<LineServer> {
  const { databaseUrl, remove } = newFolder();
  const begin = async () => {
    const bot = holdableBot();
    const stack = await startDirectLineStack({
      databaseUrl,
      handle: bot.handle,
      aroundBus: unrulyBus,
      turnTimeoutMs: 100,
    });
    await stack.turns.resumeOwedTurns();
    return { bot, stack };
  };
  let current = await begin();
  return {
    get url() {
      return current.stack.url;
    },
    idle: () => current.stack.turns.idle(),
    async restart() {
      await current.stack.close();
      current = await begin();
    },
    async crashDuring(post) {
      const { bot, stack } = current;
      bot.hold();
      await post();
      await stack.abandon();
      current = await begin();
      await current.stack.turns.idle();
      // What a dead process would still like to write must not arrive.
      bot.release();
      await stack.close();
    },
    async end() {
      await current.stack.close();
      remove();
    },
  };
}

/** In a process of its own, which a crash kills. */
export async function lineInOwnProcess(): Promise<LineServer> {
  const { folder, databaseUrl, remove } = newFolder();
  const env = { DATABASE_URL: databaseUrl, TMPDIR: folder };
  const begin = () => start({ file: 'test/support/line/line-process.ts', env });
  let current: Running = await begin();
  const stop = async (signal: NodeJS.Signals) => {
    const { child } = current;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await ended;
  };
  return {
    get url() {
      return current.url;
    },
    // A message is answered after its turn, and the world waits for the greeting itself.
    idle: async () => undefined,
    async restart() {
      await stop('SIGTERM');
      current = await begin();
    },
    async crashDuring(post) {
      const answered = post().catch(() => undefined);
      await stop('SIGKILL');
      await answered;
      current = await begin();
    },
    async end() {
      await stop('SIGKILL');
      remove();
    },
  };
}

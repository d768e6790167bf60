import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DirectLineServer } from '../../src/channels/directline/server.ts';
import { StreamSockets } from '../../src/channels/directline/sockets.ts';
import { DirectLineTokens } from '../../src/channels/directline/tokens.ts';
import { createLocalBus } from '../../src/conversation/bus.ts';
import { createLocalLocks } from '../../src/conversation/locks.ts';
import { TurnRunner, type TurnHandler } from '../../src/conversation/turn.ts';
import { createHttpServer } from '../../src/http/server.ts';
import { openStore } from '../../src/storage/stores.ts';

export const testSecret = 'a secret only for tests';
const botAccount = { id: 'support-bot', name: 'Support' };

export interface StackOptions {
  handle?: TurnHandler;
  /** What every part takes for now. */
  clock?: () => Date;
  /** A DATABASE_URL to share; without it a new file that goes away with the stack. */
  databaseUrl?: string;
  webRoot?: string;
  publicUrl?: string;
  turnTimeoutMs?: number;
  maxBufferedBytes?: number;
}

export type DirectLineStack = Awaited<ReturnType<typeof startDirectLineStack>>;

/** Answers each message with its own text and says hello to whoever joins. */
export const echo: TurnHandler = (turn) => {
  const { type, text } = turn.activity;
  if (type === 'conversationUpdate') turn.send({ type: 'message', text: 'hello' });
  if (type === 'message') turn.send({ type: 'message', text: `echo ${text}` });
  return Promise.resolve();
};

/** The real Direct Line server over HTTP on a free port, with a handler in place of the bot. Close it after use. */
export async function startDirectLineStack(options: StackOptions = {}) {
  const clock = options.clock ?? (() => new Date());
  const newId = () => crypto.randomUUID();
  const folder = mkdtempSync(join(tmpdir(), 'direct-line-'));
  const databaseUrl = options.databaseUrl ?? `sqlite:${join(folder, 'support.db')}`;
  const log: { event: string; fields: object }[] = [];
  const note = (fields: object, event: string) => void log.push({ event, fields });
  const logger = { debug: note, info: note, error: note };
  const store = await openStore(databaseUrl, { clock, newId });
  const bus = createLocalBus((error) => note({ err: error }, 'bus.failed'));
  const turns = new TurnRunner({
    store,
    bus,
    logger,
    newId,
    locks: createLocalLocks(),
    handle: options.handle ?? echo,
    failureMessage: ({ reference }) => [{ type: 'message', text: `failed ${reference}` }],
  });
  const tokens = await DirectLineTokens.fromStore({ store, clock, newSecret: () => newId() + newId() });
  const { turnTimeoutMs, maxBufferedBytes } = options;
  const secret = testSecret;
  const directLine = new DirectLineServer({
    store,
    turns,
    tokens,
    secret,
    clock,
    newId,
    botAccount,
    turnTimeoutMs,
  });
  // The keep-alive runs when a test calls it.
  let tick: () => void = () => undefined;
  const every = (_: number, work: () => void) => {
    tick = work;
    return () => (tick = () => undefined);
  };
  const sockets = new StreamSockets({ store, bus, botAccount, logger, every, maxBufferedBytes });
  const http = createHttpServer({
    directLine,
    sockets,
    logger,
    webRoot: options.webRoot ?? join(folder, 'no-page'),
    version: '0.0.0-test',
    guideVersion: 'test-guide',
    publicUrl: options.publicUrl,
  });
  const { url, port } = await http.listen({ port: 0, host: '127.0.0.1' });
  return {
    ...{ url, port, store, bus, turns, tokens, directLine, sockets, http, logger, log, databaseUrl },
    keepAlive: () => tick(),
    /** Lets go of port and file as a killed process does: running turns are never ended. */
    async abandon() {
      await http.close();
      await store.close();
    },
    async close() {
      await http.close();
      await turns.idle();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

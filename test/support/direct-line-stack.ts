import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDirectLine } from '../../src/channels/directline/direct-line.ts';
import type { FileLimits } from '../../src/channels/directline/files.ts';
import { type ConversationBus, createLocalBus } from '../../src/conversation/bus.ts';
import { createLocalLocks } from '../../src/conversation/locks.ts';
import { TurnRunner, type TurnHandler } from '../../src/conversation/turn.ts';
import type { Timeouts } from '../../src/http/limits.ts';
import { type RateLimits, defaultRateLimits } from '../../src/http/rate-limits.ts';
import { createHttpServer } from '../../src/http/server.ts';
import { type OpenedStore, openStore } from '../../src/storage/stores.ts';

export const testSecret = 'a secret only for tests';
const botAccount = { id: 'support-bot', name: 'Support' };

export interface StackOptions {
  handle?: TurnHandler;
  /** What every part takes for now. */
  clock?: () => Date;
  /** A DATABASE_URL to share; without it a new file that goes away with the stack. */
  databaseUrl?: string;
  /** Any free one without it. */
  port?: number;
  webRoot?: string;
  publicUrl?: string;
  allowedOrigins?: string[];
  trustedProxies?: number;
  limits?: Partial<RateLimits>;
  timeouts?: Timeouts;
  fileLimits?: FileLimits;
  turnTimeoutMs?: number;
  typingAfterMs?: number;
  greetingMs?: number;
  maxBufferedBytes?: number;
  /** Wraps the store, to let a part of it fail. */
  around?: (store: OpenedStore) => OpenedStore;
  /** Wraps the bus, to let its news come late. */
  aroundBus?: (bus: ConversationBus) => ConversationBus;
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
  const opened = await openStore(databaseUrl, { clock, newId });
  const store = options.around?.(opened) ?? opened;
  const localBus = createLocalBus((error) => note({ err: error }, 'bus.failed'));
  const bus = options.aroundBus?.(localBus) ?? localBus;
  const turns = new TurnRunner({
    store,
    bus,
    logger,
    newId,
    locks: createLocalLocks(),
    handle: options.handle ?? echo,
    failureMessage: ({ reference }) => [{ type: 'message', text: `failed ${reference}` }],
  });
  // What runs again and again runs when a test calls it.
  const ticks = new Set<() => void>();
  const every = (_: number, work: () => void) => {
    ticks.add(work);
    return () => void ticks.delete(work);
  };
  const directLine = await createDirectLine({
    ...{ store, turns, bus, logger, clock, newId, botAccount, every, secret: testSecret },
    newSecret: () => Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url'),
    fileLimits: options.fileLimits,
    turnTimeoutMs: options.turnTimeoutMs,
    typingAfterMs: options.typingAfterMs,
    greetingMs: options.greetingMs,
    maxBufferedBytes: options.maxBufferedBytes,
  });
  const { tokens, sockets } = directLine;
  const http = createHttpServer({
    directLine,
    logger,
    webRoot: options.webRoot ?? join(folder, 'no-page'),
    version: '0.0.0-test',
    guideVersion: 'test-guide',
    publicUrl: options.publicUrl,
    allowedOrigins: options.allowedOrigins,
    trustedProxies: options.trustedProxies,
    limits: { ...defaultRateLimits, tokensPerMinute: 0, ...options.limits },
    timeouts: options.timeouts,
  });
  const { url, port } = await http.listen({ port: options.port ?? 0, host: '127.0.0.1' });
  return {
    ...{ url, port, store, bus, turns, tokens, directLine, sockets, http, logger, log, databaseUrl },
    files: directLine.files,
    /** Does all that is done every so often: keep-alives, and deleting what has expired. */
    keepAlive: () => ticks.forEach((work) => work()),
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

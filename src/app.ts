import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFailureMessage, createSupportBot } from './bot/support-bot.ts';
import { DirectLineServer } from './channels/directline/server.ts';
import { StreamSockets } from './channels/directline/sockets.ts';
import { DirectLineTokens } from './channels/directline/tokens.ts';
import type { Config } from './config.ts';
import type { Content } from './content.ts';
import { openContent } from './content-cache.ts';
import { createLocalBus } from './conversation/bus.ts';
import { createLocalLocks } from './conversation/locks.ts';
import type { Store } from './conversation/store.ts';
import { TurnRunner, type TurnHandler } from './conversation/turn.ts';
import { createHttpServer } from './http/server.ts';
import { Learning } from './learning.ts';
import { createPresenter } from './presentation/presenter.ts';
import { createSay } from './presentation/say.ts';
import { projectRoot } from './project-root.ts';
import { openStore } from './storage/stores.ts';
import { fixScope, type LearnedFixes } from './troubleshooting/learned-fixes.ts';
import { planNext } from './troubleshooting/plan.ts';
import { loadUnderstanding } from './model-cache.ts';

/** One event a line: the fields, then the event's fixed name. */
export interface Logger {
  debug(fields: object, event: string): void;
  info(fields: object, event: string): void;
  error(fields: object, event: string): void;
}

export interface AppParts {
  config: Config;
  logger: Logger;
  /** Time, randomness and content can be replaced, in tests and in benchmarks. */
  clock?: () => Date;
  newId?: () => string;
  content?: Content;
  /** In place of the support bot. */
  handle?: TurnHandler;
}

export interface App {
  /** Serves requests; turns that an earlier process left owed run first. */
  listen(): Promise<{ port: number; url: string }>;
  /** Ends running turns, then closes everything. */
  close(): Promise<void>;
  store: Store;
}

const botAccount = { id: 'phone-link-support', name: 'Phone Link support', role: 'bot' };

/**
 * Puts the program together. The one place that knows every part.
 * @throws SupportError `guide.invalid`, `storage.*`.
 */
export async function createApp(parts: AppParts): Promise<App> {
  const { config, logger } = parts;
  const clock = parts.clock ?? (() => new Date());
  const newId = parts.newId ?? (() => crypto.randomUUID());
  const content = parts.content ?? (await openContent(projectRoot));
  const store = await openStore(config.databaseUrl, { clock, newId });
  const bus = createLocalBus((error) => logger.error({ err: error }, 'bus.listener-failed'));
  const turns = new TurnRunner({
    store,
    bus,
    locks: createLocalLocks(),
    handle: parts.handle ?? createLearningBot({ content, clock, config, store, logger }),
    failureMessage: createFailureMessage(
      createPresenter({ ...content, say: createSay(content.guide.phrases) }),
    ),
    logger,
    newId,
  });
  const secret = config.directLineSecret ?? (await store.keptSecret('direct-line-secret', randomSecret));
  const tokens = await DirectLineTokens.fromStore({ store, clock, newSecret: randomSecret });
  const directLine = new DirectLineServer({ store, turns, tokens, secret, clock, newId, botAccount });
  const http = createHttpServer({
    directLine,
    sockets: new StreamSockets({ store, bus, botAccount, logger }),
    webRoot: join(projectRoot, 'build', 'web'),
    logger,
    version: readVersion(),
    guideVersion: content.guide.version,
    publicUrl: config.publicUrl,
  });
  return {
    store,
    async listen() {
      const resumed = await turns.resumeOwedTurns();
      if (resumed > 0) logger.info({ turns: resumed }, 'turns.resumed');
      return http.listen({ port: config.port, host: config.host });
    },
    async close() {
      await http.close();
      await turns.idle();
      await store.close();
    },
  };
}

/** The bot, learning from the cases it solves unless that is switched off. */
function createLearningBot(parts: {
  content: Content;
  clock: () => Date;
  config: Config;
  store: Store;
  logger: Logger;
}): TurnHandler {
  const { content, clock, config, store, logger } = parts;
  if (!config.learning) return createBot({ content, clock });
  const learning = new Learning({ store, scope: fixScope(content.guide), clock, logger });
  return learning.around(createBot({ content, clock, learned: () => learning.fixes }));
}

export interface BotParts {
  content: Content;
  clock: () => Date;
  /** What solved cases taught; without it the guide's numbers stand alone. */
  learned?: () => LearnedFixes;
  /** In place of the one that is built from the guide. */
  understanding?: Pick<ReturnType<typeof loadUnderstanding>, 'diagnose' | 'searchNames' | 'replies'>;
}

/** The support bot over this content, for a turn runner. */
export function createBot({ content, clock, ...parts }: BotParts): TurnHandler {
  const { guide, fill } = content;
  const understanding = parts.understanding ?? loadUnderstanding(guide);
  return createSupportBot({
    guide,
    understanding,
    replies: understanding.replies,
    presenter: createPresenter({ guide, fill, say: createSay(guide.phrases) }),
    plan: (subject, mayAsk) => planNext({ guide, subject, mayAsk, learned: parts.learned?.() }),
    now: clock,
    newCaseId: () => caseNumber(crypto.getRandomValues(new Uint8Array(8))),
  });
}

/** A case number people can read out: eight signs without those that look alike, about 10¹² of them. */
function caseNumber(random: Uint8Array): string {
  const signs = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
  return [...random].map((byte) => signs[byte % signs.length]).join('');
}

function randomSecret(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url');
}

function readVersion(): string {
  const text = readFileSync(join(projectRoot, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFailureMessage, createSupportBot } from './bot/support-bot.ts';
import { createDeskChannel, type DeskChannelOptions } from './channels/desk/desk-channel.ts';
import { createDirectLine } from './channels/directline/direct-line.ts';
import type { HandOverServices } from '../dialogs/support/dialog-turn.ts';
import type { Config } from './config.ts';
import { type AzureParts, openConnector, withQuotes } from './connector-channel.ts';
import type { Content } from './content.ts';
import { openContent } from './content-cache.ts';
import { createLocalBus } from './conversation/bus.ts';
import { createLocalLocks } from './conversation/locks.ts';
import type { Store } from './conversation/store.ts';
import { TurnRunner, type Committed, type TurnHandler, type TurnRunnerParts } from './conversation/turn.ts';
import type { Desk } from './escalation/desk.ts';
import { createHandOverServices, supportQueue } from './escalation/hand-over-services.ts';
import type { Erased } from './conversation/privacy-store.ts';
import { everyUnref } from './channels/directline/sockets.ts';
import { createRedact, createVisitorRights } from './visitor-rights.ts';
import { RedactedDesk } from './channels/desk/redacted-desk.ts';
import { FollowUps } from './follow-ups.ts';
import { createHttpServer, type HttpServer } from './http/server.ts';
import { Learning } from './learning.ts';
import { createPresenter } from './presentation/presenter.ts';
import { createSay } from './presentation/say.ts';
import { createWording } from './presentation/wording.ts';
import { openMailServer } from './mail-channel.ts';
import { projectRoot } from './project-root.ts';
import { createSupportTeam } from './support-team.ts';
import { openStore } from './storage/stores.ts';
import { fixScope, type LearnedFixes } from './troubleshooting/learned-fixes.ts';
import { planNext } from './troubleshooting/plan.ts';
import { PrivacyRequestReader } from './understanding/privacy-request.ts';
import type { PrivacyServices } from './bot/privacy-requests.ts';
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
  /** In place of Microsoft's cloud. */
  azure?: AzureParts;
  /** In place of the support bot. */
  handle?: TurnHandler;
}

export interface Listening {
  port: number;
  url: string;
  /** Where answers by mail come in; undefined when that is switched off. */
  mailPort?: number;
  /** Signs an agent in at the desk, once; undefined where an identity provider does. */
  deskLink?: string;
}

export interface App {
  /** Serves requests; turns that an earlier process left owed run first. */
  listen(): Promise<Listening>;
  /** Resolves when every turn has ended and what it said was sent. */
  idle(): Promise<void>;
  /** Ends running turns, then closes everything. */
  close(): Promise<void>;
  store: Store;
  /** What agents do. */
  desk: Desk;
  /** Asks visitors whether a fix has lasted, unless that is switched off. */
  followUps?: FollowUps;
}

/** Whom the link signs in that is printed at the start. */
const localAgent = { id: 'local-agent', name: 'Support' };
const botAccount = { id: 'phone-link-support', name: 'Phone Link support', role: 'bot' };

/**
 * Puts the program together. The one place that knows every part.
 * @throws SupportError `guide.invalid`, `storage.*`.
 */
export async function createApp(parts: AppParts): Promise<App> {
  const core = await createCore(parts);
  const channels = await openChannels(core, parts.azure);
  const { config, logger, content, store, team } = core;
  const http = createHttpServer({
    directLine: channels.directLine,
    desk: channels.desk,
    webhook: team.webhook,
    connector: channels.connector,
    webRoot: join(projectRoot, 'build', 'web'),
    logger,
    version: readVersion(),
    guideVersion: content.guide.version,
    publicUrl: config.publicUrl,
    allowedOrigins: config.allowedOrigins,
    trustedProxies: config.trustedProxies,
    limits: config.rateLimits,
  });
  const { followUps } = core;
  return { store, desk: team.desk, followUps, ...lifeOf(core, channels, http) };
}

type Core = Awaited<ReturnType<typeof createCore>>;
type Channels = Awaited<ReturnType<typeof openChannels>>;

/** What parts made first are told by parts made later. */
interface Later {
  /** Where browsers reach the server; empty before it listens. */
  address: string;
  onErased(erased: Erased): Promise<void>;
  onCommitted(committed: Committed): void;
  onLastWords: NonNullable<TurnRunnerParts['onErased']>;
  /** Whether anybody at the desk takes cases of this queue; undefined while nobody can tell. */
  isStaffed(queue: string): boolean | undefined;
}

/** Content, storage, the bot and the support team: all that works without a channel. */
async function createCore(parts: AppParts) {
  const { config, logger } = parts;
  const clock = parts.clock ?? (() => new Date());
  const newId = parts.newId ?? (() => crypto.randomUUID());
  const content = parts.content ?? (await openContent(projectRoot));
  const { guide } = content;
  const store = await openStore(config.databaseUrl, { clock, newId });
  const bus = createLocalBus((error) => logger.error({ err: error }, 'bus.listener-failed'));
  const redact = createRedact(config.privacy);
  const mailSecret = config.escalation.mail?.answers && (await store.keptSecret('mail-reply', randomSecret));
  const services = { guide, store, bus, clock, newId, redact, logger };
  const team = createSupportTeam({
    ...{ ...services, config: config.escalation, fill: content.fill, mailSecret },
    deskUrl: () => withoutSlash(config.publicUrl ?? ''),
    isStaffed: (queue) => later.isStaffed(queue),
  });
  const later: Later = {
    address: withoutSlash(config.publicUrl ?? ''),
    onErased: () => Promise.resolve(),
    onCommitted: () => undefined,
    onLastWords: () => undefined,
    isStaffed: () => undefined,
  };
  const rights = createVisitorRights({
    ...{ config: config.privacy, guide, store, clock, logger },
    newSecret: randomSecret,
    every: everyUnref,
    baseUrl: () => later.address,
    onErased: (erased) => later.onErased(erased),
  });
  const { handOver } = team;
  const giveData: PrivacyServices['giveData'] = (of) => rights.data.give(of);
  const turns = new TurnRunner({
    ...{ store, bus, logger, newId },
    locks: createLocalLocks(),
    handle:
      parts.handle ??
      withQuotes(createLearningBot({ content, clock, config, store, logger, handOver, giveData }), content),
    erase: (conversation) => rights.data.erase(conversation),
    failureMessage: createFailureMessage(createPresenter({ ...content, say: createSay(guide.phrases) })),
    onErased: (told) => later.onLastWords(told),
    onCommitted: (committed) => {
      team.onCommitted(committed);
      later.onCommitted(committed);
    },
  });
  return {
    ...{ config, content, store, bus, clock, newId, logger, redact, rights, turns, later },
    followUps:
      config.followUp &&
      new FollowUps({
        ...{ store, turns, clock, logger, quiet: config.followUp.quiet, every: everyUnref },
        timeZone: guide.supportHours?.timezone ?? 'UTC',
      }),
    ...{ team: team.serve(turns), channelCard: team.channelCard, useChannel: team.useChannel },
    replyAddresses: team.replyAddresses,
  };
}

/** The ways in: Direct Line for browsers, the connector for Teams, the desk for agents. */
async function openChannels(core: Core, azure: AzureParts | undefined) {
  const { config, content, store, turns, bus, logger, clock, newId, team, later } = core;
  const secret = config.directLineSecret ?? (await store.keptSecret('direct-line-secret', randomSecret));
  const directLine = await createDirectLine({
    ...{ store, turns, bus, logger, clock, newId, secret, botAccount },
    newSecret: randomSecret,
    fileLimits: config.fileLimits,
    keptMs: config.privacy.keepDays.files * 24 * 60 * 60 * 1000,
    readState: team.readState,
  });
  const connector = await openConnector({
    ...{ store, turns, logger, clock, content, settings: config.connector },
    ...{
      bus: core.bus,
      channelCard: core.channelCard,
      files: directLine.files,
      baseUrl: () => later.address,
    },
    readState: team.readState,
    ...azure,
  });
  core.useChannel(connector?.teamChannel);
  later.onCommitted = (committed) => connector?.tell(committed);
  later.onLastWords = (told) => connector?.tellLast(told);
  later.onErased = async (erased) => {
    team.desk.tellErased(erased.escalations);
    for (const { id } of erased.conversations) await directLine.tokens.revoke(id);
  };
  const desk = await openDesk(core, directLine.files);
  later.isStaffed = (queue) => desk.presence.isStaffed(queue);
  const mail = await openMailServer({
    ...{ store, turns, logger, files: directLine.files, baseUrl: () => later.address },
    ...{ escalations: store.escalations, addresses: core.replyAddresses },
    settings: config.escalation.mail?.answers,
  });
  return { connector, directLine, desk, mail };
}

function openDesk(core: Core, files: DeskChannelOptions['files']) {
  const { config, content, store, logger, clock, newId, redact, team } = core;
  const { guide } = content;
  const mayReveal = config.privacy.reveal;
  return createDeskChannel({
    ...{ store, logger, clock, newId, files, mayReveal },
    newSecret: randomSecret,
    openId: config.openId,
    desk: new RedactedDesk({ desk: team.desk, redact, mayReveal }),
    queues: [supportQueue],
    figures: {
      insights: store.insights,
      timezone: guide.supportHours?.timezone ?? 'UTC',
      redactText: (text) => redact(text),
      titleOf: { check: (id) => guide.check(id)?.title ?? id, section: (id) => guide.section(id)?.title },
    },
    savedReplies: guide.savedReplies ?? [],
    checks: guide.checks.map(({ id, title }) => ({ id, title })),
    wording: createWording(guide),
  });
}

/** From the first request to the last. */
function lifeOf(
  core: Core,
  { connector, directLine, desk, mail }: Channels,
  http: HttpServer,
): Pick<App, 'listen' | 'idle' | 'close'> {
  const { config, store, logger, team, rights, turns, later } = core;
  return {
    async listen() {
      const resumed = await turns.resumeOwedTurns();
      if (resumed > 0) logger.info({ turns: resumed }, 'turns.resumed');
      team.start();
      await connector?.start();
      const mailPort = await mail?.listen();
      const { port, url } = await http.listen({ port: config.port, host: config.host });
      if (later.address === '') later.address = url;
      rights.retention.start();
      core.followUps?.start();
      if (config.openId) return { port, url, mailPort };
      return { port, url, mailPort, deskLink: later.address + (await desk.createSignInLink(localAgent)) };
    },
    async idle() {
      await turns.idle();
      await connector?.idle();
    },
    async close() {
      directLine.stop();
      desk.stop();
      await http.close();
      await mail?.close();
      await team.stop();
      await rights.retention.stop();
      await core.followUps?.stop();
      await turns.idle();
      await connector?.stop();
      await store.close();
    },
  };
}

function withoutSlash(address: string): string {
  return address.replace(/\/+$/, '');
}

/** The bot, learning from the cases it solves unless that is switched off. */
function createLearningBot(parts: {
  content: Content;
  clock: () => Date;
  config: Config;
  store: Store;
  logger: Logger;
  handOver: HandOverServices;
  giveData: PrivacyServices['giveData'];
}): TurnHandler {
  const { content, clock, config, store, logger, handOver, giveData } = parts;
  if (!config.learning) return createBot({ content, clock, handOver, giveData });
  const learning = new Learning({ store, scope: fixScope(content.guide), clock, logger });
  return learning.around(createBot({ content, clock, handOver, giveData, learned: () => learning.fixes }));
}

export interface BotParts {
  content: Content;
  clock: () => Date;
  /** What solved cases taught; without it the guide's numbers stand alone. */
  learned?: () => LearnedFixes;
  /** Without it nobody else waits, and nothing but the desk is told. */
  handOver?: HandOverServices;
  giveData?: PrivacyServices['giveData'];
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
    privacyRequests: new PrivacyRequestReader(guide.lexicon),
    giveData: parts.giveData,
    handOver:
      parts.handOver ??
      createHandOverServices({ hours: guide.supportHours, clock, newId: () => crypto.randomUUID() }),
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

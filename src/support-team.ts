import { WebhookInbound } from './channels/webhook/inbound.ts';
import type { EscalationConfig } from './config.ts';
import type { ConversationBus } from './conversation/bus.ts';
import type { Committed, TurnRunner } from './conversation/turn.ts';
import { SupportDesk } from './escalation/create-desk.ts';
import { Outbox } from './escalation/delivery.ts';
import { createHandOverServices } from './escalation/hand-over-services.ts';
import { OverdueWatch } from './escalation/overdue.ts';
import { ReadState } from './escalation/read-state.ts';
import { createReplyAddresses } from './escalation/reply-address.ts';
import { redactingTarget, type Redact } from './escalation/redacting-target.ts';
import type { Target } from './escalation/target.ts';
import { createTargets } from './escalation/targets.ts';
import type { MailTexts } from './escalation/targets/email.ts';
import { type TeamChannel, TeamsChannelTarget } from './escalation/targets/teams-channel.ts';
import type { Guide } from './guide/guide.ts';
import type { FillCard } from './presentation/card-templates.ts';
import { createSay, type Say } from './presentation/say.ts';
import { createWording } from './presentation/wording.ts';
import type { OpenedStore } from './storage/stores.ts';

export interface SupportTeamParts {
  config: EscalationConfig;
  guide: Guide;
  store: OpenedStore;
  bus: ConversationBus;
  clock: () => Date;
  newId: () => string;
  /** Fills a card template. */
  fill: FillCard;
  /** Where agents reach the desk, when others than this machine can. */
  deskUrl: () => string;
  /** Whether anybody at the desk takes cases of this queue; undefined while nobody can tell. */
  isStaffed?: (queue: string) => boolean | undefined;
  /** What is taken out before anything leaves. */
  redact: Redact;
  /** 0 to 1. */
  random?: () => number;
  logger: { error(fields: object, event: string): void; info(fields: object, event: string): void };
  /** What the addresses are made with to which cases are answered by mail. */
  mailSecret?: string;
  /** In place of those that the settings ask for. */
  targets?: readonly Target[];
}

/** What serves agents and targets once the turns run. */
export interface RunningSupportTeam {
  desk: SupportDesk;
  outbox: Outbox;
  overdue: OverdueWatch;
  readState: ReadState;
  /** Where a help desk answers; undefined without a webhook. */
  webhook?: WebhookInbound;
  start(): void;
  stop(): Promise<void>;
}

/** The people behind the bot, and how they are reached. The bot needs a part of it before the turns can run. */
export function createSupportTeam(parts: SupportTeamParts) {
  const { config, guide, store, bus, clock, newId, logger } = parts;
  const say = createSay(guide.phrases);
  const wording = createWording(guide);
  const { escalations } = store;
  const replies = repliesFrom(parts);
  const texts = mailTexts(say, replies !== undefined);
  let channel: TeamChannel | undefined;
  const teamsChannel =
    config.teamsChannel &&
    new TeamsChannelTarget({
      ...{ say, wording, escalations, fill: parts.fill, deskUrl: parts.deskUrl },
      store: store.supportChannel,
      channel: () => channel,
    });
  const given = parts.targets ?? createTargets(config, { wording, clock, texts, replies, teamsChannel });
  const targets = given.map((target) => redactingTarget(target, parts.redact));
  const listeners: ((committed: Committed) => void)[] = [];
  return {
    handOver: createHandOverServices({
      ...{ hours: guide.supportHours, store: escalations, targets, clock, newId, isStaffed: parts.isStaffed },
    }),
    onCommitted: (committed: Committed) => listeners.forEach((listener) => listener(committed)),
    /** The card of a case in the team's channel of Teams; undefined when there is no such channel. */
    channelCard: teamsChannel && ((escalationId: string) => teamsChannel.cardOf(escalationId)),
    /** Where cases are answered by mail; undefined when that is switched off. */
    replyAddresses: replies,
    /** The connector is open and reaches the team's channel. */
    useChannel: (opened: TeamChannel | undefined) => void (channel = opened),
    serve(turns: TurnRunner): RunningSupportTeam {
      const onError = (error: unknown) => logger.error({ err: error }, 'desk.listener-failed');
      const { logPages } = store;
      const desk = new SupportDesk({
        ...{ store, escalations, logPages, turns, bus, wording, onError },
        wasErased: (id) => store.privacy.wasErased(id),
      });
      const random = parts.random ?? Math.random;
      const outbox = new Outbox({ store, escalations, logPages, targets, wording, clock, random, logger });
      const overdue = new OverdueWatch({ store, escalations, turns, clock, logger });
      listeners.push((committed) => {
        desk.tell(committed);
        if (committed.outbox.length > 0) outbox.wake();
      });
      const { webhook } = config;
      return {
        desk,
        outbox,
        overdue,
        readState: new ReadState({ store, escalations, logPages, turns }),
        ...(webhook && {
          webhook: new WebhookInbound({ secret: webhook.secret, store, escalations, turns, clock }),
        }),
        start: () => {
          outbox.start();
          overdue.start();
        },
        stop: async () => {
          await overdue.stop();
          await outbox.stop();
        },
      };
    },
  };
}

function repliesFrom({ config, mailSecret: secret }: SupportTeamParts) {
  const { from = '', answers } = config.mail ?? {};
  return answers && secret !== undefined
    ? createReplyAddresses({ from, secret, domain: answers.domain })
    : undefined;
}

/** @param isRead whether answers come back. */
function mailTexts(say: Say, isRead: boolean): MailTexts {
  return {
    subject: ({ caseId }) => say('mail.subject', { case: caseId }),
    footer: ({ caseId }) => say(isRead ? 'mail.footer-answer' : 'mail.footer', { case: caseId }),
    teamFooter: isRead ? say('mail.team-footer') : '',
    returned: ({ caseId }) => say('mail.returned', { case: caseId }),
  };
}

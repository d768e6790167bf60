import type { AgentStore } from '../../conversation/agent-store.ts';
import type { AgentAccount } from '../../conversation/escalation.ts';
import type { Desk } from '../../escalation/desk.ts';
import { type Every, everyUnref } from '../directline/sockets.ts';
import { DeskApi, type DeskApiParts } from './api.ts';
import { DeskInsights, type DeskInsightsParts } from './insights.ts';
import { DeskSockets } from './live.ts';
import { OpenIdSignIn, type OpenIdSettings } from './openid.ts';
import { Presence } from './presence.ts';
import { DeskSessions } from './sessions.ts';
import { createSignInLink } from './sign-in-codes.ts';
import { SignIn } from './sign-in.ts';

/** Milliseconds between two looks for codes and sessions that are past their time, and for cases to be counted. */
const sweepEveryMs = 60 * 60 * 1000;

export interface DeskChannelOptions extends Pick<
  DeskApiParts,
  'files' | 'savedReplies' | 'checks' | 'wording' | 'mayReveal'
> {
  desk: Desk;
  store: DeskApiParts['store'] & { agents: AgentStore };
  logger: { info(fields: object, event: string): void; error(fields: object, event: string): void };
  clock: () => Date;
  newId: () => string;
  /** Makes a secret of at least 256 bits. */
  newSecret: () => string;
  /** Every queue there is. */
  queues: readonly string[];
  openId?: OpenIdSettings;
  /** Figures for the support lead; without it there are none. */
  figures?: Omit<DeskInsightsParts, 'sessions' | 'clock'>;
  every?: Every;
}

/** Everything of the desk but the page and the wire. */
export interface DeskChannel {
  api: DeskApi;
  signIn: SignIn;
  sockets: DeskSockets;
  presence: Presence;
  insights?: DeskInsights;
  /** Makes a sign-in link that works once. @returns its path. */
  createSignInLink(agent: AgentAccount): Promise<string>;
  stop(): void;
}

/** Puts the desk together on what agents do. */
export async function createDeskChannel(options: DeskChannelOptions): Promise<DeskChannel> {
  const { store, queues, logger, newSecret, clock, figures } = options;
  const { agents } = store;
  const sessions = await DeskSessions.fromStore({ ...options, agents });
  const presence = new Presence({ onChange: () => sockets.tellPresence(), clock });
  const sockets = new DeskSockets({ ...options, sessions, presence });
  const openId = options.openId && {
    settings: options.openId,
    key: await store.keptSecret('desk.sign-in-key', newSecret),
  };
  const insights = figures && new DeskInsights({ ...figures, sessions, clock });
  const sweep = async () => {
    try {
      await agents.deleteExpired();
      await insights?.keepUp();
    } catch (error) {
      logger.error({ err: error }, 'desk.not-swept');
    }
  };
  return {
    api: new DeskApi({ ...options, sessions, presence }),
    signIn: new SignIn({
      sessions,
      agents,
      queues,
      openId: openId && new OpenIdSignIn({ ...openId, queues, clock }),
      onSignOut: (session) => sockets.closeSession(session),
    }),
    ...(insights && { insights }),
    sockets,
    presence,
    createSignInLink: (agent) => createSignInLink(agent, { agents, clock, newSecret }),
    stop: (options.every ?? everyUnref)(sweepEveryMs, () => void sweep()),
  };
}

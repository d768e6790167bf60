import type { ConnectorStore } from '../../conversation/connector-store.ts';
import type { EscalationStore } from '../../conversation/escalation-store.ts';
import type { FileStore } from '../../conversation/file-store.ts';
import type { Store } from '../../conversation/store.ts';
import type { SupportChannelStore } from '../../conversation/support-channel-store.ts';
import type { TurnRunner } from '../../conversation/turn.ts';
import type { ConnectorAdapter } from './adapter.ts';
import type { Logger } from './deliveries.ts';
import { RateBudget } from './rate-budget.ts';
import type { ReceivedFiles } from './received-files.ts';
import type { ConnectorSettings } from './settings.ts';
import { SupportChannel, type SupportChannelParts } from './support-channel.ts';
import { ConnectorTeamChannel } from './team-channel.ts';

/** What the program knows of the support team's channel beside the settings. */
export type SupportTeam = Pick<SupportChannelParts, 'cardOf' | 'sentences'>;

/** Everything that is stored about the visitors and agents of a connector. */
export type ConnectorStores = Store & {
  connector: ConnectorStore;
  escalations: EscalationStore;
  files: FileStore;
  supportChannel: SupportChannelStore;
};

/** The support team's channel both ways; undefined when the settings name none. */
export function openSupportChannel(parts: {
  settings: ConnectorSettings;
  team: SupportTeam | undefined;
  adapter: ConnectorAdapter;
  audience: string;
  store: ConnectorStores;
  turns: Pick<TurnRunner, 'act'>;
  received: ReceivedFiles | undefined;
  budget?: RateBudget;
  clock: () => Date;
  random: () => number;
  logger: Logger;
}): { agents: SupportChannel; channel: ConnectorTeamChannel } | undefined {
  const { settings, team, adapter, audience, store, turns, received, clock, random, logger } = parts;
  const { supportChannel: place, app } = settings;
  if (!place || !team) return undefined;
  const channel = new ConnectorTeamChannel({
    settings: { ...place, appId: app?.id ?? '', ...(app ? { tenantId: app.tenantId } : {}) },
    ...{ adapter, audience, clock, random },
    budget: parts.budget ?? new RateBudget(),
  });
  const agents = new SupportChannel({
    ...team,
    channelId: place.channelId,
    allowedTenants: settings.allowedTenants,
    ...{ store, turns, logger },
    escalations: store.escalations,
    threads: store.supportChannel,
    member: (id, how) => channel.member(id, how),
    savePictures: async ({ attachments = [] }, conversationId) => {
      const pictures = attachments.filter(({ contentType }) => contentType.startsWith('image/'));
      const taken = await received?.take({ type: 'message', attachments: pictures }, conversationId);
      const { attachments: all = [], refused = [] } = taken ?? {};
      return { attachments: all.filter(({ contentUrl }) => contentUrl !== undefined), refused };
    },
    reply: (threadId, text) => channel.reply(threadId, { type: 'message', text, textFormat: 'plain' }),
  });
  return { agents, channel };
}

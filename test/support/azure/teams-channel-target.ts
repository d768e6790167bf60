import { RateBudget } from '../../../src/channels/connector/rate-budget.ts';
import { ConnectorAdapter } from '../../../src/channels/connector/adapter.ts';
import { ConnectorAuthentication } from '../../../src/channels/connector/authentication.ts';
import { createCredentials } from '../../../src/channels/connector/credentials.ts';
import { publicCloud } from '../../../src/channels/connector/settings.ts';
import { ConnectorTeamChannel } from '../../../src/channels/connector/team-channel.ts';
import { requestEscalation } from '../../../src/escalation/escalation.ts';
import { TeamsChannelTarget } from '../../../src/escalation/targets/teams-channel.ts';
import { activityToText } from '../../../src/presentation/plain-text.ts';
import { createSay } from '../../../src/presentation/say.ts';
import { type OpenedStore, openStore } from '../../../src/storage/stores.ts';
import { ConnectorService } from './connector-service.ts';
import { channelId } from './support-team.ts';
import { realContent } from '../content.ts';
import { escalationOf, wording } from '../escalation.ts';
import type { TargetFixture } from '../../contracts/target.contract.ts';

const clock = () => new Date('2026-11-23T10:05:00.000Z');

/** A channel of Teams: threads and what is said in them, through the real connector's side of it. */
export async function teamsChannel(): Promise<
  TargetFixture & {
    service: ConnectorService;
    target: TeamsChannelTarget;
    restart: () => TeamsChannelTarget;
    store: OpenedStore;
  }
> {
  const service = await ConnectorService.start();
  const store = await openStore('sqlite::memory:', { clock, newId: () => crypto.randomUUID() });
  await storeEscalation(store);
  const { guide, fill } = realContent();
  const cloud = { ...publicCloud };
  const settings = { allowedTenants: ['*'], serviceHosts: ['127.0.0.1'], fileHosts: [] };
  const credentials = createCredentials(undefined);
  const authentication = new ConnectorAuthentication({ settings, cloud, credentials, clock });
  const channel = new ConnectorTeamChannel({
    settings: { channelId, serviceUrl: service.serviceUrl, appId: '' },
    adapter: new ConnectorAdapter(authentication, ''),
    audience: cloud.ToChannelFromBotOAuthScope,
    budget: new RateBudget([{ count: 1000, withinMs: 1 }]),
    clock,
    random: () => 0.5,
  });
  const restart = () =>
    new TeamsChannelTarget({
      ...{ wording, fill, say: createSay(guide.phrases), deskUrl: () => '', channel: () => channel },
      ...{ store: store.supportChannel, escalations: store.escalations },
    });
  return {
    ...{ target: restart(), restart, service, store },
    received: () =>
      service.threads(channelId).flatMap((id) => {
        const [card, ...replies] = service.shown(id).map(({ activity }) => activityToText(activity));
        return isBareThread(card ?? '') ? replies : [card ?? '', ...replies];
      }),
    breakDown: (how) => {
      const status = how === 'for-good' ? 403 : 502;
      service.troubles.push(...Array.from({ length: 50 }, () => ({ status })));
    },
    mend: () => void (service.troubles.length = 0),
    dispose: async () => {
      await service.close();
      await store.close();
    },
  };
}

/** What begins a thread by a message tells nothing but the case. */
function isBareThread(card: string): boolean {
  return !card.includes('my alerts stay away');
}

async function storeEscalation(store: OpenedStore): Promise<void> {
  const { escalation, change } = requestEscalation({
    ...{ id: 'e1', caseId: 'K7M2QX9A', conversationId: 'c1', queue: 'support', because: 'asked' },
    ...{ at: clock().toISOString(), by: { is: 'visitor' } },
  });
  const at = { channel: 'directline', userId: 'v1', startedAt: clock().toISOString() };
  await store.createConversation({ id: 'c1', ...at });
  const state = new Map<string, object | null>();
  const escalations = [{ escalation: { ...escalation, ...escalationOf() }, changes: [change] }];
  await store.commitAct({ conversationId: 'c1', outgoing: [], cases: [], state, escalations });
}

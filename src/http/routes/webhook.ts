import type { WebhookInbound } from '../../channels/webhook/inbound.ts';
import type { Route } from '../route.ts';

/** Where a help desk answers. */
export function webhookRoute(inbound: WebhookInbound): Route {
  return {
    method: 'post',
    path: '/api/escalation/webhook',
    limit: 'requests',
    readsBody: true,
    handle: async ({ header, raw }) => ({
      status: 200,
      body: await inbound.receive({ header, content: raw.content }),
    }),
  };
}

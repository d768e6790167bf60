import type { Connector } from '../../channels/connector/connector.ts';
import type { Route } from '../route.ts';

/** Where Teams and the other channels of Azure Bot Service call. What is refused is answered without a body. */
export function connectorRoute(connector: Pick<Connector, 'receive'>): Route {
  return {
    method: 'post',
    path: '/api/messages',
    readsBody: true,
    handle: async ({ authorization, origin, raw }) => {
      const { status, body } = await connector.receive({ authorization, origin, content: raw.content });
      return body ? { status, body } : { status, headers: { 'Content-Length': '0' }, content: nothing() };
    },
  };
}

async function* nothing(): AsyncIterable<Uint8Array> {
  // An answer without a body.
}

import type { ConfigurationBotFrameworkAuthentication } from 'botbuilder';

type Factory = ReturnType<ConfigurationBotFrameworkAuthentication['createConnectorFactory']>;
type ConnectorClient = Awaited<ReturnType<Factory['create']>>;

/** Teams has one service URL for each region; more are other channels. */
const mostClients = 50;

/**
 * Lets a factory of the SDK keep its clients of the connector service, one for each service URL. The SDK makes one for
 * every activity, both ways, which costs more than to send with it. A client asks its credentials for a token with each
 * request, so it grows no older than they do.
 */
export function keepClients(factory: Factory): Factory {
  const make = factory.create.bind(factory);
  const clients = new Map<string, Promise<ConnectorClient>>();
  factory.create = (serviceUrl, audience) => {
    const key = JSON.stringify([serviceUrl, audience]);
    const client = clients.get(key) ?? make(serviceUrl, audience);
    // Those used last stay.
    clients.delete(key);
    clients.set(key, client);
    const [oldest] = clients.keys();
    if (clients.size > mostClients && oldest !== undefined) clients.delete(oldest);
    client.catch(() => clients.delete(key));
    return client;
  };
  return factory;
}

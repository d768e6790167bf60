import type { Connector, ConnectorParts } from './channels/connector/connector.ts';
import type { Say } from './presentation/say.ts';

/** What stands in for Azure in tests. */
export type AzureParts = Pick<
  ConnectorParts,
  'cloud' | 'credentials' | 'random' | 'wait' | 'budget' | 'invokeTimeoutMs' | 'typingAfterMs'
>;

/** Teams and the other channels of Azure Bot Service, when they are set up. Only then is their code read. */
export async function openConnector(
  parts: Omit<ConnectorParts, 'settings' | 'sentences'> & {
    settings: ConnectorParts['settings'] | undefined;
    say: Say;
  },
): Promise<Connector | undefined> {
  const { settings, say, ...others } = parts;
  if (!settings) return undefined;
  const { Connector } = await import('./channels/connector/connector.ts');
  const sentences = { slow: say('channel.slow'), notYours: say('channel.not-yours') };
  return new Connector({ ...others, settings, sentences });
}

import type { MailInboundParts } from './channels/mail/inbound.ts';
import type { MailServer } from './channels/mail/mail-server.ts';
import type { MailInConfig } from './config/mail-in.ts';

/** The way in for answers by mail, when it is switched on. Only then its code is read. */
export async function openMailServer(
  parts: Omit<MailInboundParts, 'addresses' | 'agents' | 'logger'> & {
    settings: MailInConfig | undefined;
    addresses: MailInboundParts['addresses'] | undefined;
    logger: ConstructorParameters<typeof MailServer>[0]['logger'];
  },
): Promise<MailServer | undefined> {
  const { settings, addresses, ...others } = parts;
  if (!settings || !addresses) return undefined;
  const [{ MailInbound: Inbound }, { MailServer: Server }] = await Promise.all([
    import('./channels/mail/inbound.ts'),
    import('./channels/mail/mail-server.ts'),
  ]);
  const inbound = new Inbound({ ...others, addresses, agents: settings.agents });
  return new Server({ ...settings, inbound, logger: others.logger });
}

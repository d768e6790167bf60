import type { ChannelActivity } from './inbound.ts';

const guid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/** Addresses that a Teams client opens itself. Empty where the app's id is not known, as outside of Teams. */
export interface TeamsLinks {
  /** The personal chat with the bot. */
  chat: string;
  /** What the app is, with the button that adds it. */
  install: string;
}

/**
 * The app has the id of the bot's registration, as docs/deploy-teams.md makes it, unless a setting says otherwise.
 * Source: Teams, "Deep link to an application".
 */
export function teamsLinks({ recipient, conversation }: ChannelActivity, teamsAppId?: string): TeamsLinks {
  const app = teamsAppId ?? guid.exec(recipient.id)?.[0];
  if (app === undefined) return { chat: '', install: '' };
  const { tenantId } = conversation;
  const tenant = tenantId === undefined ? '' : `?tenantId=${encodeURIComponent(tenantId)}`;
  const base = 'https://teams.microsoft.com/l';
  return { chat: `${base}/entity/${app}/conversations${tenant}`, install: `${base}/app/${app}${tenant}` };
}

import { deskTarget } from './targets/desk.ts';
import { createTeamMail, createVisitorMail, type MailParts } from './targets/email.ts';
import { createWebhook, type WebhookParts } from './targets/webhook.ts';
import type { Target } from './target.ts';
import type { TeamsChannelTarget } from './targets/teams-channel.ts';

/** Which targets the settings ask for; the desk is always there. */
export interface TargetSettings {
  webhook?: Pick<WebhookParts, 'url' | 'secret'>;
  /** Without `teamAddress` only visitors get mail. */
  mail?: Pick<MailParts, 'smtpUrl' | 'from'> & { teamAddress?: string };
}

/** Every target there is. */
export function createTargets(
  settings: TargetSettings,
  parts: Pick<WebhookParts, 'wording' | 'clock'> &
    Pick<MailParts, 'texts' | 'replies'> & {
      /** Made where the connector is known, which reaches the channel. */
      teamsChannel?: TeamsChannelTarget;
    },
): Target[] {
  const { webhook, mail } = settings;
  const { wording, clock, texts, replies, teamsChannel } = parts;
  return [
    deskTarget,
    ...(teamsChannel ? [teamsChannel] : []),
    ...(webhook ? [createWebhook({ ...webhook, wording, clock })] : []),
    ...(mail ? [createVisitorMail({ ...mail, wording, texts, replies })] : []),
    ...(mail?.teamAddress === undefined
      ? []
      : [createTeamMail({ ...mail, to: mail.teamAddress, wording, texts, replies })]),
  ];
}

import { RateBudget } from '../../../src/channels/connector/rate-budget.ts';
import { adaptiveCardType, type Activity } from '../../../src/conversation/activity.ts';
import { activityToText } from '../../../src/presentation/plain-text.ts';
import { ConnectorService, type Shown } from './connector-service.ts';
import { type Answered, executesOf, Teams, type TeamsOptions, type TeamsPerson, tenant } from './teams.ts';

/** The support team's channel. */
export const channelId = '19:support-team@thread.tacv2';

type Account = TeamsPerson['place']['from'] & { aadObjectId: string };

export const bo: Account = { id: '29:bo', name: 'Bo', aadObjectId: 'b0b0b0b0-0000-4000-8000-000000000001' };
export const cy: Account = { id: '29:cy', name: 'Cy', aadObjectId: 'c1c1c1c1-0000-4000-8000-000000000002' };

/** Nobody waits for Teams' limits. */
const withoutLimits = new RateBudget([{ count: 100_000, withinMs: 1 }]);

/** The whole program with a support team in Teams, whose roster has Bo and Cy. Close `teams` after use. */
export async function startSupportTeam(options: TeamsOptions = {}): Promise<Teams> {
  const service = options.service ?? (await ConnectorService.start());
  for (const { id, name, aadObjectId } of [bo, cy]) {
    service.members.set(id, { id, name, aadObjectId, tenantId: tenant, userRole: 'user' });
  }
  const azure = { budget: withoutLimits, random: () => 0.5, ...options.azure };
  return Teams.start({
    ...{ ...options, azure },
    service,
    environment: {
      TEAMS_SUPPORT_CHANNEL: channelId,
      TEAMS_SERVICE_URL: service.serviceUrl,
      TEAMS_FILE_HOSTS: '127.0.0.1',
      ...options.environment,
    },
  });
}

/** A member of the team who reads a thread of the channel. */
export class ChannelAgent {
  readonly #teams: Teams;
  readonly person: TeamsPerson;

  constructor(teams: Teams, { from, threadId }: { from: TeamsPerson['place']['from']; threadId: string }) {
    this.#teams = teams;
    this.person = teams.person({ from, conversation: { conversationType: 'channel', id: threadId } });
  }

  /** The card that begins the thread, as plain text. */
  card(): string {
    return textOf(this.person.screen()[0]);
  }

  /** What stands below it, as plain text. */
  replies(): string[] {
    return this.person.screen().slice(1).map(textOf);
  }

  /** What the buttons of the card would do. */
  buttons(): unknown[] {
    return executesOf(this.person.screen()[0]?.activity).map(({ data }) => data.wants);
  }

  presses(wants: string): Promise<Answered> {
    return this.person.clicks((data) => data.wants === wants, this.person.screen()[0]);
  }

  /** Answers in the thread, naming the bot. */
  says(text: string, fields: Partial<Activity> = {}): Promise<Answered> {
    const mention = '<at>Phone Link support</at>';
    const entities = [{ type: 'mention', text: mention, mentioned: { id: '28:support', name: 'Bot' } }];
    return this.#teams.post(this.person.activity({ text: `${mention} ${text}`, entities, ...fields }));
  }

  until(holds: () => boolean): Promise<void> {
    return this.#teams.service.until(holds);
  }
}

/** An agent at the newest thread of the channel, once there are so many. */
export async function agentAtThread(
  teams: Teams,
  from: TeamsPerson['place']['from'],
  count = 1,
): Promise<ChannelAgent> {
  await teams.service.until(() => teams.service.threads(channelId).length >= count);
  return new ChannelAgent(teams, { from, threadId: teams.service.threads(channelId)[count - 1] ?? '' });
}

/** What visitors say here is wrong: so plain that a check is asked at once. */
export const problem = 'notification access is off on my Samsung and no notifications reach my Windows 11 PC';

/** Says what is wrong, asks for a person and agrees to everything. */
export async function escalate(person: TeamsPerson, teams: Teams): Promise<void> {
  const said = async (text: string, answer: RegExp) => {
    await person.says(text);
    await teams.service.until(() => person.screen().some((shown) => answer.test(textOf(shown))));
  };
  await said(problem, /check 1 of/i);
  await said('talk to a person', /anything else the person should know/i);
  await said('it is urgent', /e-mail/i);
  await said('no', /may I pass/i);
  await said('yes', /That's all|thank/i);
}

export function textOf(shown: Shown | undefined): string {
  if (!shown) return '';
  const { activity } = shown;
  const cards = (activity.attachments ?? []).some(({ contentType }) => contentType === adaptiveCardType);
  return cards ? [activity.text ?? '', activityToText(activity)].join('\n') : (activity.text ?? '');
}

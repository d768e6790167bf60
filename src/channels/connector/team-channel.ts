import type { ConversationParameters } from 'botbuilder';
import { z } from 'zod';
import type { Activity, Attachment } from '../../conversation/activity.ts';
import { adaptiveCardType } from '../../conversation/activity.ts';
import type { ConversationReference } from '../../conversation/connector-store.ts';
import { DeliveryError } from '../../escalation/target.ts';
import type { TeamChannel } from '../../escalation/targets/teams-channel.ts';
import type { ConnectorAdapter } from './adapter.ts';
import { DeliveryFailure } from './delivery-failure.ts';
import type { RateBudget } from './rate-budget.ts';
import { afterFailure } from './retry.ts';
import { fitMessage } from './split-message.ts';
import { withExecuteActions } from './universal-actions.ts';

/** How long a member of the team may go on writing without being looked up again. */
const memberKeptMs = 60_000;
const mostRemembered = 1000;

/** A channel of a team in Microsoft Teams. */
export interface TeamChannelSettings {
  /** `19:…@thread.tacv2`. */
  channelId: string;
  serviceUrl: string;
  appId: string;
  tenantId?: string;
}

export interface TeamChannelParts {
  settings: TeamChannelSettings;
  adapter: Pick<ConnectorAdapter, 'send' | 'update' | 'createConversationAsync' | 'member'>;
  /** Whom the bot's token is for when it calls the channel. */
  audience: string;
  budget: RateBudget;
  clock: () => Date;
  /** From 0 to 1. */
  random: () => number;
}

/** Source: Teams, "Get member details": what a roster says of a person. */
const memberSchema = z.looseObject({
  id: z.string(),
  name: z.string().max(512).nullish(),
  aadObjectId: z.string().max(64).nullish(),
  tenantId: z.string().max(64).nullish(),
  userRole: z.string().max(64).nullish(),
});

/** Somebody of the team, as Teams knows them. */
export type TeamMember = z.infer<typeof memberSchema>;

/**
 * Begins threads in the support team's channel, replies in them and changes their cards. Each call is one attempt: the
 * outbox of the targets decides when there is another.
 */
export class ConnectorTeamChannel implements TeamChannel {
  readonly #parts: TeamChannelParts;
  readonly #members = new Map<string, { member: TeamMember; at: number }>();

  constructor(parts: TeamChannelParts) {
    this.#parts = parts;
  }

  /** Source: Teams, "Create conversation", a new thread in a channel; its id ends with that of its first message. */
  async begin(message: Activity): Promise<{ threadId: string; messageId: string }> {
    const { adapter, settings, audience } = this.#parts;
    const { appId, channelId, serviceUrl, tenantId } = settings;
    const asked: Partial<ConversationParameters> = {
      isGroup: true,
      bot: { id: botIdOf(appId) } as ConversationParameters['bot'],
      channelData: { channel: { id: channelId } },
      ...(tenantId === undefined ? {} : { tenantId }),
      activity: forChannel(message) as Partial<
        ConversationParameters['activity']
      > as ConversationParameters['activity'],
    };
    let threadId = '';
    await this.#try(channelId, { isUpdate: false }, () =>
      adapter.createConversationAsync(
        ...([appId, 'msteams', serviceUrl, audience] as const),
        asked as ConversationParameters,
        (context) => {
          threadId = context.activity.conversation.id;
          return Promise.resolve();
        },
      ),
    );
    return { threadId, messageId: /;messageid=([^;]+)/.exec(threadId)?.[1] ?? threadId };
  }

  async reply(threadId: string, message: Activity): Promise<void> {
    const { adapter } = this.#parts;
    await this.#try(threadId, { isUpdate: false }, () =>
      adapter.send(this.#reference(threadId), forChannel(message)).then(),
    );
  }

  async update(
    { threadId, messageId }: { threadId: string; messageId: string },
    message: Activity,
  ): Promise<void> {
    const { adapter } = this.#parts;
    await this.#try(threadId, { isUpdate: true }, async () => {
      try {
        await adapter.update(this.#reference(threadId), { ...forChannel(message), id: messageId });
      } catch (failure) {
        // Somebody deleted the card: there is nothing to keep up to date.
        if (!(failure instanceof DeliveryFailure && failure.status === 404)) throw failure;
      }
    });
  }

  /**
   * The person as the team's roster has them; undefined when they are not in it.
   * @param how.anew asks Teams, whatever it said a moment ago.
   * @throws DeliveryFailure when Teams does not say.
   */
  async member(id: string, { anew }: { anew: boolean }): Promise<TeamMember | undefined> {
    const { adapter, settings, clock } = this.#parts;
    const now = clock().getTime();
    const known = this.#members.get(id);
    if (known && !anew && now - known.at < memberKeptMs) return known.member;
    const { data: member } = memberSchema.safeParse(
      await adapter.member(this.#reference(settings.channelId), { conversation: settings.channelId, id }),
    );
    this.#members.delete(id);
    if (this.#members.size >= mostRemembered) this.#members.clear();
    // Who is none may become one at any time.
    if (member) this.#members.set(id, { member, at: now });
    return member;
  }

  /** Teams says that they have left: they are looked up before they do anything more. */
  forget(ids: readonly string[]): void {
    for (const id of ids) this.#members.delete(id);
  }

  #reference(threadId: string): ConversationReference {
    const { appId, serviceUrl, tenantId } = this.#parts.settings;
    const bot = { id: botIdOf(appId) };
    return {
      conversationId: '',
      channel: 'msteams',
      serviceUrl,
      remote: { id: threadId, isGroup: true, conversationType: 'channel', tenantId },
      bot,
      visitor: bot,
      scope: 'channel',
    };
  }

  async #try(
    conversation: string,
    { isUpdate }: { isUpdate: boolean },
    work: () => Promise<void>,
  ): Promise<void> {
    const { budget, clock, random } = this.#parts;
    const now = clock();
    const wait = budget.look(conversation, now.getTime());
    if (wait > 0) {
      throw new DeliveryError('Teams takes no more messages just now.', {
        permanent: false,
        retryAfterMs: wait,
      });
    }
    budget.take(conversation, now.getTime());
    try {
      await work();
    } catch (failure) {
      const next = afterFailure({ failure, attempt: 1, isUpdate, random: random(), now });
      throw new DeliveryError(reasonOf(failure), {
        permanent: next.do === 'stop' || (next.do === 'give-up' && !next.unsure),
        unsure: next.do === 'give-up' && next.unsure,
        retryAfterMs: next.do === 'retry' ? next.afterMs : 0,
        cause: failure,
      });
    }
  }
}

/** Source: Teams: a bot's id is that of its registration behind `28:`. */
function botIdOf(appId: string): string {
  return `28:${appId}`;
}

function reasonOf(failure: unknown): string {
  if (!(failure instanceof DeliveryFailure)) return 'Teams was not reached.';
  return failure.reason === undefined ? failure.message : `${failure.message} (${failure.reason})`;
}

function forChannel(message: Activity): Activity {
  const { id: _, attachments, ...rest } = message;
  return fitMessage({
    ...rest,
    ...(attachments ? { attachments: attachments.map(withExecute) } : {}),
  });
}

function withExecute(attachment: Attachment): Attachment {
  if (attachment.contentType !== adaptiveCardType) return attachment;
  return { ...attachment, content: withExecuteActions(attachment.content as object) };
}

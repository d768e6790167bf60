import {
  CloudAdapter,
  type Activity as SdkActivity,
  type ChannelAccount as SdkAccount,
  type ConversationAccount as SdkConversation,
  type InvokeResponse,
  type TurnContext,
} from 'botbuilder';
import type { Activity } from '../../conversation/activity.ts';
import type { ConversationReference } from '../../conversation/connector-store.ts';
import type { ConnectorAuthentication } from './authentication.ts';
import { DeliveryFailure } from './delivery-failure.ts';

/** The part of the SDK's client that reads rosters. */
interface RosterClient {
  conversations: {
    getConversationMember(conversation: string, id: string): Promise<{ _response: { bodyAsText: string } }>;
  };
}

/** The SDK's adapter, as the way in and out of Azure Bot Service. It keeps nothing. */
export class ConnectorAdapter extends CloudAdapter {
  readonly #appId: string;

  constructor(authentication: ConnectorAuthentication, appId: string) {
    super(authentication);
    this.#appId = appId;
  }

  /**
   * Runs `logic` when the call is authentic. @returns what an invoke is answered.
   * @throws SupportError `connector.*`, and whatever the logic throws.
   */
  receive(
    { activity, authorization }: { activity: Activity; authorization: string },
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    return this.processActivity(authorization, activity as Partial<SdkActivity> as SdkActivity, logic);
  }

  /** Sends a message and returns the channel's id of it. @throws DeliveryFailure. */
  async send(reference: ConversationReference, message: Activity): Promise<string | undefined> {
    let id: string | undefined;
    await this.#reach(reference, async (context) => {
      id = (await context.sendActivity(message as Partial<SdkActivity>))?.id;
    });
    return id === '' ? undefined : id;
  }

  /** Puts another message in place of one that was sent. @throws DeliveryFailure. */
  async update(reference: ConversationReference, message: Activity & { id: string }): Promise<void> {
    await this.#reach(reference, (context) => context.updateActivity(message as Partial<SdkActivity>).then());
  }

  /** Takes a message away. @throws DeliveryFailure. */
  async remove(reference: ConversationReference, id: string): Promise<void> {
    await this.#reach(reference, (context) => context.deleteActivity(id));
  }

  /**
   * What the roster of a conversation says of one of its members, as it came; undefined when it has none of that id.
   * @throws DeliveryFailure.
   */
  async member(
    reference: ConversationReference,
    { conversation, id }: { conversation: string; id: string },
  ): Promise<unknown> {
    let found: unknown;
    await this.#reach(reference, async (context) => {
      const client = context.turnState.get<RosterClient>(this.ConnectorClientKey);
      const { _response } = await client.conversations.getConversationMember(conversation, id);
      // The SDK's own form leaves out the tenant.
      found = JSON.parse(_response.bodyAsText);
    }).catch((failure: unknown) => {
      if (!(failure instanceof DeliveryFailure && failure.status === 404)) throw failure;
    });
    return found;
  }

  #reach(
    { channel, serviceUrl, remote, bot, visitor }: ConversationReference,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<void> {
    const reference = {
      channelId: channel,
      serviceUrl,
      conversation: remote as Partial<SdkConversation> as SdkConversation,
      bot: bot as Partial<SdkAccount> as SdkAccount,
      user: visitor as Partial<SdkAccount> as SdkAccount,
    };
    return this.continueConversationAsync(this.#appId, reference, async (context) => {
      // The SDK invents an activity here, and would send a reply to it.
      context.activity.id = undefined;
      await logic(context);
    });
  }
}

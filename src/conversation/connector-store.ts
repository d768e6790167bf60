import type { ChannelAccount } from './activity.ts';

/** Where a conversation lives on a channel of Azure Bot Service, and how it is reached without being asked. */
export interface ConversationReference {
  conversationId: string;
  /** The channel's name as the Bot Framework spells it: `msteams`. */
  channel: string;
  serviceUrl: string;
  /** The conversation as the channel knows it; several visitors may have one each in the same. */
  remote: { id: string; [field: string]: unknown };
  bot: ChannelAccount;
  visitor: ChannelAccount;
  scope: ConversationScope;
  /** As the visitor's client names it, such as `Europe/Berlin`. */
  timeZone?: string;
}

/** Alone with the visitor, in a chat of several, or in a thread of a team's channel. */
export type ConversationScope = 'personal' | 'group' | 'channel';

/** How far a conversation's log was delivered. Positions are those of the log. */
export interface DeliveryPosition {
  /** The last entry that is done with. */
  seq: number;
  /** Messages of the next entry that are done with; a large one is several. */
  parts: number;
  /** Set while a message is on its way: it may have arrived when nothing came after. */
  isSending: boolean;
}

/** Names a message on both sides. */
export interface MessageLink {
  conversationId: string;
  activityId: string;
  /** The channel's id of it. */
  remoteId: string;
}

/** What is kept of conversations on channels of Azure Bot Service. Every method may throw `storage.unavailable`. */
export interface ConnectorStore {
  /** A later reference takes the place of the earlier one, and what was `gone` is there again. */
  saveReference(reference: ConversationReference): Promise<void>;
  findReference(conversationId: string): Promise<(ConversationReference & { isGone: boolean }) | undefined>;
  /** The visitor removed the bot: nothing can be sent until they write again. */
  markGone(conversationId: string): Promise<void>;
  /** Conversations with log entries that nobody has delivered or passed over. */
  undelivered(): Promise<string[]>;
  findPosition(conversationId: string): Promise<DeliveryPosition>;
  /** `link` is stored with the position, when a message got its id. */
  savePosition(conversationId: string, position: DeliveryPosition, link?: MessageLink): Promise<void>;
  saveLink(link: MessageLink): Promise<void>;
  /** The newest message that stands for this activity. */
  findRemoteId(conversationId: string, activityId: string): Promise<string | undefined>;
  /** Which conversations of this channel have a message of this id. */
  findByRemoteId(channel: string, remoteId: string): Promise<MessageLink[]>;
}

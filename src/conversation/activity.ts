/**
 * The parts of a Bot Framework activity that this program reads or writes; every other field passes through
 * untouched. Kept apart from the vendor's type so that only bot, dialogs and channels depend on the SDK.
 * Source: Bot Framework activity schema, https://github.com/microsoft/botframework-sdk (specs/botframework-activity).
 */
export interface Activity {
  type: string;
  id?: string;
  /** ISO 8601, UTC; set by the channel. */
  timestamp?: string;
  channelId?: string;
  serviceUrl?: string;
  from?: ChannelAccount;
  recipient?: ChannelAccount;
  conversation?: { id: string; [field: string]: unknown };
  membersAdded?: ChannelAccount[];
  replyToId?: string;
  locale?: string;
  text?: string;
  textFormat?: string;
  name?: string;
  value?: unknown;
  attachments?: Attachment[];
  channelData?: Record<string, unknown>;
  [field: string]: unknown;
}

export interface ChannelAccount {
  id: string;
  name?: string;
  role?: string;
  [field: string]: unknown;
}

export interface Attachment {
  contentType: string;
  content?: unknown;
  contentUrl?: string;
  name?: string;
  [field: string]: unknown;
}

export const adaptiveCardType = 'application/vnd.microsoft.card.adaptive';

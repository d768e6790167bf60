import type { InvokeResponse } from 'botbuilder';
import type { Attachment } from '../../conversation/activity.ts';
import type { ReadingCards } from '../../presentation/reading-cards.ts';
import type { Logger } from './deliveries.ts';
import { readExtensionCall, type ExtensionCall } from './extension-inbound.ts';
import type { FindChecks } from './find-checks.ts';
import { type ChannelActivity, parseActivity } from './inbound.ts';
import { findPersonalChat, type PersonalChatParts } from './personal-chat.ts';
import { sourceMark } from './quoted-message.ts';
import { bytesOf } from './split-message.ts';
import { teamsLinks } from './teams-links.ts';

/** Bytes of an answer. Source: Teams, "Message size limit"; the preview of a card counts with it. */
const largestAnswer = 100 * 1024;
const previewType = 'application/vnd.microsoft.card.thumbnail';

/** What the message extension itself says. */
export interface ExtensionSentences {
  title: string;
  started: Said;
  addFirst: Said;
  noText: Said;
  notReached: Said;
  nothingFound: string;
  openChat: string;
  addApp: string;
}

interface Said {
  title: string;
  text: string;
}

export interface MessageExtensionParts {
  findChecks: FindChecks;
  cards: ReadingCards;
  sentences: ExtensionSentences;
  logger: Logger;
  chats: PersonalChatParts;
  /** Takes a message that the person may be taken to have written in their own chat. */
  begin: (message: ChannelActivity, key: string) => Promise<unknown>;
  /** Of the app in the organisation's catalogue, when it is not the bot's own. */
  teamsAppId?: string;
}

/**
 * What people do with the app outside of a conversation with it: a message they want help with, and checks they look
 * for to post them. Source: Teams, "Message extensions".
 */
export class MessageExtension {
  readonly #parts: MessageExtensionParts;

  constructor(parts: MessageExtensionParts) {
    this.#parts = parts;
  }

  /** Answers an invoke whose name begins with `composeExtension/`. Teams waits five seconds. */
  answer(activity: ChannelActivity): Promise<InvokeResponse> {
    const call = readExtensionCall(activity);
    switch (call.is) {
      case 'fix':
        return this.#fix(activity, call);
      case 'find':
        return Promise.resolve(this.#find(activity, call));
      case 'malformed':
        this.#parts.logger.info({ name: activity.name, why: call.why }, 'extension.malformed');
        return Promise.resolve(refused(400, 'BadRequest', call.why));
      case 'unknown':
        return Promise.resolve(refused(501, 'NotImplemented', `${activity.name} is not served.`));
    }
  }

  /** Begins a case in the personal chat of whoever asked, and says in a dialog where it goes on. */
  async #fix(
    activity: ChannelActivity,
    { messageId, text }: Extract<ExtensionCall, { is: 'fix' }>,
  ): Promise<InvokeResponse> {
    const { sentences, chats, begin, logger, teamsAppId } = this.#parts;
    const links = teamsLinks(activity, teamsAppId);
    const openChat = { label: sentences.openChat, link: links.chat };
    if (text === '') return this.#dialog(sentences.noText, { button: openChat });
    const chat = await findPersonalChat(activity, chats);
    if (chat.is === 'closed')
      return this.#dialog(sentences.addFirst, { button: { label: sentences.addApp, link: links.install } });
    if (chat.is === 'unknown') {
      logger.error({ err: chat.failure }, 'extension.chat-not-opened');
      return this.#dialog(sentences.notReached, { button: openChat });
    }
    await begin(writtenIn(chat.conversation, { activity, text }), `message|${messageId}`);
    return this.#dialog(sentences.started, { quote: text, button: openChat });
  }

  #dialog(
    { title, text }: Said,
    more: { quote?: string; button: { label: string; link: string } },
  ): InvokeResponse {
    const card = this.#parts.cards.notice({ title, text, ...more });
    const value = { title: this.#parts.sentences.title, width: 'small', height: 'small', card };
    return { status: 200, body: { task: { type: 'continue', value } } };
  }

  #find(
    activity: ChannelActivity,
    { text, skip, count }: Extract<ExtensionCall, { is: 'find' }>,
  ): InvokeResponse {
    const { findChecks, cards, sentences, teamsAppId } = this.#parts;
    const { chat } = teamsLinks(activity, teamsAppId);
    const attachments: (Attachment & { preview: Attachment })[] = [];
    for (const id of findChecks(text).slice(skip, skip + count)) {
      const found = cards.check(id, chat);
      if (!found) continue;
      const { card, title, text: about } = found;
      const next = { ...card, preview: { contentType: previewType, content: { title, text: about } } };
      if (bytesOf([...attachments, next]) > largestAnswer) break;
      attachments.push(next);
    }
    // A further page that is empty only says that there is no more.
    const result =
      attachments.length === 0 && skip === 0
        ? { type: 'message', text: sentences.nothingFound }
        : { type: 'result', attachmentLayout: 'list', attachments };
    return { status: 200, body: { composeExtension: result } };
  }
}

/** The text as a message of theirs to the bot. What else the call holds belongs to the place it came from. */
function writtenIn(
  conversation: ChannelActivity['conversation'],
  { activity, text }: { activity: ChannelActivity; text: string },
): ChannelActivity {
  const { id, timestamp, channelId, serviceUrl, from, recipient, locale, localTimezone } = activity;
  return parseActivity({
    ...{ type: 'message', id, timestamp, channelId, serviceUrl, from, recipient, locale, localTimezone },
    ...{ conversation, text, channelData: { source: sourceMark } },
  });
}

/** Source: Bot Framework, "Invoke activities", the error of an invoke response. */
function refused(status: number, code: string, message: string): InvokeResponse {
  return { status, body: { error: { code, message } } };
}

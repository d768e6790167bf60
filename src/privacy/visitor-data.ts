import type { Attachment } from '../conversation/activity.ts';
import type { FileStore } from '../conversation/file-store.ts';
import type { Erased, PrivacyStore } from '../conversation/privacy-store.ts';
import type { ConversationRecord, Store } from '../conversation/store.ts';
import { dataAsJson } from './data-as-json.ts';
import { dataAsPage, type PageWords } from './data-as-page.ts';
import { readPersonalData } from './personal-data.ts';

export interface VisitorDataParts {
  store: Pick<Store, 'readLog'> & { privacy: PrivacyStore; files: FileStore };
  clock: () => Date;
  /** Makes an id of at least 256 bits. */
  newSecret: () => string;
  /** Whether the channel vouches for who the visitor is, so that all their conversations are theirs to dispose of. */
  isKnown: (conversation: ConversationRecord) => boolean;
  /** Where a file can be fetched. */
  urlOf: (fileId: string) => string;
  words: PageWords;
  /** Called when everything of these conversations is gone from the database. */
  onErased: (erased: Erased) => Promise<void> | void;
  logger: { info(fields: object, event: string): void };
}

/** For so long the files with a visitor's data are there. Milliseconds. */
const keptMs = 24 * 60 * 60 * 1000;
/** Bytes that are written at once, about. */
const pieceLength = 128 * 1024;

/** What visitors have a right to: to be forgotten, and to know what is kept. */
export class VisitorData {
  readonly #parts: VisitorDataParts;

  constructor(parts: VisitorDataParts) {
    this.#parts = parts;
  }

  /** Erases everything of the conversation's visitor. @throws SupportError `storage.unavailable`. */
  async erase(conversation: ConversationRecord): Promise<Erased> {
    const all = await this.#conversationsOf(conversation);
    return this.eraseConversations(all.map(({ id }) => id));
  }

  /** The same for conversations that were looked up before. */
  async eraseConversations(ids: readonly string[]): Promise<Erased> {
    const { store, logger, onErased } = this.#parts;
    const erased = await store.privacy.erase(ids);
    const { conversations, rows, passedOnTo } = erased;
    logger.info({ conversations: conversations.map(({ id }) => id), rows, passedOnTo }, 'privacy.erased');
    await onErased(erased);
    return erased;
  }

  /**
   * Everything kept about the conversation's visitor, as files in that conversation: a page to read, and JSON.
   * @throws SupportError `storage.unavailable`.
   */
  async give(conversation: ConversationRecord): Promise<Attachment[]> {
    const { store, clock, words, logger } = this.#parts;
    const ids = (await this.#conversationsOf(conversation)).map(({ id }) => id);
    const at = clock();
    const data = () => readPersonalData(store, { ids, privately: true });
    const page = await this.#save(conversation, {
      name: 'your-data.html',
      contentType: 'text/html',
      content: dataAsPage(data(), { at, words }),
    });
    const json = await this.#save(conversation, {
      name: 'your-data.json',
      contentType: 'application/json',
      content: dataAsJson(data(), { at }),
    });
    logger.info({ conversation: conversation.id, conversations: ids.length }, 'privacy.given');
    return [page, json];
  }

  #conversationsOf(conversation: ConversationRecord): Promise<ConversationRecord[]> {
    const { store, isKnown } = this.#parts;
    const { userId, channel } = conversation;
    return isKnown(conversation)
      ? store.privacy.conversationsOf({ userId, channel })
      : Promise.resolve([conversation]);
  }

  /** Written piece by piece: a long conversation is never in memory as a whole. */
  async #save(
    { id: conversationId }: ConversationRecord,
    file: { name: string; contentType: string; content: AsyncIterable<string> },
  ): Promise<Attachment> {
    const { store, clock, newSecret, urlOf } = this.#parts;
    const { files } = store;
    const { name, contentType, content } = file;
    const id = newSecret();
    const expiresAt = new Date(clock().getTime() + keptMs).toISOString();
    await files.begin({ id, conversationId, name, contentType, expiresAt });
    try {
      for await (const piece of inPieces(content)) await files.append(id, Buffer.from(piece));
      await files.finish(id);
    } catch (error) {
      await files.delete(id);
      throw error;
    }
    return { contentType, contentUrl: urlOf(id), name };
  }
}

async function* inPieces(content: AsyncIterable<string>): AsyncIterable<string> {
  let waiting = '';
  for await (const text of content) {
    waiting += text;
    if (waiting.length < pieceLength) continue;
    yield waiting;
    waiting = '';
  }
  if (waiting !== '') yield waiting;
}

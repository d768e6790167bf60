import type { InvokeResponse } from 'botbuilder';
import { z } from 'zod';
import type { Activity, Attachment } from '../../conversation/activity.ts';
import type { ConnectorStore, ConversationReference } from '../../conversation/connector-store.ts';
import type { FileStore, StoredFile } from '../../conversation/file-store.ts';
import { filesPath } from '../directline/files.ts';
import type { ConnectorAdapter } from './adapter.ts';
import { conversationIdOf, referenceOf } from './addressing.ts';
import type { ChannelActivity } from './inbound.ts';
import { isSafeAddress } from './safe-address.ts';

/** Source: Teams, "Send and receive files using bot", consent and information cards. */
const consentType = 'application/vnd.microsoft.teams.card.file.consent';
const infoType = 'application/vnd.microsoft.teams.card.file.info';

/** Source: Teams, "Picture messages": PNG, JPEG or GIF of at most 1 MB; it reads them over https. */
const shownTypes = ['image/png', 'image/jpeg', 'image/gif'];
const largestPicture = 1024 * 1024;

/** Bytes that are sent at once. Source: Microsoft Graph, "Upload large files": a multiple of 320 KiB. */
const fragmentBytes = 10 * 320 * 1024;
/** Milliseconds that one of them may take. */
const patience = 30_000;
/** Milliseconds that an answer to Teams may take; what takes longer is told afterwards. */
const answerWithin = 8000;

const consentSchema = z.looseObject({
  action: z.enum(['accept', 'decline']),
  context: z.looseObject({ file: z.string().min(1).max(200) }),
  uploadInfo: z
    .looseObject({
      contentUrl: z.string().max(8192),
      name: z.string().max(512),
      uploadUrl: z.string().max(8192),
      uniqueId: z.string().max(512),
      fileType: z.string().max(64).nullish(),
    })
    .nullish(),
});

type Consent = z.infer<typeof consentSchema>;
type UploadInfo = NonNullable<Consent['uploadInfo']>;

/** What a visitor in Teams is told about files. Each is given what the file is called. */
export interface SentFileSentences {
  /** On the card that asks where it may be kept. */
  offer: string;
  /** In place of a file, where Teams takes none from a bot. */
  link(name: string, url: string): string;
  declined(name: string): string;
  gone: string;
  failed(name: string): string;
}

export interface SentFilesParts {
  files: Pick<FileStore, 'find' | 'read'>;
  connector: ConnectorStore;
  adapter: Pick<ConnectorAdapter, 'send' | 'remove'>;
  /** Where files of visitors may be written to. */
  fileHosts: readonly string[];
  sentences: SentFileSentences;
  /** Notes in the log that the visitor did not want a file. @returns whether that is news. */
  noteDeclined(activity: ChannelActivity, file: StoredFile): Promise<boolean>;
  logger: { info(fields: object, event: string): void; error(fields: object, event: string): void };
}

/**
 * Files on their way to a visitor in Teams. A bot cannot attach one: it asks with a card, and where the visitor agrees,
 * Teams names an address in their own storage that it may be written to.
 */
export class SentFiles {
  readonly #parts: SentFilesParts;
  readonly #uploads = new Map<string, Promise<void>>();

  constructor(parts: SentFilesParts) {
    this.#parts = parts;
  }

  /** The message as Teams takes it: small pictures as they are, other files as cards that ask, or as links. */
  async prepare(activity: Activity, reference: ConversationReference): Promise<Activity[]> {
    const { attachments = [], ...rest } = activity;
    if (reference.channel !== 'msteams' || !attachments.some(({ contentUrl }) => fileIdIn(contentUrl)))
      return [activity];
    const kept: Attachment[] = [];
    const asked: Activity[] = [];
    const links: string[] = [];
    for (const attachment of attachments) {
      const id = fileIdIn(attachment.contentUrl);
      const file = id && (await this.#parts.files.find(id));
      if (!file || isShown(file, attachment)) kept.push(attachment);
      else if (reference.scope === 'personal') {
        asked.push({ type: 'message', ...idOf(activity), attachments: [this.#consentCard(file)] });
      } else links.push(this.#parts.sentences.link(file.name, attachment.contentUrl ?? ''));
    }
    const text = [rest.text ?? '', ...links].filter((part) => part !== '').join('\n\n');
    const first: Activity = {
      ...rest,
      ...(text === '' ? {} : { text }),
      ...(kept.length > 0 ? { attachments: kept } : {}),
    };
    return text === '' && kept.length === 0 ? asked : [first, ...asked];
  }

  /** What the visitor answered to such a card. */
  async answer(activity: ChannelActivity): Promise<InvokeResponse> {
    const consent = consentSchema.safeParse(activity.value).data;
    if (!consent) return { status: 400 };
    const conversationId = conversationIdOf(activity);
    const reference = referenceOf(activity);
    const { sentences } = this.#parts;
    const file = await this.#parts.files.find(consent.context.file);
    if (file?.conversationId !== conversationId) {
      await this.#close(activity, { type: 'message', text: sentences.gone });
      return { status: 200 };
    }
    if (consent.action === 'decline') {
      const text = sentences.declined(file.name);
      if (await this.#parts.noteDeclined(activity, file))
        await this.#close(activity, { type: 'message', text, textFormat: 'markdown' });
      return { status: 200 };
    }
    const done = this.#upload(activity, { file, reference, info: consent.uploadInfo ?? undefined });
    await Promise.race([done, late(answerWithin)]);
    return { status: 200 };
  }

  /** Once for a file, however often Teams delivers the answer. */
  #upload(
    activity: ChannelActivity,
    upload: { file: StoredFile; reference: ConversationReference; info: UploadInfo | undefined },
  ): Promise<void> {
    const { id } = upload.file;
    const running = this.#uploads.get(id) ?? this.#uploadOnce(activity, upload);
    this.#uploads.set(id, running);
    return running.finally(() => this.#uploads.delete(id));
  }

  async #uploadOnce(
    activity: ChannelActivity,
    {
      file,
      reference,
      info,
    }: { file: StoredFile; reference: ConversationReference; info: UploadInfo | undefined },
  ): Promise<void> {
    const { connector, sentences, logger, adapter } = this.#parts;
    const { conversationId } = reference;
    const mark = `file:${file.id}`;
    try {
      if ((await connector.findRemoteId(conversationId, mark)) !== undefined) return;
      if (!info) throw new Error('Teams named no address to write to.');
      await this.#write(file, info.uploadUrl);
      const { contentUrl, name, uniqueId, fileType } = info;
      const content = { uniqueId, ...(fileType ? { fileType } : {}) };
      const attachments = [{ contentType: infoType, contentUrl, name, content }];
      const remoteId = await adapter.send(reference, { type: 'message', attachments });
      await connector.saveLink({ conversationId, activityId: mark, remoteId: remoteId ?? mark });
      await this.#removeCard(activity);
    } catch (error) {
      logger.error({ conversation: conversationId, err: error }, 'connector.file-not-sent');
      await this.#say(reference, {
        type: 'message',
        text: sentences.failed(file.name),
        textFormat: 'markdown',
      });
    }
  }

  /** Source: Microsoft Graph, "Upload large files": in order, each with its place among all bytes. */
  async #write({ id, size }: StoredFile, address: string): Promise<void> {
    if (!isSafeAddress(address, this.#parts.fileHosts)) {
      throw new Error('The address is not one that files are written to.');
    }
    let waiting: Uint8Array[] = [];
    let length = 0;
    let written = 0;
    const put = async (bytes: Buffer) => {
      const range = `bytes ${written}-${written + bytes.length - 1}/${size}`;
      const response = await fetch(address, {
        method: 'PUT',
        headers: { 'Content-Type': 'application/octet-stream', 'Content-Range': range },
        body: new Uint8Array(bytes),
        redirect: 'error',
        signal: AbortSignal.timeout(patience),
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`The address answered ${response.status}.`);
      written += bytes.length;
    };
    for await (const piece of this.#parts.files.read(id)) {
      waiting.push(piece);
      length += piece.length;
      while (length >= fragmentBytes) {
        const all = Buffer.concat(waiting);
        await put(all.subarray(0, fragmentBytes));
        waiting = [all.subarray(fragmentBytes)];
        length -= fragmentBytes;
      }
    }
    if (length > 0) await put(Buffer.concat(waiting));
    if (written !== size || size === 0) throw new Error(`${written} of ${size} bytes were there to write.`);
  }

  /** Takes the card away and says what became of it. */
  async #close(activity: ChannelActivity, message: Activity): Promise<void> {
    await this.#removeCard(activity);
    await this.#say(referenceOf(activity), message);
  }

  async #removeCard(activity: ChannelActivity): Promise<void> {
    if (activity.replyToId === undefined) return;
    try {
      await this.#parts.adapter.remove(referenceOf(activity), activity.replyToId);
    } catch (error) {
      this.#parts.logger.info({ err: error }, 'connector.card-left');
    }
  }

  async #say(reference: ConversationReference, message: Activity): Promise<void> {
    try {
      await this.#parts.adapter.send(reference, message);
    } catch (error) {
      this.#parts.logger.info({ err: error }, 'connector.not-told');
    }
  }

  #consentCard({ id, name, size }: StoredFile): Attachment {
    const context = { file: id };
    return {
      contentType: consentType,
      name,
      content: {
        description: this.#parts.sentences.offer,
        sizeInBytes: size,
        acceptContext: context,
        declineContext: context,
      },
    };
  }
}

/** The id of a file of ours. */
function fileIdIn(contentUrl: string | undefined): string | undefined {
  const [, id] = contentUrl?.split(`${filesPath}/`) ?? [];
  return id === undefined || !/^[\w-]+$/.test(id) ? undefined : id;
}

function isShown({ size }: StoredFile, { contentType, contentUrl = '' }: Attachment): boolean {
  return shownTypes.includes(contentType) && size <= largestPicture && contentUrl.startsWith('https://');
}

function idOf({ id }: Activity): { id?: string } {
  return id === undefined ? {} : { id };
}

function late(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}

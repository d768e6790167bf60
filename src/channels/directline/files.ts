import type { Attachment } from '../../conversation/activity.ts';
import type { FileStore, StoredFile } from '../../conversation/file-store.ts';
import { contentDisposition, labelFrom } from './content-disposition.ts';
import { DirectLineError } from './errors.ts';
import { headBytes, isShownInline, takenTypes, typeOfFile } from './file-types.ts';

/** Milliseconds a file is kept at least. Source: Direct Line API 3.0, uploads are there for 24 hours. */
const keptMs = 24 * 60 * 60 * 1000;
/** Bytes that are written at once. */
const pieceBytes = 256 * 1024;

export const filesPath = '/v3/directline/files';

export interface FileLimits {
  /** Bytes of one file. */
  fileBytes: number;
  /** Files in one upload. */
  filesPerUpload: number;
  /** Bytes of all files that one conversation has at a time, which is a day's worth. */
  conversationBytes: number;
}

const defaultFileLimits: FileLimits = {
  fileBytes: 10 * 1024 * 1024,
  filesPerUpload: 10,
  conversationBytes: 100 * 1024 * 1024,
};

export interface NewFile {
  conversationId: string;
  /** What the sender calls it; kept as a label. */
  name?: string;
  /** What the sender says it is; its bytes decide whether that is believed. */
  contentType: string;
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /** Where people reach this server: `https://support.example.org`. */
  baseUrl: string;
}

export interface ConversationFilesParts {
  files: FileStore;
  clock: () => Date;
  /** Makes an id of at least 256 bits. */
  newSecret: () => string;
  limits?: FileLimits;
  /** Milliseconds; a day without it. */
  keptMs?: number;
}

/** A file on its way to a browser. */
export interface ServedFile {
  headers: Record<string, string>;
  content: AsyncIterable<Uint8Array>;
}

/** The files people send into conversations: taken within limits, kept for a day, served as nothing that can run. */
export class ConversationFiles {
  readonly limits: FileLimits;
  readonly #parts: ConversationFilesParts;

  constructor(parts: ConversationFilesParts) {
    this.#parts = parts;
    this.limits = parts.limits ?? defaultFileLimits;
  }

  /**
   * Takes a file into a conversation, while it comes in, without holding more than a piece of it in memory. The
   * conversation must exist. What is refused is not kept.
   * @returns the attachment for the activity that brings it.
   * @throws DirectLineError `FileTooLarge`, `FileTypeNotAllowed` or `FileQuotaExceeded`.
   */
  async save(file: NewFile): Promise<Attachment> {
    const id = this.#parts.newSecret();
    let begun = false;
    try {
      let size = 0;
      for await (const piece of inPieces(file.content)) {
        size += piece.length;
        if (size > this.limits.fileBytes) throw tooLarge(this.limits);
        if (!begun) await this.#begin(id, file, piece);
        begun = true;
        const total = await this.#parts.files.append(id, piece);
        if (total > this.limits.conversationBytes) throw new DirectLineError('FileQuotaExceeded');
      }
      if (!begun) await this.#begin(id, file, Buffer.alloc(0));
      begun = true;
      return attachmentOf(await this.#parts.files.finish(id), file.baseUrl);
    } catch (error) {
      if (begun) await this.#parts.files.delete(id);
      throw error;
    }
  }

  /** Deletes what `save` has stored, when the activity it was for was not taken. */
  async discard(attachments: readonly Attachment[]): Promise<void> {
    for (const { contentUrl } of attachments) {
      const id = contentUrl?.split('/').at(-1);
      if (id) await this.#parts.files.delete(id);
    }
  }

  /**
   * A file as it is sent to whoever knows its address.
   * @throws DirectLineError `FileNotFound`, from a day after it was sent.
   */
  async serve(id: string): Promise<ServedFile> {
    const file = await this.#parts.files.find(id);
    if (!file) throw new DirectLineError('FileNotFound');
    return { headers: headersOf(file), content: this.#parts.files.read(id) };
  }

  async #begin(id: string, file: NewFile, first: Buffer): Promise<void> {
    const contentType = typeOfFile(file.contentType, first.subarray(0, headBytes));
    if (!contentType) {
      throw new DirectLineError(
        'FileTypeNotAllowed',
        `A file has to be what its Content-Type says, and one of ${takenTypes.join(', ')}.`,
      );
    }
    const expiresAt = new Date(this.#parts.clock().getTime() + (this.#parts.keptMs ?? keptMs)).toISOString();
    const name = labelFrom(file.name ?? '') || 'file';
    await this.#parts.files.begin({ id, conversationId: file.conversationId, name, contentType, expiresAt });
  }
}

export function tooLarge(limits: FileLimits): DirectLineError {
  return new DirectLineError('FileTooLarge', `A file has at most ${limits.fileBytes} bytes.`);
}

function attachmentOf(file: StoredFile, baseUrl: string): Attachment {
  const contentUrl = `${baseUrl.replace(/\/$/, '')}${filesPath}/${file.id}`;
  return { contentType: file.contentType, contentUrl, name: file.name };
}

/** The type is one of ours, nothing guesses another, and even a page among them could neither run nor load anything. */
function headersOf(file: StoredFile): Record<string, string> {
  return {
    'Content-Type': /^text\//.test(file.contentType)
      ? `${file.contentType}; charset=utf-8`
      : file.contentType,
    'Content-Length': String(file.size),
    'Content-Disposition': contentDisposition(
      isShownInline(file.contentType) ? 'inline' : 'attachment',
      file.name,
    ),
    'Content-Security-Policy': "sandbox; default-src 'none'",
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'Cache-Control': 'private, max-age=3600',
  };
}

/** The same bytes in pieces of one size, the last one shorter. */
async function* inPieces(content: NewFile['content']): AsyncIterable<Buffer> {
  let waiting: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of content) {
    waiting.push(chunk);
    length += chunk.length;
    if (length < pieceBytes) continue;
    yield Buffer.concat(waiting);
    waiting = [];
    length = 0;
  }
  if (length > 0) yield Buffer.concat(waiting);
}

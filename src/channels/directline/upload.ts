import type { Readable } from 'node:stream';
import type { Attachment } from '../../conversation/activity.ts';
import { fileNameFrom, labelFrom } from './content-disposition.ts';
import { DirectLineError } from './errors.ts';
import { type ConversationFiles, tooLarge } from './files.ts';
import { parseActivity } from './inbound.ts';
import { type Part, boundaryOf, readMultipart } from './multipart.ts';

/** The content type of the part that is the activity. Source: Direct Line API 3.0, "Sending multiple attachments". */
const activityType = 'application/vnd.microsoft.activity';
/** Bytes of that part: 256 Ki characters of up to three bytes, and room for escapes. */
const maxActivityBytes = 1024 * 1024;
/** Bytes beside the files: the activity, the headers of the parts. */
const maxRestBytes = 2 * maxActivityBytes;

/** A body that is not JSON, as it comes in. */
export interface UploadBody {
  contentType: string;
  contentDisposition?: string;
  /** Bytes, when the client says how many. */
  length?: number;
  content: Readable;
}

export interface Upload {
  /** The activity that came with the files, not checked yet. */
  activity?: unknown;
  /** In the order they came. */
  attachments: Attachment[];
}

/**
 * Reads an upload, a single file or a multipart body, and stores its files. When it fails nothing of it is kept.
 * @throws DirectLineError `BadArgument`, `TooManyFiles`, and those of `ConversationFiles.save`.
 */
export async function readUpload(input: {
  body: UploadBody;
  files: ConversationFiles;
  conversationId: string;
  baseUrl: string;
}): Promise<Upload> {
  const upload = new UploadReader(input);
  try {
    return await upload.read(input.body);
  } catch (error) {
    await upload.discard();
    throw error;
  }
}

class UploadReader {
  readonly #files: ConversationFiles;
  readonly #target: { conversationId: string; baseUrl: string };
  #attachments: (Attachment | undefined)[] = [];
  #activity: { value: unknown } | undefined;

  constructor(parts: { files: ConversationFiles; conversationId: string; baseUrl: string }) {
    this.#files = parts.files;
    this.#target = { conversationId: parts.conversationId, baseUrl: parts.baseUrl };
  }

  async read(body: UploadBody): Promise<Upload> {
    const { contentType, contentDisposition, content, length = 0 } = body;
    if (length > this.#maxBytes(contentType)) throw tooLarge(this.#files.limits);
    if (isMultipart(contentType)) await this.#readParts(body);
    else await this.#saveFile({ contentType, contentDisposition, content: leftOpen(content) });
    const attachments = this.#saved();
    if (attachments.length === 0) throw new DirectLineError('BadArgument', 'The upload holds no file.');
    return { activity: this.#activity?.value, attachments };
  }

  async discard(): Promise<void> {
    await this.#files.discard(this.#saved());
  }

  async #readParts({ contentType, content }: UploadBody): Promise<void> {
    const boundary = boundaryOf(contentType);
    if (boundary === undefined)
      throw new DirectLineError('BadArgument', 'The multipart body has no boundary.');
    await readMultipart({
      body: content,
      boundary,
      maxBytes: this.#maxBytes(contentType),
      take: (part) => this.#takePart(part),
    });
  }

  #maxBytes(contentType: string): number {
    const { fileBytes, filesPerUpload } = this.#files.limits;
    return isMultipart(contentType) ? fileBytes * filesPerUpload + maxRestBytes : fileBytes;
  }

  async #takePart({ headers, content }: Part): Promise<void> {
    const contentType = headers['content-type'];
    const contentDisposition = headers['content-disposition'];
    if (contentType?.split(';', 1)[0]?.trim().toLowerCase() === activityType) {
      return this.#readActivity(content);
    }
    if (contentType === undefined && fileNameFrom(contentDisposition) === undefined) {
      throw new DirectLineError('BadArgument', 'A part has neither a Content-Type nor a file name.');
    }
    return this.#saveFile({ contentType: contentType ?? '', contentDisposition, content });
  }

  async #saveFile(file: {
    contentType: string;
    contentDisposition?: string;
    content: AsyncIterable<Uint8Array>;
  }): Promise<void> {
    const position = this.#attachments.push(undefined) - 1;
    if (position >= this.#files.limits.filesPerUpload) throw new DirectLineError('TooManyFiles');
    this.#attachments[position] = await this.#files.save({
      ...this.#target,
      name: fileNameFrom(file.contentDisposition),
      contentType: file.contentType,
      content: file.content,
    });
  }

  async #readActivity(content: AsyncIterable<Buffer>): Promise<void> {
    if (this.#activity) throw new DirectLineError('BadArgument', 'The upload holds two activities.');
    this.#activity = { value: undefined };
    const pieces: Buffer[] = [];
    let length = 0;
    for await (const piece of content) {
      length += piece.length;
      if (length > maxActivityBytes) throw new DirectLineError('BadArgument', 'The activity is too large.');
      pieces.push(piece);
    }
    try {
      this.#activity.value = JSON.parse(Buffer.concat(pieces).toString('utf8'));
    } catch {
      throw new DirectLineError('BadArgument', 'The activity of the upload is no JSON.');
    }
  }

  #saved(): Attachment[] {
    return this.#attachments.filter((attachment) => attachment !== undefined);
  }
}

function isMultipart(contentType: string): boolean {
  return /^multipart\//i.test(contentType);
}

/** Reads a stream so that giving up leaves it open: the connection still has to carry the answer. */
function leftOpen(stream: Readable): AsyncIterable<Uint8Array> {
  return stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
}

/** The message that brings the files: the activity that came with them, or one of its own. */
export function messageWith(
  attachments: Attachment[],
  { activity, userId }: { activity: unknown; userId: string | undefined },
): object {
  const given = parseActivity(activity ?? { type: 'message' });
  const own = Array.isArray(given.attachments) ? (given.attachments as Attachment[]) : [];
  const from = { ...given.from, id: given.from?.id ?? userId };
  return { ...given, from, attachments: joinAttachments(own, attachments) };
}

/**
 * The attachments that an uploaded activity names itself, then the files. What botframework-directlinejs writes there
 * of a file that it sends along, such as a thumbnail, belongs to that file: it has the name and no content of its own.
 */
function joinAttachments(own: Attachment[], files: Attachment[]): Attachment[] {
  const others = [...own];
  const joined = files.map((file) => {
    const position = others.findIndex(
      ({ name, contentUrl, content }) =>
        labelFrom(name ?? '') === file.name &&
        (contentUrl ?? undefined) === undefined &&
        content === undefined,
    );
    const [description] = position < 0 ? [] : others.splice(position, 1);
    return { ...description, ...file };
  });
  return [...others, ...joined];
}

import { z } from 'zod';
import type { Activity, Attachment } from '../../conversation/activity.ts';
import { errorFrom } from '../../errors.ts';
import type { ConversationFiles } from '../directline/files.ts';
import type { Credentials } from './authentication.ts';
import { isSafeAddress } from './safe-address.ts';

/** Source: Teams, "Receive files in personal chat": the address is good for some minutes, without any token. */
const downloadInfoType = 'application/vnd.microsoft.teams.file.download.info';
const downloadInfoSchema = z.looseObject({ downloadUrl: z.string().max(8192) });

/** Milliseconds that all files of a message may take together; Teams waits 15 s until it sends the message again. */
const patience = 10_000;

export interface ReceivedFilesParts {
  files: Pick<ConversationFiles, 'save' | 'limits'>;
  /** Where people reach this server. */
  baseUrl: () => string;
  /** Where pictures lie that people paste; they are read with the bot's token. */
  serviceHosts: readonly string[];
  /** Where the files of the visitors' own storage are. */
  fileHosts: readonly string[];
  /** Headers of a request with the bot's token. */
  authorize: () => Promise<Headers>;
  logger: { info(fields: object, event: string): void };
}

/** What became of the files of a message. */
export interface Received {
  /** Those that were taken have an address of ours; those that were not have none. */
  attachments: Attachment[];
  /** Names of those that were not taken. */
  refused: string[];
}

/**
 * Takes the files of a message into our own storage, as the channel lets them be read for some minutes only, and
 * pictures only by the bot. Reads from listed hosts alone: the addresses are the sender's.
 */
export class ReceivedFiles {
  readonly #parts: ReceivedFilesParts;

  constructor(parts: ReceivedFilesParts) {
    this.#parts = parts;
  }

  async take({ attachments = [] }: Activity, conversationId: string): Promise<Received> {
    const received: Received = { attachments: [], refused: [] };
    const signal = AbortSignal.timeout(patience);
    let count = 0;
    for (const attachment of attachments) {
      const source = sourceOf(attachment);
      if (!source) {
        received.attachments.push(attachment);
        continue;
      }
      count += 1;
      const taken =
        count > this.#parts.files.limits.filesPerUpload
          ? undefined
          : await this.#takeOne({ attachment, source, conversationId, signal });
      const name = nameOf(attachment);
      received.attachments.push(taken ?? { contentType: 'application/octet-stream', name });
      if (!taken) received.refused.push(name);
    }
    return received;
  }

  async #takeOne(input: {
    attachment: Attachment;
    source: Source;
    conversationId: string;
    signal: AbortSignal;
  }): Promise<Attachment | undefined> {
    const { attachment, source, conversationId, signal } = input;
    const { files, baseUrl, logger } = this.#parts;
    try {
      const response = await this.#open(source, signal);
      return await files.save({
        conversationId,
        name: nameOf(attachment),
        contentType: source.contentType ?? response.headers.get('content-type') ?? '',
        content: response.body ?? [],
        baseUrl: baseUrl(),
      });
    } catch (error) {
      logger.info({ conversation: conversationId, why: errorFrom(error).message }, 'connector.file-refused');
      return undefined;
    }
  }

  async #open({ address, withToken }: Source, signal: AbortSignal): Promise<Response> {
    const { serviceHosts, fileHosts, authorize } = this.#parts;
    if (!isSafeAddress(address, withToken ? serviceHosts : fileHosts)) {
      throw new Error('Its address is not one that files are read from.');
    }
    const headers = withToken ? await authorize() : new Headers();
    const response = await fetch(address, { headers, redirect: 'error', signal });
    if (response.ok) return response;
    await response.body?.cancel();
    throw new Error(`Its address answered ${response.status}.`);
  }
}

interface Source {
  address: string;
  withToken: boolean;
  contentType?: string;
}

/** Where a file can be read; undefined for what is none, such as a card. */
function sourceOf({ contentType, contentUrl, content }: Attachment): Source | undefined {
  if (contentType === downloadInfoType) {
    const info = downloadInfoSchema.safeParse(content).data;
    return { address: info?.downloadUrl ?? '', withToken: false };
  }
  if (!contentUrl || !/^(image|video|audio|application|text)\//.test(contentType)) return undefined;
  if (contentType.startsWith('application/vnd.microsoft.')) return undefined;
  // Teams says `image/*` of pictures.
  const known = contentType.endsWith('/*') ? undefined : contentType;
  return { address: contentUrl, withToken: true, ...(known === undefined ? {} : { contentType: known }) };
}

function nameOf({ name, contentType }: Attachment): string {
  return name ?? (contentType.startsWith('image/') ? 'picture' : 'file');
}

/** Headers with the bot's own token for the channel; empty ones where nobody logs in. */
export async function botHeaders(input: {
  credentials: Credentials;
  appId: string;
  cloud: { ToChannelFromBotOAuthScope: string; ToChannelFromBotLoginUrl: string };
}): Promise<Headers> {
  const { credentials, appId, cloud } = input;
  const headers = new Headers();
  if (await credentials.isAuthenticationDisabled()) return headers;
  const { ToChannelFromBotOAuthScope: audience, ToChannelFromBotLoginUrl: login } = cloud;
  const client = await credentials.createCredentials(appId, audience, login, true);
  type Signed = Parameters<typeof client.signRequest>[0];
  const taking: Partial<Signed['headers']> = { set: (name, value) => headers.set(name, String(value)) };
  await client.signRequest({ headers: taking } as Partial<Signed> as Signed);
  return headers;
}

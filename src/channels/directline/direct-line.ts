import type { AccessStore } from '../../conversation/access-store.ts';
import type { ChannelAccount } from '../../conversation/activity.ts';
import type { ConversationBus } from '../../conversation/bus.ts';
import type { FileStore } from '../../conversation/file-store.ts';
import type { Store } from '../../conversation/store.ts';
import type { TurnRunner } from '../../conversation/turn.ts';
import type { ReadState } from '../../escalation/read-state.ts';
import { Access } from './access.ts';
import { Chat } from './chat.ts';
import { ConversationFiles, type FileLimits } from './files.ts';
import { DirectLineServer } from './server.ts';
import { type Every, type Logger, StreamSockets, everyUnref } from './sockets.ts';
import { DirectLineTokens } from './tokens.ts';

/** Milliseconds between two looks for files, links and revocations that are past their time. */
const sweepEveryMs = 10 * 60 * 1000;

export interface DirectLineOptions {
  store: Store & { files: FileStore; access: AccessStore };
  turns: TurnRunner;
  bus: ConversationBus;
  logger: Logger;
  clock: () => Date;
  newId: () => string;
  /** Makes a secret of at least 256 bits. */
  newSecret: () => string;
  /** Opens tokens/generate, and every conversation. */
  secret: string;
  /** How the bot is called in activities. */
  botAccount: ChannelAccount;
  fileLimits?: FileLimits;
  /** Milliseconds that files are kept; a day without it. */
  keptMs?: number;
  turnTimeoutMs?: number;
  typingAfterMs?: number;
  greetingMs?: number;
  /** Unsent bytes at which a stream counts as too slow. */
  maxBufferedBytes?: number;
  /** What visitor and agent have read of each other. */
  readState?: ReadState;
  /** Does something again and again until what it returns is called. */
  every?: Every;
}

/** Everything of the Direct Line channel. */
export interface DirectLine {
  server: DirectLineServer;
  /** How pages of sites come to a conversation. */
  chat: Chat;
  /** Takes files from anybody else in a conversation too: an agent, another channel. */
  files: ConversationFiles;
  sockets: StreamSockets;
  tokens: DirectLineTokens;
  /** Stops what runs by itself; streams are closed on their own. */
  stop(): void;
}

export async function createDirectLine(options: DirectLineOptions): Promise<DirectLine> {
  const { store, logger } = options;
  const { files: fileStore, access: links } = store;
  const tokens = await DirectLineTokens.fromStore({ ...options, access: links });
  const access = new Access({ ...options, tokens });
  const files = new ConversationFiles({ ...options, files: fileStore, limits: options.fileLimits });
  const sweep = async () => {
    try {
      const deleted = await fileStore.deleteExpired();
      await links.deleteExpired();
      if (deleted > 0) logger.info({ files: deleted }, 'files.expired');
    } catch (error) {
      logger.error({ err: error }, 'files.not-swept');
    }
  };
  const server = new DirectLineServer({ ...options, access, tokens, files });
  const start: DirectLineServer['startConversation'] = (request) => server.startConversation(request);
  return {
    server,
    chat: new Chat({ ...options, access, tokens, links, fileLimits: files.limits, start }),
    files,
    sockets: new StreamSockets(options),
    tokens,
    stop: (options.every ?? everyUnref)(sweepEveryMs, () => void sweep()),
  };
}

import { WebSocket } from 'ws';
import { errorFrom } from '../../errors.ts';
import type { ChannelAccount } from '../../conversation/activity.ts';
import type { ConversationBus, ConversationNews } from '../../conversation/bus.ts';
import type { LogEntry, Store } from '../../conversation/store.ts';
import type { ReadState } from '../../escalation/read-state.ts';
import { activitySet, sentActivity } from './wire.ts';

/** Bytes a client may send in one frame: it has nothing to say but keep-alives. */
export const maxClientFrameBytes = 4096;

const pageSize = 50;
/** Streams of one conversation; with one more, the oldest is closed. */
const maxStreams = 20;
const keepAliveMs = 20_000;
/** Close codes of RFC 6455, section 7.4.1; 1013 of the IANA registry. */
const closeCode = {
  normal: 1000,
  goingAway: 1001,
  policyViolation: 1008,
  internalError: 1011,
  tryAgainLater: 1013,
} as const;

export interface Logger {
  info(fields: object, event: string): void;
  error(fields: object, event: string): void;
}

/** Does something every so many milliseconds. @returns what stops it. */
export type Every = (milliseconds: number, work: () => void) => () => void;

export interface StreamSocketsParts {
  store: Store;
  bus: ConversationBus;
  botAccount: ChannelAccount;
  logger: Logger;
  /** Starts the keep-alive and returns what stops it. */
  every?: Every;
  /** Unsent bytes at which a client counts as too slow and is closed; it comes back with its watermark. */
  maxBufferedBytes?: number;
  /** What clients that come are told beside the log. */
  readState?: Pick<ReadState, 'readByPerson'>;
}

export interface StreamStart {
  conversationId: string;
  /** The session of the page or program that opens it, which has at most one stream. */
  session: string;
  /** The log position it begins after. */
  after: number;
}

/** The WebSocket streams of all conversations: at most one for each session of a page or program. */
export class StreamSockets {
  readonly #parts: StreamSocketsParts;
  /** By conversation, then by session, oldest first. */
  readonly #streams = new Map<string, Map<string, Stream>>();
  readonly #stopKeepAlive: () => void;
  #closed = false;

  constructor(parts: StreamSocketsParts) {
    this.#parts = parts;
    this.#stopKeepAlive = (parts.every ?? everyUnref)(keepAliveMs, () => this.#keepAlive());
  }

  /** How many streams are open. */
  get size(): number {
    return this.#all().length;
  }

  /** Sends what follows `after` in the log, then what comes. An older stream of the session is closed. */
  open(socket: WebSocket, { conversationId, session, after }: StreamStart): void {
    socket.on('error', (error) => {
      this.#parts.logger.info({ conversation: conversationId, reason: error.message }, 'stream.failed');
    });
    if (this.#closed) return socket.close(closeCode.goingAway);
    const streams = this.#streams.get(conversationId) ?? new Map<string, Stream>();
    this.#streams.set(conversationId, streams);
    const [oldest] = streams.keys();
    const older = streams.has(session) ? session : streams.size < maxStreams ? undefined : oldest;
    if (older !== undefined) {
      streams.get(older)?.close(closeCode.normal, 'collision');
      streams.delete(older);
    }
    const stream = new Stream(socket, { ...this.#parts, conversationId, after });
    streams.set(session, stream);
    socket.on('close', () => {
      stream.end();
      if (streams.get(session) === stream) streams.delete(session);
      if (streams.size === 0 && this.#streams.get(conversationId) === streams) {
        this.#streams.delete(conversationId);
      }
    });
    stream.start();
  }

  /** Closes the streams of a conversation whose tokens were revoked. */
  closeConversation(conversationId: string): void {
    for (const stream of this.#streams.get(conversationId)?.values() ?? []) {
      stream.close(closeCode.policyViolation, 'revoked');
    }
  }

  /** Closes every stream; clients reconnect to the next process. */
  closeAll(): void {
    this.#closed = true;
    this.#stopKeepAlive();
    for (const stream of this.#all()) stream.close(closeCode.goingAway, 'going away');
  }

  /** Ends what is left after `closeAll`, without a goodbye. */
  terminateAll(): void {
    for (const stream of this.#all()) stream.terminate();
  }

  #keepAlive(): void {
    for (const stream of this.#all()) stream.keepAlive();
  }

  #all(): Stream[] {
    return [...this.#streams.values()].flatMap((streams) => [...streams.values()]);
  }
}

/**
 * One stream. `#sent` is the log position up to which the client has been sent everything: whatever the bus brings,
 * in whatever order, only the log entry that follows it goes out next, so nothing is missed or doubled.
 */
class Stream {
  readonly #socket: WebSocket;
  readonly #parts: StreamSocketsParts & { conversationId: string };
  #sent: number;
  #unchecked: number;
  #alive = true;
  #ended = false;
  #catchingUp = false;
  #behind = false;
  /** Entries that count as sent and leave together in the next frame. */
  #waiting: LogEntry[] = [];
  #unsubscribe: () => void = () => undefined;

  constructor(socket: WebSocket, parts: StreamSocketsParts & { conversationId: string; after: number }) {
    this.#socket = socket;
    this.#parts = parts;
    this.#sent = parts.after;
    this.#unchecked = parts.after;
  }

  start(): void {
    this.#socket.on('pong', () => (this.#alive = true));
    this.#socket.on('message', () => (this.#alive = true));
    this.#unsubscribe = this.#parts.bus.subscribe(this.#parts.conversationId, (news) => this.#hear(news));
    void this.#catchUp().then(() => this.#tellRead());
  }

  close(code: number, reason: string): void {
    this.#flush();
    this.end();
    this.#socket.close(code, reason);
  }

  terminate(): void {
    this.end();
    this.#socket.terminate();
  }

  /** Nothing is sent after this. */
  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#unsubscribe();
  }

  keepAlive(): void {
    if (!this.#alive) return this.terminate();
    this.#alive = false;
    this.#socket.ping();
    // Browsers do not show pings to the page; an empty frame is the keep-alive of Direct Line.
    this.#send('');
  }

  #hear(news: ConversationNews): void {
    if ('passing' in news) {
      this.#flush();
      // Visitors need not be told that they are typing.
      if (news.passing.from?.role === 'user') return;
      const activity = sentActivity(news.passing, this.#parts);
      return this.#send(JSON.stringify({ activities: [activity] }));
    }
    const isNext = news.entries[0]?.seq === this.#sent + 1;
    if (isNext && !this.#catchingUp) this.#queue(news.entries);
    else if ((news.entries.at(-1)?.seq ?? 0) > this.#sent) void this.#catchUp();
  }

  /** A message and its answer mostly come within one pass of the event loop: one frame carries both. */
  #queue(entries: LogEntry[]): void {
    if (this.#waiting.length === 0) setImmediate(() => this.#flush());
    this.#waiting.push(...entries);
    this.#sent = entries.at(-1)?.seq ?? this.#sent;
  }

  #flush(): void {
    const entries = this.#waiting;
    this.#waiting = [];
    if (entries.length > 0) this.#deliver(entries);
  }

  /** Reads the log until there is no more. Waits for each page to leave, so that memory holds one page at most. */
  async #catchUp(): Promise<void> {
    this.#behind = true;
    if (this.#catchingUp) return;
    this.#flush();
    this.#catchingUp = true;
    try {
      if (await this.#endedBefore()) this.end();
      while (this.#behind && !this.#ended) {
        this.#behind = false;
        await this.#sendRest();
      }
    } catch (error) {
      this.#parts.logger.error(
        { conversation: this.#parts.conversationId, err: errorFrom(error) },
        'stream.failed',
      );
      this.close(closeCode.internalError, 'internal error');
    } finally {
      this.#catchingUp = false;
    }
  }

  /** The messages that it is about are there by now. */
  async #tellRead(): Promise<void> {
    const { readState, conversationId, logger } = this.#parts;
    try {
      const read = await readState?.readByPerson(conversationId);
      if (read) this.#hear({ conversationId, passing: read });
    } catch (error) {
      logger.error({ conversation: conversationId, err: errorFrom(error) }, 'stream.failed');
    }
  }

  /** Asked once, for a client that comes back to a conversation which ended before its watermark. */
  async #endedBefore(): Promise<boolean> {
    const { store, conversationId } = this.#parts;
    const upTo = this.#unchecked;
    this.#unchecked = 0;
    for (let after = 0; after < upTo; after += pageSize) {
      const entries = await store.readLog({ conversationId, after, limit: pageSize });
      if (entries.some((entry) => entry.seq <= upTo && endsConversation(entry))) return true;
    }
    return false;
  }

  async #sendRest(): Promise<void> {
    const { store, conversationId } = this.#parts;
    for (;;) {
      const entries = await store.readLog({ conversationId, after: this.#sent, limit: pageSize });
      if (this.#ended || entries.length === 0) return;
      await new Promise<void>((resolve) => this.#deliver(entries, resolve));
    }
  }

  #deliver(entries: LogEntry[], whenSent?: () => void): void {
    const end = entries.findIndex(endsConversation);
    const set = activitySet(end < 0 ? entries : entries.slice(0, end + 1), this.#parts.botAccount);
    this.#sent = entries.at(-1)?.seq ?? this.#sent;
    if (set.activities.length > 0) this.#send(JSON.stringify(set), whenSent);
    else whenSent?.();
    if (end >= 0) this.end();
  }

  #send(frame: string, whenSent?: () => void): void {
    const limit = this.#parts.maxBufferedBytes ?? 1024 * 1024;
    if (this.#ended || this.#socket.readyState !== WebSocket.OPEN) return whenSent?.();
    if (this.#socket.bufferedAmount > limit) {
      this.#parts.logger.info({ conversation: this.#parts.conversationId }, 'stream.too-slow');
      this.close(closeCode.tryAgainLater, 'too slow');
      return whenSent?.();
    }
    this.#socket.send(frame, () => whenSent?.());
  }
}

/** Source: Direct Line API 3.0: after endOfConversation nothing is delivered, whoever sent it. */
function endsConversation(entry: LogEntry): boolean {
  return entry.activity.type === 'endOfConversation';
}

/** Does not keep a process alive that has nothing else to do. */
export function everyUnref(milliseconds: number, work: () => void): () => void {
  const timer = setInterval(work, milliseconds).unref();
  return () => clearInterval(timer);
}

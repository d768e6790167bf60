import type { Activity } from '../../conversation/activity.ts';
import { ApiError, type ChatApi } from './api.ts';
import { backoffDelay } from './backoff.ts';
import type { History } from './history.ts';
import type { Line, LineOptions } from './line.ts';
import type { PostResult } from './outbox.ts';
import type { Beginning, Session } from './session.ts';
import type { ChatStorage } from './storage.ts';

/** `refused`: the server is there, and gives pages of this site no conversation. */
export type ConnectionState = 'connecting' | 'online' | 'reconnecting' | 'refused';

export interface ConnectionParts {
  api: Pick<ChatApi, 'start' | 'resume' | 'history' | 'isRefused'>;
  storage: ChatStorage;
  openLine: (options: LineOptions) => Line;
  /** Runs the work after so many milliseconds. */
  schedule: (delay: number, work: () => void) => void;
  random: () => number;
  /** A conversation is there, new or known; comes before its activities. */
  onSession: (session: Session) => void;
  /** What was said, in order. `live` is false for what was said before this page was there. */
  onActivities: (activities: Activity[], live: boolean) => void;
  onState: (state: ConnectionState) => void;
  /** The earlier conversation cannot be had any more; a new one begins. */
  onForgotten: () => void;
}

/** The conversation to connect to; of a new one, what came with it. */
interface Known extends Pick<Beginning, 'streamUrl' | 'history'> {
  session: Session;
  isNew: boolean;
}

const openTimeout = 15_000;

/**
 * Keeps one conversation connected through sleep, expired tokens and restarts of the server. Each time a line is lost
 * it buys a fresh token, reads what was missed, and opens a new line from there, again and again with growing pauses.
 */
export class Connection {
  readonly #parts: ConnectionParts;
  #line: Line | undefined;
  #conversationId: string | undefined;
  #watermark = '';
  #attempts = 0;
  /** Grows with each opening; what belongs to an earlier one is ignored. */
  #opening = 0;
  #pausing = false;
  #state: ConnectionState | undefined;

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
  }

  get state(): ConnectionState | undefined {
    return this.#state;
  }

  /** Connects now, giving up whatever is under way: at load, and after sleep, when the line may be dead. */
  connect(): void {
    this.#attempts = 0;
    void this.#open();
  }

  /** Ends a pause: the network is back, or this window is used again. Does nothing while all is well or under way. */
  hurry(): void {
    if (this.#pausing) this.connect();
  }

  /** Sends one activity over the open line; `later` when there is none. */
  async post(activity: Activity): Promise<PostResult> {
    return this.#line && this.#state === 'online' ? this.#line.post(activity) : 'later';
  }

  async #open(): Promise<void> {
    const opening = ++this.#opening;
    const isCurrent = () => opening === this.#opening;
    this.#pausing = false;
    this.#line?.close();
    this.#line = undefined;
    // Who was refused is told anything else only when it has changed.
    if (this.#state !== 'refused') this.#setWaiting();
    try {
      const { session, isNew, ...begun } = await this.#session();
      if (!isCurrent()) return;
      this.#adopt(session);
      const history = isNew ? begun.history : await this.#parts.api.history(session, this.#watermark);
      if (!isCurrent()) return;
      this.#show(history, isNew);
      this.#openLine({ session, begun: history !== undefined, streamUrl: begun.streamUrl, isCurrent });
    } catch (error) {
      const isRefused = !(error instanceof ApiError) && (await this.#parts.api.isRefused());
      if (!isCurrent()) return;
      if (isRefused) return this.#stop();
      // Whatever else failed, the answer is the same: wait, then buy a fresh token and try again.
      this.#tryLater(isCurrent, error instanceof ApiError ? error.retryAfter : 0);
    }
  }

  /** Asking again by itself would change nothing; somebody who comes back to the page may try. */
  #stop(): void {
    this.#setState('refused');
    this.#pausing = true;
  }

  async #session(): Promise<Known> {
    const { api, storage } = this.#parts;
    const kept = storage.readSession();
    if (!kept) return asNew(await api.start());
    try {
      return { session: await api.resume(kept.resumeToken), isNew: false };
    } catch (error) {
      if (!isForgotten(error)) throw error;
      const beginning = asNew(await api.start());
      this.#parts.onForgotten();
      return beginning;
    }
  }

  #adopt(session: Session): void {
    if (session.conversationId !== this.#conversationId) this.#watermark = '';
    this.#conversationId = session.conversationId;
    this.#parts.storage.writeSession(session);
    this.#parts.onSession(session);
  }

  #show(history: History | undefined, live: boolean): void {
    if (!history) return;
    this.#watermark = history.watermark;
    this.#parts.onActivities(history.activities, live);
  }

  #openLine(target: {
    session: Session;
    begun: boolean;
    streamUrl: string | undefined;
    isCurrent: () => boolean;
  }): void {
    const { session, begun, streamUrl, isCurrent } = target;
    this.#line = this.#parts.openLine({
      token: session.token,
      conversationId: begun ? session.conversationId : undefined,
      streamUrl,
      watermark: this.#watermark,
      onOpen: () => {
        if (!isCurrent()) return;
        this.#attempts = 0;
        this.#setState('online');
      },
      onActivity: (activity) => {
        if (isCurrent()) this.#parts.onActivities([activity], true);
      },
      onLoss: () => {
        if (isCurrent()) this.#tryLater(isCurrent);
      },
    });
    this.#parts.schedule(openTimeout, () => {
      if (isCurrent() && this.#state !== 'online' && this.#line) this.#tryLater(isCurrent);
    });
  }

  /** @param atLeast milliseconds that the server asked to wait */
  #tryLater(isCurrent: () => boolean, atLeast = 0): void {
    this.#line?.close();
    this.#line = undefined;
    this.#setWaiting();
    this.#pausing = true;
    const delay = Math.max(atLeast, backoffDelay(this.#attempts++, this.#parts.random()));
    this.#parts.schedule(delay, () => {
      if (isCurrent()) void this.#open();
    });
  }

  #setWaiting(): void {
    this.#setState(this.#conversationId === undefined ? 'connecting' : 'reconnecting');
  }

  #setState(state: ConnectionState): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#parts.onState(state);
  }
}

function asNew({ streamUrl, history, ...session }: Beginning): Known {
  return { session, isNew: true, streamUrl, history };
}

function isForgotten(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 403 || error.status === 404);
}

import { backoffDelay } from '../shared/backoff.ts';
import type { News, PresentAgent } from './wire.ts';

export interface LiveParts {
  address: string;
  /** Whether this agent takes cases, as they said last. */
  status: PresentAgent['status'];
  WebSocket: typeof WebSocket;
  /** Runs the work after so many milliseconds. */
  schedule: (delay: number, work: () => void) => void;
  random: () => number;
  /** The line is open: what was missed has to be read anew. */
  onOpen: () => void;
  onNews: (news: News) => void;
  onState: (state: 'online' | 'offline') => void;
  /** The server closed it because nobody is signed in any more. */
  onSignedOut: () => void;
}

/** A line that said nothing for so long is dead, whatever the browser thinks. The server speaks every 20 s. */
const silence = 50_000;
const signedOut = 4401;

/** Keeps one socket open to hear what happens at the desk. */
export class Live {
  readonly #parts: LiveParts;
  #socket: WebSocket | undefined;
  #attempts = 0;
  /** Grows with each opening; what belongs to an earlier one is ignored. */
  #opening = 0;
  #status: PresentAgent['status'];
  #watched: string | null = null;

  constructor(parts: LiveParts) {
    this.#parts = parts;
    this.#status = parts.status;
  }

  /** Connects now, giving up what is under way. */
  connect(): void {
    const opening = ++this.#opening;
    const isCurrent = () => opening === this.#opening;
    this.#socket?.close();
    let heard = 0;
    const socket = new this.#parts.WebSocket(this.#parts.address);
    this.#socket = socket;
    const watch = (): void => {
      const before = ++heard;
      this.#parts.schedule(silence, () => {
        if (isCurrent() && before === heard) this.#lose(isCurrent);
      });
    };
    socket.addEventListener('open', () => {
      if (!isCurrent()) return;
      this.#attempts = 0;
      watch();
      this.setStatus(this.#status);
      this.watch(this.#watched);
      this.#parts.onState('online');
      this.#parts.onOpen();
    });
    socket.addEventListener('message', ({ data }) => {
      if (!isCurrent()) return;
      watch();
      if (typeof data === 'string' && data !== '') this.#parts.onNews(JSON.parse(data) as News);
    });
    socket.addEventListener('close', ({ code }) => {
      if (!isCurrent()) return;
      if (code !== signedOut) return this.#lose(isCurrent);
      this.#parts.onState('offline');
      this.#parts.onSignedOut();
    });
  }

  /** Whether this agent takes cases just now. */
  setStatus(status: PresentAgent['status']): void {
    this.#status = status;
    this.#say({ status });
  }

  /** What the server tells of this agent, as they said it on another page perhaps: it holds over a lost line. */
  noteStatus(status: PresentAgent['status']): void {
    this.#status = status;
  }

  /** Hears from now on what is said in this case too, and no more in the one before. */
  watch(caseId: string | null): void {
    this.#watched = caseId;
    this.#say({ watch: caseId });
  }

  /** Stays closed until `connect`. */
  stop(): void {
    this.#opening += 1;
    this.#socket?.close();
    this.#parts.onState('offline');
  }

  #say(words: object): void {
    const { OPEN } = this.#parts.WebSocket;
    if (this.#socket?.readyState === OPEN) this.#socket.send(JSON.stringify(words));
  }

  #lose(isCurrent: () => boolean): void {
    this.#parts.onState('offline');
    this.#parts.schedule(backoffDelay(this.#attempts++, this.#parts.random()), () => {
      if (isCurrent()) this.connect();
    });
  }
}

import { backoffDelay } from '../shared/backoff.ts';
import { DeskCallError } from './api.ts';

export interface RefreshParts {
  /** Reads all anew that is on screen. */
  read: () => Promise<void>;
  /** Runs the work after so many milliseconds. */
  schedule: (delay: number, work: () => void) => void;
  random: () => number;
  /** What is on screen may be old, or is not any more. */
  onBehind: (isBehind: boolean) => void;
  /** The first try found no connection. */
  onNoConnection: () => void;
}

/** Reads anew until it works, later and later, and says meanwhile that what is on screen may be old. */
export class Refresh {
  readonly #parts: RefreshParts;
  #failures = 0;
  /** Grows with each try; what an earlier one comes to is ignored. */
  #tries = 0;

  constructor(parts: RefreshParts) {
    this.#parts = parts;
  }

  /** Tries now. Never rejects. */
  async run(): Promise<void> {
    const current = ++this.#tries;
    try {
      await this.#parts.read();
      if (current !== this.#tries) return;
      this.#failures = 0;
      this.#parts.onBehind(false);
    } catch (error) {
      if (current === this.#tries) this.failed(error);
    }
  }

  /** Something could not be read that is to be on screen: all of it is read anew, soon. */
  failed(error: unknown): void {
    const current = ++this.#tries;
    const { schedule, random, onBehind, onNoConnection } = this.#parts;
    onBehind(!isRefused(error));
    if (isRefused(error)) return;
    schedule(backoffDelay(this.#failures, random()), () => {
      if (current === this.#tries) void this.run();
    });
    this.#failures += 1;
    if (this.#failures === 1 && !(error instanceof DeskCallError)) onNoConnection();
  }
}

/** Asking again gets the same answer: nobody is signed in any more, or the open case is gone. */
function isRefused(error: unknown): boolean {
  return error instanceof DeskCallError && error.status < 500 && error.status !== 429;
}

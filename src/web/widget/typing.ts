import { texts } from '../shared/texts.ts';

/** After sending, so much silence is normal, in milliseconds. */
const quiet = 400;
/** How long dots are believable, in milliseconds; a bot at work says so again. */
const longest = 20_000;

/** The other side is told no oftener that the visitor is writing. Milliseconds. */
const tellEvery = 3000;

/** @returns what to call at each stroke; `tell` is called for the first of those that follow closely. */
export function createTypingTeller(now: () => Date, tell: () => void): () => void {
  let toldAt = -Infinity;
  return () => {
    const at = now().getTime();
    if (at - toldAt < tellEvery) return;
    toldAt = at;
    tell();
  };
}

/** Three dots while an answer is on its way. */
export class TypingIndicator {
  readonly #show: (name: string | undefined) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param show shows the dots of the one with this name, or hides them */
  constructor(show: (name: string | undefined) => void) {
    this.#show = show;
  }

  /** The visitor has said something that will be answered soon. */
  expectAnswer(): void {
    this.#after(quiet, () => this.start());
  }

  /** The other side is writing. */
  start(name = texts.from.bot): void {
    this.#show(name);
    this.#after(longest, () => this.stop());
  }

  /** The answer is there, or cannot come now. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#show(undefined);
  }

  #after(delay: number, work: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(work, delay);
  }
}

/** After sending, so much silence is normal, in milliseconds. */
const quiet = 400;
/** How long dots are believable, in milliseconds; a bot at work says so again. */
const longest = 20_000;

/** Three dots while an answer is on its way. */
export class TypingIndicator {
  readonly #show: (visible: boolean) => void;
  #timer: number | undefined;

  /** @param show shows or hides the dots */
  constructor(show: (visible: boolean) => void) {
    this.#show = show;
  }

  /** The visitor has said something that will be answered soon. */
  expectAnswer(): void {
    this.#after(quiet, () => this.start());
  }

  /** The other side is writing. */
  start(): void {
    this.#show(true);
    this.#after(longest, () => this.stop());
  }

  /** The answer is there, or cannot come now. */
  stop(): void {
    window.clearTimeout(this.#timer);
    this.#show(false);
  }

  #after(delay: number, work: () => void): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(work, delay);
  }
}

import { followPosition, isAtEnd } from './scroll-position.ts';

/** A message of which so many pixels are in view counts as seen. */
const visible = 24;

/** Keeps the newest messages in view for a reader who follows along, and leaves alone one who has scrolled up. */
export class Scroller {
  readonly #region: HTMLElement;
  readonly #button: HTMLButtonElement;
  #following = true;
  #answer: HTMLElement | undefined;
  #expected = 0;
  #height = 0;
  #unseen: HTMLElement | undefined;

  /** @param button brings the reader to the newest messages; shown only when there are unseen ones */
  constructor(region: HTMLElement, button: HTMLButtonElement) {
    this.#region = region;
    this.#button = button;
    region.addEventListener('scroll', () => this.#onScroll(), { passive: true });
    button.addEventListener('click', () => this.toEnd());
    const resize = new ResizeObserver(() => {
      region.style.setProperty('--scrollbar', `${region.offsetWidth - region.clientWidth}px`);
      this.#follow();
    });
    resize.observe(region);
    for (const child of region.children) resize.observe(child);
  }

  /** The reader wants the end: has just sent something, or pressed the button. */
  toEnd(): void {
    this.#following = true;
    this.#answer = undefined;
    this.#follow();
  }

  /** What comes next is an answer, to be read from its top. */
  awaitAnswer(): void {
    this.#answer = undefined;
    this.#follow();
  }

  /** A message has got another height; the browser may have moved what is on screen. */
  changed(): void {
    this.#follow();
  }

  /** A message has been added at the end. */
  added(message: HTMLElement): void {
    this.#answer ??= message;
    this.#unseen = message;
    this.#follow();
    this.#updateButton();
  }

  #follow(): void {
    if (!this.#following) return;
    this.#expected = followPosition(
      this.#region,
      this.#answer?.isConnected ? this.#answer.offsetTop : undefined,
    );
    this.#region.scrollTop = this.#expected;
    this.#height = this.#region.scrollHeight;
    this.#updateButton();
  }

  #onScroll(): void {
    this.#updateButton();
    if (Math.abs(this.#region.scrollTop - this.#expected) <= 2) return;
    // The browser moved what is on screen because its height changed, as when a card folds; the reader did not.
    if (this.#following && this.#region.scrollHeight !== this.#height) return this.#follow();
    this.#following = isAtEnd(this.#region);
    if (this.#following) this.#answer = undefined;
  }

  #updateButton(): void {
    const fold = this.#region.scrollTop + this.#region.clientHeight;
    if (this.#unseen && this.#unseen.offsetTop < fold - visible) this.#unseen = undefined;
    this.#button.hidden = this.#unseen === undefined;
  }
}

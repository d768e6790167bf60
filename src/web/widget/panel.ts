import { byId } from '../shared/dom.ts';

/** The window of the chat: shown and hidden, with the focus in the right place. */
export class Panel {
  readonly element: HTMLElement;
  readonly #field: HTMLTextAreaElement;

  /** @param onEscape what Esc does; whatever is open on top goes first */
  constructor(root: ShadowRoot, onEscape: () => void) {
    this.element = byId(root, 'panel', HTMLElement);
    this.#field = byId(root, 'message', HTMLTextAreaElement);
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || event.isComposing) return;
      event.stopPropagation();
      onEscape();
    });
    this.#stayAboveKeyboard();
  }

  show(): void {
    this.element.hidden = false;
    // On phones the focus in the field would bring up the keyboard over the first message.
    const typed = window.matchMedia('(min-width: 30em) and (pointer: fine)').matches;
    (typed ? this.#field : this.element).focus({ preventScroll: true });
  }

  hide(): void {
    this.element.hidden = true;
  }

  /** The keyboard of a phone covers the page without making it smaller; the panel keeps to what is left. */
  #stayAboveKeyboard(): void {
    const seen = window.visualViewport;
    seen?.addEventListener('resize', () => {
      const covered = Math.max(0, window.innerHeight - seen.height * seen.scale);
      this.element.style.setProperty('--keyboard', `${Math.round(covered)}px`);
    });
  }
}

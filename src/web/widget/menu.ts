import { byId } from '../shared/dom.ts';

/** The commands behind the three dots. Esc, a choice, or a click elsewhere closes them. */
export class Menu {
  readonly #root: ShadowRoot;
  readonly #button: HTMLButtonElement;
  readonly #list: HTMLUListElement;

  constructor(root: ShadowRoot) {
    this.#root = root;
    this.#button = byId(root, 'menu-button', HTMLButtonElement);
    this.#list = byId(root, 'menu-list', HTMLUListElement);
    this.#button.addEventListener('click', () => this.#setOpen(!this.isOpen));
    const menu = byId(root, 'menu', HTMLDivElement);
    menu.addEventListener('focusout', ({ relatedTarget }) => {
      if (relatedTarget instanceof Node && !menu.contains(relatedTarget)) this.#setOpen(false);
    });
    root.addEventListener('click', ({ target }) => {
      if (target instanceof Node && !menu.contains(target)) this.#setOpen(false);
    });
  }

  get isOpen(): boolean {
    return !this.#list.hidden;
  }

  /** Closes the list, with the focus back on its button. */
  close(): void {
    if (!this.isOpen) return;
    this.#setOpen(false);
    this.#button.focus();
  }

  /** What the entry with this id does; the list closes first. */
  onChoose(id: string, work: () => void): void {
    byId(this.#root, id, HTMLButtonElement).addEventListener('click', () => {
      this.close();
      work();
    });
  }

  /** An entry that is switched on and off, without closing the list. */
  onSwitch(id: string, parts: { isOn: boolean; set: (on: boolean) => void }): void {
    const entry = byId(this.#root, id, HTMLButtonElement);
    const show = (on: boolean): void => entry.setAttribute('aria-checked', String(on));
    show(parts.isOn);
    entry.addEventListener('click', () => {
      const on = entry.getAttribute('aria-checked') !== 'true';
      show(on);
      parts.set(on);
    });
  }

  #setOpen(open: boolean): void {
    this.#list.hidden = !open;
    this.#button.setAttribute('aria-expanded', String(open));
  }
}

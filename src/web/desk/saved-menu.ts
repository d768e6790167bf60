import { byId, element } from '../shared/dom.ts';
import { filterReplies } from './filter-replies.ts';
import { texts } from './texts.ts';
import type { SavedReply } from './wire.ts';

export interface SavedMenuParts {
  replies: () => readonly SavedReply[];
  onChoose: (reply: SavedReply) => void;
  /** It was closed without a choice; `typed` is what should stand in the field then. */
  onLeave: (typed: string) => void;
}

/** The list of saved replies over the reply box. */
export class SavedMenu {
  readonly #menu: HTMLElement;
  readonly #filter: HTMLInputElement;
  readonly #list: HTMLUListElement;
  readonly #opener: HTMLButtonElement;
  readonly #parts: SavedMenuParts;
  #shown: SavedReply[] = [];
  #chosen = 0;

  constructor(root: ParentNode, parts: SavedMenuParts) {
    this.#parts = parts;
    this.#menu = byId(root, 'saved-menu', HTMLElement);
    this.#filter = byId(root, 'saved-filter', HTMLInputElement);
    this.#list = byId(root, 'saved-list', HTMLUListElement);
    this.#opener = byId(root, 'saved', HTMLButtonElement);
    this.#opener.addEventListener('click', () => (this.#menu.hidden ? this.open() : this.#leave('')));
    this.#filter.addEventListener('input', () => this.#show(0));
    this.#filter.addEventListener('keydown', (event) => this.#press(event));
    this.#menu.addEventListener('focusout', ({ relatedTarget }) => {
      const isInside = relatedTarget instanceof Node && this.#menu.contains(relatedTarget);
      if (!isInside && relatedTarget !== this.#opener) this.#close();
    });
  }

  open(): void {
    this.#filter.value = '';
    this.#menu.hidden = false;
    this.#opener.setAttribute('aria-expanded', 'true');
    this.#show(0);
    this.#filter.focus();
  }

  #press(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    const chosen = this.#shown[this.#chosen];
    if (step !== undefined) this.#show(this.#chosen + step);
    else if (event.key === 'Enter' && chosen) this.#choose(chosen);
    else if (event.key === 'Escape') this.#leave('');
    else if (event.key === '/' && this.#filter.value === '') this.#leave('/');
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #show(chosen: number): void {
    this.#shown = filterReplies(this.#parts.replies(), this.#filter.value);
    const count = this.#shown.length;
    this.#chosen = count === 0 ? 0 : (chosen + count) % count;
    this.#list.replaceChildren(...this.#shown.map((reply, index) => this.#option(reply, index)));
    if (count === 0) {
      const none = element('li', { class: 'saved__none', text: texts.saved.none });
      none.setAttribute('role', 'option');
      none.setAttribute('aria-disabled', 'true');
      this.#list.append(none);
    }
    const option = this.#list.querySelector('[aria-selected="true"]');
    this.#filter.setAttribute('aria-activedescendant', option?.id ?? '');
    option?.scrollIntoView({ block: 'nearest' });
  }

  #option(reply: SavedReply, index: number): HTMLLIElement {
    const title = element('span', { class: 'saved__title', text: reply.title });
    const text = element('span', { class: 'saved__text', text: reply.text });
    const option = element('li', { class: 'saved__option', children: [title, text] });
    option.id = `saved-${reply.name}`;
    option.setAttribute('role', 'option');
    option.setAttribute('aria-selected', String(index === this.#chosen));
    // Before the filter loses the focus, which would close the list.
    option.addEventListener('pointerdown', (event) => event.preventDefault());
    option.addEventListener('pointermove', () => {
      if (index !== this.#chosen) this.#show(index);
    });
    option.addEventListener('click', () => this.#choose(reply));
    return option;
  }

  #choose(reply: SavedReply): void {
    this.#close();
    this.#parts.onChoose(reply);
  }

  #leave(typed: string): void {
    this.#close();
    this.#parts.onLeave(typed);
  }

  #close(): void {
    this.#menu.hidden = true;
    this.#opener.setAttribute('aria-expanded', 'false');
  }
}

import { byId } from '../shared/dom.ts';
import type { DeskApi } from './api.ts';
import type { ListedCase } from './wire.ts';

const pageSize = 25;
const most = 100;
/** Fewer letters find too much. */
const fewestLetters = 2;

/** The search in past cases. */
export class Search {
  readonly #api: DeskApi;
  readonly #field: HTMLInputElement;
  readonly #onChange: () => void;
  #limit = pageSize;
  /** Grows with each search; the answer to an earlier one is ignored. */
  #asked = 0;
  found: { cases: ListedCase[]; more: boolean } | undefined;

  constructor(root: ParentNode, parts: { api: DeskApi; onChange: () => void }) {
    this.#api = parts.api;
    this.#onChange = parts.onChange;
    this.#field = byId(root, 'search', HTMLInputElement);
    byId(root, 'search-form', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      this.#limit = pageSize;
      void this.#search();
    });
    this.#field.addEventListener('input', () => {
      if (this.#field.value === '') this.end();
    });
    this.#field.addEventListener('keydown', ({ key }) => {
      if (key === 'Escape') this.end();
    });
  }

  focus(): void {
    this.#field.focus();
  }

  more(): Promise<void> {
    this.#limit = Math.min(this.#limit + pageSize, most);
    return this.#search();
  }

  end(): void {
    this.#asked += 1;
    this.#field.value = '';
    this.found = undefined;
    this.#onChange();
  }

  async #search(): Promise<void> {
    const text = this.#field.value.trim();
    if (text.length < fewestLetters) return;
    const asked = ++this.#asked;
    const found = await this.#api.search(text, this.#limit).catch(() => undefined);
    if (asked !== this.#asked || !found) return;
    this.found = { ...found, more: found.more && this.#limit < most };
    this.#onChange();
  }
}

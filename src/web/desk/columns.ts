import { byId } from '../shared/dom.ts';

export type Column = 'lists' | 'conversation' | 'facts';

/** Which column a narrow window shows; a wide one shows all. */
export class Columns {
  readonly #root: HTMLElement;

  constructor(root: ParentNode) {
    this.#root = byId(root, 'columns', HTMLElement);
  }

  show(column: Column): void {
    this.#root.dataset.shows = column;
  }

  toggleFacts(): void {
    this.show(this.#root.dataset.shows === 'facts' ? 'conversation' : 'facts');
  }
}

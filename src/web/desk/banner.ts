import { byId } from '../shared/dom.ts';
import { texts } from './texts.ts';

/** One line above all, for as long as what is on screen may not be what is. */
export class Banner {
  readonly #element: HTMLElement;
  #isOffline = false;
  #isBehind = false;

  constructor(root: ParentNode) {
    this.#element = byId(root, 'banner', HTMLElement);
  }

  /** `isOffline`: there is no line to the server. `isBehind`: the last reading failed. */
  show(state: { isOffline?: boolean; isBehind?: boolean }): void {
    this.#isOffline = state.isOffline ?? this.#isOffline;
    this.#isBehind = state.isBehind ?? this.#isBehind;
    const { offline, behind } = texts.connection;
    const text = this.#isOffline ? offline : this.#isBehind ? behind : '';
    this.#element.hidden = text === '';
    this.#element.textContent = text;
  }
}

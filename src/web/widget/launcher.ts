import { button, element, fromMarkup } from '../shared/dom.ts';
import { fill } from '../shared/wording.ts';
import closeIcon from '../shared/icons/close.svg';
import chatIcon from '../shared/icons/launcher.svg';

export interface LauncherTexts {
  open: string;
  close: string;
  unread: string;
  dismissGreeting: string;
  failed: string;
}

/** The button in the corner of a page, with the number of unread messages and, beside it, a sentence. */
export class Launcher {
  readonly element: HTMLButtonElement;
  readonly #badge = element('span', { class: 'launcher__badge' });
  readonly #bubble = element('div', { class: 'greeting' });
  #texts: LauncherTexts;
  #open = false;
  #unread = 0;

  constructor(parts: { stage: HTMLElement; texts: LauncherTexts; onPress: () => void; onNear: () => void }) {
    const { stage, onPress, onNear } = parts;
    this.#texts = parts.texts;
    const pictures = element('span', { class: 'launcher__icons' });
    pictures.append(fromMarkup(chatIcon), fromMarkup(closeIcon));
    this.#badge.setAttribute('aria-hidden', 'true');
    this.element = button({ class: 'launcher', onClick: onPress });
    this.element.append(pictures, this.#badge);
    for (const event of ['pointerenter', 'focus', 'touchstart'])
      this.element.addEventListener(event, onNear, { once: true, passive: true });
    this.#bubble.hidden = true;
    this.#bubble.setAttribute('role', 'status');
    stage.append(this.#bubble, this.element);
    this.#update();
  }

  setTexts(texts: LauncherTexts): void {
    this.#texts = texts;
    this.#update();
  }

  setOpen(open: boolean): void {
    this.#open = open;
    if (open) this.hideSentence();
    this.#update();
  }

  setUnread(count: number): void {
    this.#unread = count;
    this.#update();
  }

  setBusy(busy: boolean): void {
    this.element.setAttribute('aria-busy', String(busy));
  }

  /** Shows a sentence beside the button; pressing it does what the button does. */
  showSentence(text: string, onDismiss: () => void): void {
    const words = button({ class: 'greeting__text', text, onClick: () => this.element.click() });
    const dismiss = button({
      class: 'greeting__dismiss',
      icon: fromMarkup(closeIcon),
      label: this.#texts.dismissGreeting,
      onClick: () => {
        this.hideSentence();
        onDismiss();
      },
    });
    this.#bubble.replaceChildren(words, dismiss);
    this.#bubble.hidden = false;
  }

  hideSentence(): void {
    this.#bubble.hidden = true;
    this.#bubble.replaceChildren();
  }

  #update(): void {
    const label = this.#open ? this.#texts.close : this.#texts.open;
    const count = this.#unread > 9 ? '9+' : this.#unread;
    const name = this.#unread > 0 && !this.#open ? fill(this.#texts.unread, { label, count }) : label;
    this.element.setAttribute('aria-label', name);
    this.element.setAttribute('aria-expanded', String(this.#open));
    this.element.title = label;
    this.#badge.textContent = String(count);
    this.#badge.hidden = this.#unread === 0 || this.#open;
  }
}

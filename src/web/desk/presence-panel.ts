import { button, byId, element } from '../shared/dom.ts';
import { fill, texts } from './texts.ts';
import type { Account, PresentAgent } from './wire.ts';

export interface PresencePanelParts {
  me: Account;
  /** What this agent said last. */
  status: PresentAgent['status'];
  onStatus: (status: PresentAgent['status']) => void;
  /** It was said on another page. */
  onOtherStatus: (status: PresentAgent['status']) => void;
  sound: { isOn: boolean; set(on: boolean): void };
  notifications: { isOn: boolean; set(on: boolean): Promise<boolean> };
}

/** Who is at the desk, whether this agent takes cases, and how a new case makes itself heard. */
export class PresencePanel {
  readonly #opener: HTMLButtonElement;
  readonly #panel: HTMLElement;
  readonly #count: HTMLElement;
  readonly #parts: PresencePanelParts;
  readonly #list = element('ul', { class: 'presence__list' });
  readonly #toggle: HTMLButtonElement;
  #status: PresentAgent['status'];

  constructor(root: ParentNode, parts: PresencePanelParts) {
    this.#parts = parts;
    this.#status = parts.status;
    this.#opener = byId(root, 'presence', HTMLButtonElement);
    this.#panel = byId(root, 'presence-panel', HTMLElement);
    this.#count = byId(root, 'presence-count', HTMLElement);
    this.#toggle = button({
      class: 'button',
      text: this.#toggleText(),
      onClick: () => this.#setStatus(this.#status === 'away' ? 'available' : 'away'),
    });
    const heading = element('h2', { class: 'popover__title', text: texts.presence.title });
    this.#panel.append(heading, this.#list, this.#toggle, ...this.#switches());
    this.#opener.addEventListener('click', () => this.#open(this.#panel.hidden === true));
    this.#panel.addEventListener('keydown', ({ key }) => {
      if (key !== 'Escape') return;
      this.#open(false);
      this.#opener.focus();
    });
    document.addEventListener('pointerdown', ({ target }) => {
      if (!(target instanceof Node)) return;
      if (!this.#panel.contains(target) && !this.#opener.contains(target)) this.#open(false);
    });
  }

  show(agents: readonly PresentAgent[]): void {
    const own = agents.find(({ id }) => id === this.#parts.me.id);
    if (own && own.status !== this.#status) {
      this.#showStatus(own.status);
      this.#parts.onOtherStatus(own.status);
    }
    const onDuty = agents.filter(({ status }) => status === 'available').length;
    const isAway = own?.status === 'away';
    this.#opener.dataset.status = own?.status ?? '';
    this.#count.textContent = fill(isAway ? texts.header.awayOnDuty : texts.header.onDuty, { count: onDuty });
    this.#list.replaceChildren(...agents.map((agent) => this.#item(agent)));
  }

  #item({ id, name, status }: PresentAgent): HTMLElement {
    const shown = id === this.#parts.me.id ? fill(texts.presence.you, { name }) : name;
    const words = element('span', { class: 'presence__status', text: texts.presence[status] });
    const item = element('li', { children: [element('bdi', { text: shown }), words] });
    item.dataset.status = status;
    return item;
  }

  #switches(): HTMLElement[] {
    const { sound, notifications } = this.#parts;
    const refused = element('p', { class: 'popover__hint', text: texts.presence.notificationsRefused });
    refused.setAttribute('role', 'alert');
    refused.hidden = true;
    const soundBox = checkbox(texts.presence.sound, sound.isOn, (input) => sound.set(input.checked));
    const noticeBox = checkbox(texts.presence.notifications, notifications.isOn, (input) => {
      void notifications.set(input.checked).then((isOn) => {
        refused.hidden = isOn === input.checked;
        input.checked = isOn;
      });
    });
    return [soundBox, noticeBox, refused];
  }

  #setStatus(status: PresentAgent['status']): void {
    this.#showStatus(status);
    this.#parts.onStatus(status);
  }

  #showStatus(status: PresentAgent['status']): void {
    this.#status = status;
    this.#toggle.textContent = this.#toggleText();
  }

  #toggleText(): string {
    return this.#status === 'away' ? texts.presence.beBack : texts.presence.beAway;
  }

  #open(open: boolean): void {
    if (this.#panel.hidden === !open) return;
    this.#panel.hidden = !open;
    this.#opener.setAttribute('aria-expanded', String(open));
    if (open) this.#toggle.focus();
  }
}

/** A box to tick, with its words. */
export function checkbox(
  text: string,
  checked: boolean,
  onChange: (input: HTMLInputElement) => void,
): HTMLElement {
  const input = element('input');
  input.type = 'checkbox';
  input.checked = checked;
  input.addEventListener('change', () => onChange(input));
  return element('label', { class: 'switch', children: [input, text] });
}

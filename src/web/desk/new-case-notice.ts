import type { Memory } from '../shared/memory.ts';
import { fill, texts } from './texts.ts';
import type { ListedCase } from './wire.ts';

const key = 'desk.notifications';

/** Desktop notifications of new cases. Off until somebody switches them on. */
export class NewCaseNotice {
  readonly #memory: Memory;
  readonly #onOpen: (id: string) => void;

  constructor(memory: Memory, onOpen: (id: string) => void) {
    this.#memory = memory;
    this.#onOpen = onOpen;
  }

  get isOn(): boolean {
    return (
      this.#memory.get(key) === 'on' && 'Notification' in window && Notification.permission === 'granted'
    );
  }

  /** @returns whether they are on then: the browser may refuse. */
  async set(on: boolean): Promise<boolean> {
    this.#memory.set(key, on ? 'on' : 'off');
    if (on && 'Notification' in window) await Notification.requestPermission();
    return this.isOn;
  }

  /** Nothing while the page is looked at: it shows the case itself. */
  tell({ escalation, symptom }: ListedCase): void {
    if (!this.isOn || document.hasFocus()) return;
    const body = fill(texts.notification.body, { symptom: symptom || texts.lists.noSymptom });
    const notification = new Notification(texts.notification.title, { body, tag: escalation.id });
    notification.addEventListener('click', () => {
      window.focus();
      this.#onOpen(escalation.id);
    });
  }
}

import { element } from '../shared/dom.ts';
import type { Memory } from '../shared/memory.ts';
import { createDialog } from './dialogs.ts';
import { checkbox } from './presence-panel.ts';
import { texts } from './texts.ts';

const memoryKey = 'desk.shortcuts';

/** Keys that do something when no field has the focus. They can be switched off. Source: WCAG 2.2, 2.1.4. */
export class Shortcuts {
  readonly #memory: Memory;
  readonly #keys: Readonly<Record<string, () => void>>;

  /** @param keys what each key does, by `KeyboardEvent.key` */
  constructor(memory: Memory, keys: Readonly<Record<string, () => void>>) {
    this.#memory = memory;
    this.#keys = { ...keys, '?': () => this.showHelp() };
    document.addEventListener('keydown', (event) => this.#press(event));
  }

  get #isOn(): boolean {
    return this.#memory.get(memoryKey) !== 'off';
  }

  showHelp(): void {
    if (document.querySelector('dialog[open]')) return;
    const rows = Object.entries(texts.help.keys).flatMap(([key, text]) => [
      element('dt', { children: [element('kbd', { text: key })] }),
      element('dd', { text }),
    ]);
    const content = [
      element('dl', { class: 'help__keys', children: rows }),
      checkbox(texts.help.on, this.#isOn, ({ checked }) =>
        this.#memory.set(memoryKey, checked ? 'on' : 'off'),
      ),
    ];
    const { dialog } = createDialog({ title: texts.help.title, content, confirm: texts.help.close });
    dialog.addEventListener('close', () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  #press(event: KeyboardEvent): void {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !this.#isOn) return;
    if (document.querySelector('dialog[open]') || isField(target)) return;
    const work = Object.hasOwn(this.#keys, key) ? this.#keys[key] : undefined;
    if (!work) return;
    event.preventDefault();
    work();
  }
}

function isField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !['radio', 'checkbox', 'button'].includes(target.type);
  return target.isContentEditable || ['TEXTAREA', 'SELECT'].includes(target.tagName);
}

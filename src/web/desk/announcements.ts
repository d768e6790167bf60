import { byId, element } from '../shared/dom.ts';
import { spokenText } from '../shared/spoken-text.ts';
import { shortName } from './message-view.ts';
import { fill, texts } from './texts.ts';
import type { ListedCase, LogEntry } from './wire.ts';

/** So many announcements stay in the tree; a screen reader has read the older ones. */
const kept = 4;
/** How long a short notice is shown, in milliseconds. */
const shown = 6000;

/** Says what happens: to screen readers what comes in, to everybody what came of an action. */
export class Announcements {
  readonly #region: HTMLElement;
  readonly #toast: HTMLElement;
  #timer: number | undefined;

  constructor(root: ParentNode) {
    this.#region = byId(root, 'announcer', HTMLElement);
    this.#toast = byId(root, 'toast', HTMLElement);
  }

  say(text: string): void {
    this.#region.append(element('p', { text }));
    while (this.#region.childElementCount > kept) this.#region.firstElementChild?.remove();
  }

  sayNew({ symptom }: ListedCase): void {
    this.say(fill(texts.announce.newCase, { symptom: symptom || texts.lists.noSymptom }));
  }

  /** Only what visitors say: the bot is silent, and agents know what they wrote. */
  sayMessages(entries: readonly LogEntry[]): void {
    for (const { direction, activity } of entries) {
      if (direction !== 'in' || activity.type !== 'message') continue;
      const name = shortName(activity.from?.name ?? texts.conversation.visitor);
      this.say(fill(texts.announce.message, { name, text: spokenText(activity) || texts.announce.file }));
    }
  }

  toast(text: string): void {
    window.clearTimeout(this.#timer);
    this.#toast.textContent = text;
    this.#timer = window.setTimeout(() => (this.#toast.textContent = ''), shown);
  }
}

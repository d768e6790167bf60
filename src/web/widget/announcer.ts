import type { Activity } from '../../conversation/activity.ts';
import { element } from '../shared/dom.ts';
import { fill, texts } from '../shared/texts.ts';
import { spokenText } from '../shared/spoken-text.ts';

/** So many announcements stay in the tree; a screen reader has read the older ones. */
const kept = 4;

/** Says new messages to screen readers, each once, apart from the messages on screen, which change as they are answered. */
export class Announcer {
  readonly #region: HTMLElement;
  readonly #said = new Set<string>();

  /** @param region an empty live region */
  constructor(region: HTMLElement) {
    this.#region = region;
  }

  /** Says a message that somebody else has just written. */
  say(activity: Activity, name: string): void {
    const text = spokenText(activity);
    if (text === '' || (activity.id !== undefined && this.#said.has(activity.id))) return;
    if (activity.id !== undefined) this.#said.add(activity.id);
    this.#region.append(element('p', { text: fill(texts.says, { name, text }) }));
    while (this.#region.childElementCount > kept) this.#region.firstElementChild?.remove();
  }
}

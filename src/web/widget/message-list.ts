import type { Activity } from '../../conversation/activity.ts';
import { element } from '../shared/dom.ts';
import { clientIdOf, type MessageVersion } from '../shared/history.ts';
import type { DeliveryState } from '../shared/outbox.ts';
import {
  createMessageView,
  fillMessageView,
  type MessageParts,
  type MessageView,
  setDelivery,
  setRead,
  setUploadProgress,
  showLocalFiles,
} from './message-view.ts';
import type { Sender } from './sender.ts';

interface Shown {
  view: MessageView;
  /** What is on screen, to leave it alone when the same comes again. */
  fingerprint: string;
}

const foldDuration = 220;

/** The messages on screen, in the order in which they first came. */
export class MessageList {
  readonly #log: HTMLElement;
  readonly #parts: MessageParts;
  readonly #byId = new Map<string, Shown>();
  readonly #byClientId = new Map<string, Shown>();

  constructor(log: HTMLElement, parts: MessageParts) {
    this.#log = log;
    this.#parts = parts;
  }

  /**
   * Shows a message, or its new version in the place of the old one.
   * @returns the element when the message is a new one from somebody else
   */
  show(version: MessageVersion, sender: Sender): HTMLElement | undefined {
    const { activity } = version;
    const known = this.#find(activity);
    const clientId = sender.kind === 'visitor' ? clientIdOf(activity) : undefined;
    if (known) this.#update(known, activity, sender);
    const shown = known ?? this.#append(version, sender);
    if (activity.id !== undefined) this.#byId.set(activity.id, shown);
    if (clientId !== undefined) {
      this.#byClientId.set(clientId, shown);
      this.setDelivery(clientId, 'sent');
    }
    return known || sender.kind === 'visitor' ? undefined : shown.view.root;
  }

  /** Shows what the visitor has just said, before the server knows it. */
  showOwn(activity: Activity, files: readonly File[] = []): void {
    const clientId = clientIdOf(activity);
    if (clientId === undefined || this.#byClientId.has(clientId)) return;
    const shown = this.#append({ activity, replaced: false }, { kind: 'visitor' });
    if (files.length > 0) showLocalFiles(shown.view, files);
    this.#byClientId.set(clientId, shown);
    this.setDelivery(clientId, 'sending');
  }

  /** @param share how much of the message's files has gone out, from 0 to 1 */
  setProgress(clientId: string, share: number): void {
    const shown = this.#byClientId.get(clientId);
    if (shown) setUploadProgress(shown.view, share);
  }

  setDelivery(clientId: string, state: DeliveryState): void {
    const shown = this.#byClientId.get(clientId);
    if (shown) setDelivery(shown.view, { clientId, state }, this.#parts);
  }

  /** A person has read the visitor's messages up to the one of this id. */
  setRead(id: string): void {
    if (!this.#byId.has(id)) return;
    for (const [shownId, { view }] of this.#byId) {
      setRead(view);
      if (shownId === id) return;
    }
  }

  /** A line from the page itself, between the messages. */
  showNotice(text: string): void {
    const notice = element('p', { class: 'notice', text });
    notice.dir = 'auto';
    this.#log.append(notice);
  }

  /** Cards wait for an answer (`true`) or can be pressed again. */
  lockCards(locked: boolean): void {
    const focused = this.#focused()?.closest<HTMLElement>('.message');
    // A disabled button loses the focus; its message keeps the place for the keyboard.
    if (locked) focused?.focus({ preventScroll: true });
    for (const card of this.#log.querySelectorAll<HTMLFieldSetElement>('fieldset.card'))
      card.disabled = locked;
  }

  clear(): void {
    this.#log.replaceChildren();
    this.#byId.clear();
    this.#byClientId.clear();
  }

  #focused(): Element | null {
    const tree = this.#log.getRootNode();
    return tree instanceof ShadowRoot ? tree.activeElement : document.activeElement;
  }

  #find(activity: Activity): Shown | undefined {
    const byId = activity.id === undefined ? undefined : this.#byId.get(activity.id);
    const clientId = clientIdOf(activity);
    return byId ?? (clientId === undefined ? undefined : this.#byClientId.get(clientId));
  }

  #append(version: MessageVersion, sender: Sender): Shown {
    const { activity, replaced } = version;
    const view = createMessageView(sender);
    const record = replaced && !asksForAnswer(activity);
    fillMessageView(view, { activity, sender, record }, this.#parts);
    this.#log.append(view.root);
    return { view, fingerprint: fingerprint(activity) };
  }

  #update(shown: Shown, activity: Activity, sender: Sender): void {
    const next = fingerprint(activity);
    if (shown.fingerprint === next) return;
    const record = sender.kind !== 'visitor' && !asksForAnswer(activity);
    const { root } = shown.view;
    const height = root.offsetHeight;
    const at = shown.view.time.dateTime;
    const hadFocus = root.contains(this.#focused());
    fillMessageView(shown.view, { activity: { ...activity, timestamp: at }, sender, record }, this.#parts);
    shown.fingerprint = next;
    // The button with the focus is gone; its message takes over, so that Tab goes on from there.
    if (hadFocus) root.focus({ preventScroll: true });
    animateHeight(root, height);
  }
}

/** Everything of an activity that is seen. */
function fingerprint(activity: Activity): string {
  return JSON.stringify([activity.text, activity.attachments]);
}

/** Whether there is still something to press; without it, a replaced message is a record of what was answered. */
function asksForAnswer(activity: Activity): boolean {
  return JSON.stringify(activity.attachments ?? []).includes('"Action.Submit"');
}

function animateHeight(target: HTMLElement, from: number): void {
  const to = target.offsetHeight;
  if (from === to || window.matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const frames = [
    { height: `${from}px`, overflow: 'hidden', opacity: 0.6 },
    { height: `${to}px`, overflow: 'hidden', opacity: 1 },
  ];
  target.animate(frames, { duration: foldDuration, easing: 'cubic-bezier(0.2, 0, 0, 1)' });
}

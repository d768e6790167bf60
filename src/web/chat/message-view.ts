import { type Activity, adaptiveCardType } from '../../conversation/activity.ts';
import { type CardParts, renderCard } from './card-view.ts';
import { element, icon } from './dom.ts';
import type { DeliveryState } from './outbox.ts';
import { texts } from './texts.ts';
import { formatTime } from './time.ts';

export type Sender = 'bot' | 'visitor';

export interface MessageParts extends CardParts {
  now: () => Date;
  locale: string;
  onTryAgain: (clientId: string) => void;
}

/** One message on screen: its element and the places in it that change. */
export interface MessageView {
  root: HTMLElement;
  content: HTMLElement;
  status: HTMLElement;
  time: HTMLTimeElement;
}

export function createMessageView(sender: Sender): MessageView {
  const content = element('div', { class: 'message__content' });
  const status = element('span', { class: 'message__status' });
  const time = element('time');
  const meta = element('div', { class: 'message__meta', children: [status, time] });
  const from = element('div', { class: 'message__from', children: nameOf(sender) });
  const root = element('article', { class: `message message--${sender}`, children: [from, content, meta] });
  root.tabIndex = -1;
  return { root, content, status, time };
}

function nameOf(sender: Sender): HTMLElement[] {
  const name = element('span', { class: 'message__name', text: texts.from[sender] });
  return sender === 'visitor'
    ? [name]
    : [element('span', { class: 'message__avatar', children: [icon('avatar')] }), name];
}

/** Puts an activity's text and cards into the view, in place of what was there. */
export function fillMessageView(
  view: MessageView,
  message: { activity: Activity; sender: Sender; record: boolean },
  parts: MessageParts,
): void {
  const { activity, sender, record } = message;
  view.root.classList.toggle('message--record', record);
  view.content.replaceChildren(...bubbles(activity, sender, parts), ...cards(activity, parts));
  // A record that is a card has a mark of its own.
  if (record && activity.text)
    view.content.prepend(element('span', { class: 'message__mark', children: [icon('check')] }));
  setTime(view, activity, parts);
}

function bubbles(activity: Activity, sender: Sender, parts: MessageParts): HTMLElement[] {
  if (!activity.text) return [];
  const bubble = element('div', { class: 'bubble' });
  bubble.dir = 'auto';
  if (sender === 'visitor' || activity.textFormat === 'plain') {
    bubble.classList.add('bubble--plain');
    bubble.textContent = activity.text;
  } else {
    bubble.innerHTML = parts.markdown(activity.text);
  }
  return [bubble];
}

function cards(activity: Activity, parts: MessageParts): HTMLElement[] {
  return (activity.attachments ?? [])
    .filter((attachment) => attachment.contentType === adaptiveCardType)
    .map((attachment) => renderCard(attachment.content, parts).root);
}

function setTime(view: MessageView, activity: Activity, parts: MessageParts): void {
  const at = activity.timestamp === undefined ? parts.now() : new Date(activity.timestamp);
  if (Number.isNaN(at.getTime())) return;
  view.time.dateTime = at.toISOString();
  view.time.textContent = formatTime({ at, now: parts.now(), locale: parts.locale });
}

/** Shows how far the visitor's own message has come, with a button to send it again when it has not. */
export function setDelivery(
  view: MessageView,
  delivery: { clientId: string; state: DeliveryState },
  parts: MessageParts,
): void {
  const { clientId, state } = delivery;
  view.root.dataset.delivery = state;
  view.status.textContent = texts.status[state];
  if (state !== 'failed') return;
  const again = element('button', { class: 'message__again', text: texts.status.tryAgain });
  again.type = 'button';
  again.addEventListener('click', () => parts.onTryAgain(clientId));
  view.status.append(again);
}

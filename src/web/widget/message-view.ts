import { type Activity, adaptiveCardType } from '../../conversation/activity.ts';
import type { CardCommand, CardParts } from '../shared/card-view.ts';
import { afterPaint, button, element } from '../shared/dom.ts';
import { icon } from '../shared/icons.ts';
import type { DeliveryState } from '../shared/outbox.ts';
import { fill, texts } from '../shared/texts.ts';
import { formatTime } from '../shared/time.ts';
import { fileViews, localFileViews } from '../shared/file-view.ts';
import type { LateRenderer } from './late-renderer.ts';
import { nameOf, type Sender } from './sender.ts';

export interface MessageParts extends Omit<CardParts, 'onExecute' | 'markdown'> {
  /** Needed for what others say, and not for the visitor's own words. */
  late: LateRenderer;
  now: () => Date;
  locale: string;
  /** Origin of the support server, whose files may be shown. */
  server: string;
  onTryAgain: (clientId: string) => void;
  /** Runs a card's command. @returns the card that then stands in the message, if another one does */
  onExecute: (command: CardCommand, activityId: string | undefined) => Promise<unknown>;
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
  const from = element('div', { class: 'message__from', children: nameParts(sender) });
  const side = sender.kind === 'visitor' ? 'visitor' : 'bot';
  const root = element('article', { class: `message message--${side}`, children: [from, content, meta] });
  if (sender.kind === 'agent') root.classList.add('message--agent');
  root.tabIndex = -1;
  return { root, content, status, time };
}

function nameParts(sender: Sender): HTMLElement[] {
  const name = element('bdi', { class: 'message__name', text: nameOf(sender) });
  if (sender.kind === 'visitor') return [name];
  const picture = icon(sender.kind === 'agent' ? 'person' : 'avatar');
  return [element('span', { class: 'message__avatar', children: [picture] }), name];
}

/** Puts an activity's text and cards into the view, in place of what was there. */
export function fillMessageView(
  view: MessageView,
  message: { activity: Activity; sender: Sender; record: boolean },
  parts: MessageParts,
): void {
  const { activity, sender, record } = message;
  view.root.classList.toggle('message--record', record);
  view.content.replaceChildren(...bubbles(activity, sender, parts), ...attached(activity, parts));
  // A record that is a card has a mark of its own.
  if (record && activity.text)
    view.content.prepend(element('span', { class: 'message__mark', children: [icon('check')] }));
  setTime(view, activity, parts);
}

function bubbles(activity: Activity, sender: Sender, parts: MessageParts): HTMLElement[] {
  if (!activity.text) return [];
  const bubble = element('div', { class: 'bubble' });
  bubble.dir = 'auto';
  if (sender.kind === 'visitor' || activity.textFormat === 'plain') {
    bubble.classList.add('bubble--plain');
    bubble.textContent = activity.text;
  } else {
    bubble.innerHTML = parts.late.renderer.markdown(activity.text);
  }
  return [bubble];
}

function attached(activity: Activity, parts: MessageParts): HTMLElement[] {
  const attachments = activity.attachments ?? [];
  const cards = attachments
    .filter(({ contentType }) => contentType === adaptiveCardType)
    .map(({ content }) => {
      const { markdown, renderCard } = parts.late.renderer;
      const onExecute = (command: CardCommand) => parts.onExecute(command, activity.id);
      return renderCard(content, { ...parts, markdown, onExecute }).root;
    });
  return [...cards, ...fileViews(attachments, parts.server)];
}

/** Shows files that are on their way, in the message that carries them. */
export function showLocalFiles(view: MessageView, files: readonly File[]): void {
  const bar = element('progress', { class: 'message__progress' });
  bar.max = 1;
  bar.setAttribute('aria-label', texts.files.progressLabel);
  view.content.append(...localFileViews(files), bar);
}

/** @param share how much of the files has gone out, from 0 to 1 */
export function setUploadProgress(view: MessageView, share: number): void {
  const bar = view.content.querySelector<HTMLProgressElement>('.message__progress');
  if (bar) bar.value = share;
  view.status.textContent = fill(texts.files.progress, { percent: Math.round(share * 100) });
}

function setTime(view: MessageView, activity: Activity, parts: MessageParts): void {
  const at = activity.timestamp === undefined ? parts.now() : new Date(activity.timestamp);
  if (Number.isNaN(at.getTime())) return;
  view.time.dateTime = at.toISOString();
  const { now, locale } = parts;
  // A browser's first formatter takes it as long as drawing the message does.
  afterPaint(() => (view.time.textContent = formatTime({ at, now: now(), locale })));
}

/** Shows that a person has read the visitor's own message; of others there is nothing to show. */
export function setRead(view: MessageView): void {
  if (view.root.dataset.delivery !== 'sent') return;
  view.root.dataset.delivery = 'read';
  view.status.textContent = texts.status.read;
}

/** Shows how far the visitor's own message has come, with a button to send it again when it has not. */
export function setDelivery(
  view: MessageView,
  delivery: { clientId: string; state: DeliveryState },
  parts: MessageParts,
): void {
  const { clientId, state } = delivery;
  if (view.root.dataset.delivery === 'read') return;
  view.root.dataset.delivery = state;
  view.status.textContent = texts.status[state];
  view.content.querySelector('.message__progress')?.toggleAttribute('hidden', state !== 'sending');
  if (state !== 'failed') return;
  const onClick = (): void => parts.onTryAgain(clientId);
  view.status.append(button({ class: 'message__again', text: texts.status.tryAgain, onClick }));
}

import { adaptiveCardType, type Activity, type Attachment } from '../../conversation/activity.ts';
import { renderCard } from '../shared/card-view.ts';
import { button, element } from '../shared/dom.ts';
import { icon } from '../shared/icons.ts';
import type { RenderMarkdown } from '../shared/markdown.ts';
import { formatTime } from '../shared/time.ts';
import { fileViews, localFileViews } from '../shared/file-view.ts';
import type { Item, Pending } from './case-log.ts';
import { deskIcon } from './icons.ts';
import { fill, textFor, texts } from './texts.ts';

export interface MessageParts {
  markdown: RenderMarkdown;
  /** Origin of this server, whose files may be shown. */
  server: string;
  locale: string;
  now: () => Date;
  /** The name this agent is shown under. */
  agentName: string;
  onTryAgain: (key: string) => void;
}

const longestName = 60;
const ownFiles = /^\/v3\/directline\/files\//;

/** One thing of a conversation as an element. */
export function itemView(item: Item, parts: MessageParts): HTMLElement {
  switch (item.is) {
    case 'message':
      return messageView(item, parts);
    case 'pending':
      return pendingView(item.pending, parts);
    case 'note':
      return noteView(item, parts);
    case 'status':
      return statusView(item, parts);
  }
}

function messageView(item: Extract<Item, { is: 'message' }>, parts: MessageParts): HTMLElement {
  const isOwn = item.from === 'agent' && item.who === parts.agentName;
  const name = isOwn ? texts.conversation.you : nameOf(item);
  const { activity } = item.entry;
  const status = isOwn ? (item.read ? texts.delivery.read : texts.delivery.sent) : '';
  return frame({ kind: item.from, name, at: item.at, status }, contents(activity, item.from, parts), parts);
}

function pendingView({ key, text, files, at, state }: Pending, parts: MessageParts): HTMLElement {
  const bubbles = text === '' ? [] : [markdownBubble(text, parts)];
  const children = [...bubbles, ...localFileViews(files)];
  const about = { kind: 'agent', name: texts.conversation.you, at, status: texts.delivery[state] };
  const view = frame(about, children, parts);
  view.dataset.delivery = state;
  if (state === 'failed') {
    const onClick = (): void => parts.onTryAgain(key);
    view
      .querySelector('.said__meta')
      ?.append(button({ class: 'text-button', text: texts.delivery.again, onClick }));
  }
  return view;
}

function noteView(item: Extract<Item, { is: 'note' }>, parts: MessageParts): HTMLElement {
  const text = element('div', { class: 'bubble bubble--plain', text: item.text });
  text.dir = 'auto';
  const name = fill(texts.conversation.note, { name: shortName(item.who) });
  const view = frame({ kind: 'note', name, at: item.at, status: '' }, [text], parts);
  view.querySelector('.said__meta')?.prepend(deskIcon('lock'));
  return view;
}

function statusView(item: Extract<Item, { is: 'status' }>, parts: MessageParts): HTMLElement {
  const state = textFor(texts.states, item.state);
  const by = item.by === undefined || Object.hasOwn(texts.events, item.by) ? '' : ` · ${shortName(item.by)}`;
  const words = element('span', { text: state + by });
  return element('p', { class: 'status-line', children: [words, timeOf(item.at, parts)] });
}

function frame(
  about: { kind: string; name: string; at: string; status: string },
  children: HTMLElement[],
  parts: MessageParts,
): HTMLElement {
  const name = element('bdi', { class: 'said__name', text: about.name });
  const status = element('span', { class: 'said__status', text: about.status });
  const meta = element('div', { class: 'said__meta', children: [name, timeOf(about.at, parts), status] });
  const content = element('div', { class: 'said__content', children });
  return element('article', { class: `said said--${about.kind}`, children: [meta, content] });
}

function contents(activity: Activity, from: string, parts: MessageParts): HTMLElement[] {
  const attachments = activity.attachments ?? [];
  const cards = attachments
    .filter(({ contentType }) => contentType === adaptiveCardType)
    .map(({ content }) => cardView(content, parts));
  const files = fileViews(attachments.map(onThisServer), parts.server);
  const shown = [...textOf(activity, from, parts), ...cards, ...files];
  return shown.length > 0
    ? shown
    : [element('p', { class: 'said__empty', text: texts.conversation.unreadable })];
}

function textOf(activity: Activity, from: string, parts: MessageParts): HTMLElement[] {
  const { text, value, textFormat } = activity;
  if (!text) return value === undefined ? [] : [pressed(texts.conversation.pressed)];
  if (from === 'visitor' && value !== undefined) return [pressed(text)];
  if (from !== 'visitor' && textFormat !== 'plain') return [markdownBubble(text, parts)];
  const bubble = element('div', { class: 'bubble bubble--plain', text });
  bubble.dir = 'auto';
  return [bubble];
}

/** What the visitor pressed looks like the button it was. */
function pressed(title: string): HTMLElement {
  const words = element('bdi', { text: title });
  return element('div', { class: 'bubble bubble--pressed', children: [icon('check'), words] });
}

function markdownBubble(text: string, parts: MessageParts): HTMLElement {
  const bubble = element('div', { class: 'bubble' });
  bubble.dir = 'auto';
  bubble.innerHTML = parts.markdown(text);
  return bubble;
}

/** As the visitor saw it; nothing in it can be pressed here. */
function cardView(content: unknown, parts: MessageParts): HTMLElement {
  const { root } = renderCard(content, {
    markdown: parts.markdown,
    onWindows: false,
    onSubmit: () => undefined,
  });
  root.disabled = true;
  return root;
}

/** Files of ours are asked from where this page came, whatever address the visitor knew the server by. */
function onThisServer(attachment: Attachment): Attachment {
  const { contentUrl } = attachment;
  if (contentUrl === undefined || !URL.canParse(contentUrl)) return attachment;
  const { pathname } = new URL(contentUrl);
  return ownFiles.test(pathname) ? { ...attachment, contentUrl: pathname } : attachment;
}

function timeOf(at: string, parts: MessageParts): HTMLTimeElement {
  const time = element('time', { class: 'said__time' });
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return time;
  time.dateTime = at;
  time.textContent = formatTime({ at: moment, now: parts.now(), locale: parts.locale });
  return time;
}

function nameOf(item: Extract<Item, { is: 'message' }>): string {
  if (item.from === 'bot') return texts.conversation.bot;
  return shortName(item.who ?? texts.conversation.visitor);
}

/** Names are whatever somebody chose. */
export function shortName(name: string): string {
  return [...name.trim()].slice(0, longestName).join('') || texts.conversation.visitor;
}

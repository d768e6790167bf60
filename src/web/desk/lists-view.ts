import { button, element } from '../shared/dom.ts';
import { durationText } from './duration.ts';
import { counted, fill, textFor, texts } from './texts.ts';
import { hasEnded, isUntaken, type ListedCase } from './wire.ts';

export interface ListsParts {
  now: () => Date;
  onOpen: (id: string) => void;
  onMore: () => void;
  onEndSearch: () => void;
}

export interface ShownLists {
  queue: readonly ListedCase[];
  mine: readonly ListedCase[];
  /** Others wait behind those of the queue. */
  more: boolean;
  /** In place of the other two while somebody searches. */
  found?: { cases: readonly ListedCase[]; more: boolean };
  openId: string | undefined;
}

/** The server counts up to here. */
const mostUnread = 100;

/** The left column: who waits, whom this agent has, or what a search has found. */
export class ListsView {
  readonly #root: HTMLElement;
  readonly #parts: ListsParts;

  constructor(root: HTMLElement, parts: ListsParts) {
    this.#root = root;
    this.#parts = parts;
  }

  show(lists: ShownLists): void {
    const focused = document.activeElement?.closest<HTMLElement>('[data-case]')?.dataset.case;
    const sections = lists.found ? this.#found(lists.found, lists.openId) : this.#running(lists);
    this.#root.replaceChildren(...sections);
    if (focused !== undefined) this.focus(focused);
  }

  focus(id: string): void {
    this.#root.querySelector<HTMLElement>(`[data-case="${CSS.escape(id)}"]`)?.focus();
  }

  /** Only the times, which change while nothing happens. */
  tick(): void {
    for (const time of this.#root.querySelectorAll<HTMLElement>('[data-since]')) this.#setTime(time);
  }

  #running({ queue, mine, more, openId }: ShownLists): HTMLElement[] {
    const { lists } = texts;
    return [
      section(
        lists.mine,
        String(mine.length),
        this.#items(mine, { openId, empty: lists.mineEmpty, queue: [] }),
      ),
      section(
        lists.queue,
        queueLength({ queue, more }),
        this.#items(queue, { openId, empty: lists.queueEmpty, queue }),
      ),
    ];
  }

  #found({ cases, more }: NonNullable<ShownLists['found']>, openId: string | undefined): HTMLElement[] {
    const { lists } = texts;
    const items = this.#items(cases, { openId, empty: lists.foundEmpty, queue: [] });
    const end = button({ class: 'text-button', text: lists.endSearch, onClick: this.#parts.onEndSearch });
    const found = section(lists.found, String(cases.length), items);
    found.prepend(end);
    if (more) {
      found.append(button({ class: 'button', text: lists.more, onClick: this.#parts.onMore }));
    }
    return [found];
  }

  #items(
    cases: readonly ListedCase[],
    options: { openId: string | undefined; empty: string; queue: readonly ListedCase[] },
  ): HTMLElement {
    if (cases.length === 0) return element('p', { class: 'lists__empty', text: options.empty });
    const items = cases.map((one) => {
      const position = options.queue.indexOf(one) + 1;
      const item = this.#item(one, position > 0 ? position : undefined);
      if (one.escalation.id === options.openId) item.setAttribute('aria-current', 'true');
      return element('li', { children: [item] });
    });
    return element('ul', { class: 'lists__items', children: items });
  }

  #item(one: ListedCase, position: number | undefined): HTMLButtonElement {
    const { escalation, symptom, unread } = one;
    const made = button({ class: 'case', onClick: () => this.#parts.onOpen(escalation.id) });
    made.dataset.case = escalation.id;
    const title = element('bdi', { class: 'case__title', text: symptom || texts.lists.noSymptom });
    made.append(title, this.#line(one, position));
    // What was said before anybody took a case is not news to anybody.
    if (unread > 0 && escalation.state === 'accepted') {
      const count =
        unread < mostUnread ? String(unread) : fill(texts.lists.atLeast, { count: mostUnread - 1 });
      const badge = element('span', { class: 'badge', text: count });
      badge.title = fill(texts.lists.unread, { count });
      badge.setAttribute('role', 'img');
      badge.setAttribute('aria-label', badge.title);
      made.append(badge);
    }
    return made;
  }

  #line(one: ListedCase, position: number | undefined): HTMLElement {
    const { escalation, checks } = one;
    const parts: (Node | string)[] = [];
    if (position !== undefined) {
      const place = element('span', { class: 'case__place', text: String(position) });
      place.setAttribute('role', 'img');
      place.setAttribute('aria-label', fill(texts.lists.position, { position }));
      parts.push(place);
    }
    if (escalation.ticket) parts.push(element('span', { class: 'tag', text: texts.lists.ticket }));
    if (escalation.state === 'declined' || escalation.state === 'timed-out' || hasEnded(escalation)) {
      parts.push(element('span', { class: 'tag', text: textFor(texts.states, escalation.state) }));
    }
    parts.push(this.#time(one));
    if (checks > 0) parts.push(element('span', { text: counted(texts.lists.checks, checks) }));
    return element('span', { class: 'case__line', children: parts });
  }

  #time({ escalation }: ListedCase): HTMLElement {
    const { queuedAt, requestedAt, acceptedAt, endedAt } = escalation;
    const time = element('span', { class: 'case__time' });
    const isOver = hasEnded(escalation);
    time.dataset.since = isOver ? (endedAt ?? requestedAt) : (acceptedAt ?? queuedAt ?? requestedAt);
    time.dataset.form = isOver ? 'ago' : isUntaken(escalation) ? 'waiting' : 'since';
    this.#setTime(time);
    return time;
  }

  #setTime(time: HTMLElement): void {
    const since = Date.parse(time.dataset.since ?? '');
    const text = durationText(Math.max(0, this.#parts.now().getTime() - since));
    time.textContent = fill(textFor(texts.lists, time.dataset.form ?? ''), { time: text });
  }
}

/** How many wait, as far as it is known here: `3`, or `200+`. */
export function queueLength({ queue, more }: Pick<ShownLists, 'queue' | 'more'>): string {
  return more ? fill(texts.lists.atLeast, { count: queue.length }) : String(queue.length);
}

function section(title: string, count: string, items: HTMLElement): HTMLElement {
  const amount = element('span', { class: 'lists__count', text: count });
  const heading = element('h2', { class: 'lists__title', children: [title, ' ', amount] });
  return element('section', { class: 'lists__section', children: [heading, items] });
}

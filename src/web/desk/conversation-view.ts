import { button, byId, element } from '../shared/dom.ts';
import type { CaseLog, Item } from './case-log.ts';
import { deskIcon } from './icons.ts';
import { itemView, type MessageParts, shortName } from './message-view.ts';
import { fill, textFor, texts } from './texts.ts';
import { isUntaken, type Escalation, type OpenedCase } from './wire.ts';

export type CaseAction = 'take' | 'decline' | 'handOn' | 'returnToBot' | 'close';

export interface ConversationParts extends MessageParts {
  agentId: string;
  onAction: (action: CaseAction) => void;
  onEarlier: () => void;
  onBack: () => void;
  onFacts: () => void;
}

/** So near to the end, in pixels, somebody reads what comes last. */
const nearEnd = 80;
/** A visitor who writes says so again sooner than this, in milliseconds. */
const typingShown = 6000;

/** What may be done with a case as it stands, the most likely first. */
export function actionsOf(escalation: Escalation, agentId: string): CaseAction[] {
  if (isUntaken(escalation)) return escalation.state === 'declined' ? ['take'] : ['take', 'decline'];
  if (escalation.state !== 'accepted' || escalation.agent?.id !== agentId) return [];
  return ['close', 'returnToBot', 'handOn'];
}

/** The middle column: one case, what was said in it, and what can be done with it. */
export class ConversationView {
  readonly #parts: ConversationParts;
  readonly #head: HTMLElement;
  readonly #scroller: HTMLElement;
  readonly #log: HTMLElement;
  readonly #typing: HTMLElement;
  readonly #shown = new Map<string, { mark: string; view: HTMLElement }>();
  readonly #earlier: HTMLButtonElement;
  #typingTimer: number | undefined;
  /** Whether the end is being read: then it stays in sight, whatever grows or shrinks. */
  #atEnd = true;
  #top = 0;
  #isErased = false;

  constructor(root: ParentNode, parts: ConversationParts) {
    this.#parts = parts;
    this.#head = byId(root, 'head', HTMLElement);
    this.#scroller = byId(root, 'scroller', HTMLElement);
    this.#log = byId(root, 'log', HTMLElement);
    this.#typing = byId(root, 'typing', HTMLElement);
    const onClick = parts.onEarlier;
    this.#earlier = button({ class: 'button earlier', text: texts.conversation.earlier, onClick });
    this.#scroller.addEventListener('scroll', () => this.#noteScroll());
    const keepEnd = new ResizeObserver(() => this.#atEnd && this.#scrollToEnd());
    for (const part of [this.#scroller, this.#log, this.#typing]) keepEnd.observe(part);
  }

  /** Leaves there why the last case is gone. @param longestWaiting whether there is a case to take */
  showNothing(longestWaiting: boolean): void {
    if (this.#isErased) return;
    this.#clear();
    const heading = element('h2', { class: 'empty__title', text: texts.conversation.none });
    const [before = '', after = ''] = texts.conversation.noneHint.split('{key}');
    const hint = element('p', { children: [before, element('kbd', { text: 't' }), after] });
    const children = longestWaiting ? [heading, hint] : [heading];
    this.#log.append(element('div', { class: 'empty', children }));
  }

  /** The case that was open is gone; said here too, as what is said in the corner does not stay. */
  showErased(): void {
    this.#clear();
    const heading = element('h2', { class: 'empty__title', text: texts.conversation.erased });
    const hint = element('p', { text: texts.conversation.erasedHint });
    this.#log.append(element('div', { class: 'empty', children: [heading, hint] }));
    this.#isErased = true;
  }

  showLoading(): void {
    this.#isErased = false;
    this.#clear();
    this.#log.append(element('p', { class: 'empty', text: texts.conversation.loading }));
  }

  showHead({ escalation, package: known, conversation }: OpenedCase): void {
    const focused =
      document.activeElement instanceof HTMLElement ? document.activeElement.dataset.action : '';
    const name = conversation.userName === undefined ? '' : ` · ${shortName(conversation.userName)}`;
    const id = fill(texts.conversation.case, { id: escalation.caseId });
    const line = element('p', { class: 'head__line', children: [element('bdi', { text: id + name })] });
    line.append(' ', stateTag(escalation));
    const symptom = known.symptoms[0] ?? texts.lists.noSymptom;
    const title = element('h2', { class: 'head__title', text: symptom });
    title.dir = 'auto';
    title.title = symptom;
    const { onBack, onFacts } = this.#parts;
    const back = button({ class: 'tool head__back', icon: deskIcon('back'), onClick: onBack });
    back.setAttribute('aria-label', texts.conversation.back);
    const facts = button({ class: 'tool head__facts', icon: deskIcon('facts'), onClick: onFacts });
    facts.setAttribute('aria-label', texts.conversation.facts);
    const words = element('div', { class: 'head__words', children: [title, line] });
    this.#head.replaceChildren(back, words, this.#actions(escalation), facts);
    if (focused) this.#head.querySelector<HTMLElement>(`[data-action="${focused}"]`)?.focus();
  }

  /** Shows the conversation as it stands; what is on screen already stays as it is. */
  showLog(log: CaseLog, { scroll = false } = {}): void {
    const before = this.#scroller.scrollHeight - this.#scroller.scrollTop;
    const hadEarlier = this.#earlier.isConnected;
    const views = log.items().map((item) => this.#view(item));
    const hasEarlier = (log.first ?? 1) > 1;
    this.#log.replaceChildren(...(hasEarlier ? [this.#earlier] : []), ...views);
    if (scroll) this.#atEnd = true;
    if (this.#atEnd) this.#scrollToEnd();
    else if (hadEarlier) this.#scroller.scrollTop = this.#scroller.scrollHeight - before;
  }

  showTyping(): void {
    window.clearTimeout(this.#typingTimer);
    this.#typing.hidden = false;
    this.#typingTimer = window.setTimeout(() => this.hideTyping(), typingShown);
  }

  hideTyping(): void {
    this.#typing.hidden = true;
  }

  #clear(): void {
    this.#shown.clear();
    this.#head.replaceChildren();
    this.#log.replaceChildren();
    this.hideTyping();
  }

  #actions(escalation: Escalation): HTMLElement {
    const buttons = actionsOf(escalation, this.#parts.agentId).map((action, index) => {
      const kind = index === 0 ? ' button--primary' : '';
      const made = button({
        class: `button${kind}`,
        text: texts.actions[action],
        onClick: () => this.#parts.onAction(action),
      });
      made.dataset.action = action;
      return made;
    });
    const group = element('div', { class: 'head__actions', children: buttons.reverse() });
    group.setAttribute('role', 'group');
    group.setAttribute('aria-label', texts.actions.label);
    return group;
  }

  #view(item: Item): HTMLElement {
    const mark = JSON.stringify(item);
    const known = this.#shown.get(item.id);
    if (known?.mark === mark) return known.view;
    const view = itemView(item, this.#parts);
    this.#shown.set(item.id, { mark, view });
    return view;
  }

  /** What grows or shrinks leaves the end as well; only who scrolls up has left it on purpose. */
  #noteScroll(): void {
    const { scrollTop } = this.#scroller;
    const isNear = this.#distanceToEnd() < nearEnd;
    if (isNear || scrollTop < this.#top) this.#atEnd = isNear;
    this.#top = scrollTop;
  }

  #scrollToEnd(): void {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  #distanceToEnd(): number {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    return scrollHeight - scrollTop - clientHeight;
  }
}

function stateTag(escalation: Escalation): HTMLElement {
  const { state, agent, ticket } = escalation;
  const words =
    state === 'accepted' && agent
      ? fill(texts.lists.withAgent, { name: shortName(agent.name) })
      : ticket && state === 'queued'
        ? texts.lists.ticket
        : textFor(texts.states, state);
  const tag = element('span', { class: 'tag', text: words });
  tag.dataset.state = state;
  return tag;
}

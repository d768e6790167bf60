import {
  type Action,
  ActionMode,
  AdaptiveCard,
  GlobalSettings,
  OpenUrlAction,
  SubmitAction,
  ToggleVisibilityAction,
} from 'adaptivecards';
import { element } from './dom.ts';
import { hostConfig } from './host-config.ts';
import { linkKind } from './links.ts';
import type { RenderMarkdown } from './markdown.ts';
import type { Utterance } from './outgoing.ts';
import { fill, texts } from './texts.ts';

export interface CardParts {
  markdown: RenderMarkdown;
  onWindows: boolean;
  /** A button was pressed: its title and its data together with what was filled in. */
  onSubmit: (utterance: Utterance) => void;
}

/** A card on screen. Its root can be locked, so that a second press does not answer twice. */
export interface CardView {
  root: HTMLFieldSetElement;
}

/** Once for the page: the renderer takes these only as global settings. */
export function setUpCards(markdown: RenderMarkdown): void {
  AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = markdown(text);
    result.didProcess = true;
  };
  GlobalSettings.setTabIndexAtCardRoot = false;
}

/** Renders the content of an Adaptive Card attachment; a broken one becomes a sentence that says so. */
export function renderCard(content: unknown, parts: CardParts): CardView {
  const root = element('fieldset', { class: 'card' });
  // It is a fieldset only so that everything in it can be disabled at once.
  root.setAttribute('role', 'none');
  root.append(renderContent(content, parts) ?? element('p', { text: texts.card.failed }));
  for (const link of root.querySelectorAll<HTMLAnchorElement>('a[href^="ms-settings:"]')) {
    link.removeAttribute('target');
  }
  return { root };
}

/** The renderer would hide secondary actions behind three dots; here they stay in reach, only quieter. */
function renderContent(content: unknown, parts: CardParts): HTMLElement | undefined {
  const card = new AdaptiveCard();
  card.hostConfig = hostConfig;
  card.onExecuteAction = (action) => execute(action, parts);
  try {
    card.parse(content);
    // The renderer names actions inside of containers more than once.
    const actions = [...new Set(card.getAllActions())];
    const quiet = actions.filter(isQuiet);
    for (const action of quiet) action.mode = ActionMode.Primary;
    for (const action of actions) restrict(action, parts.onWindows);
    const rendered = card.render();
    // A mark of our own, as the renderer rewrites the class names of its buttons.
    for (const action of quiet) action.renderedElement?.setAttribute('data-quiet', '');
    return rendered;
  } catch {
    return undefined;
  }
}

function isQuiet(action: Action): boolean {
  return action.mode === ActionMode.Secondary || action instanceof ToggleVisibilityAction;
}

function restrict(action: Action, onWindows: boolean): void {
  if (!(action instanceof OpenUrlAction)) return;
  const kind = linkKind(action.url ?? '', onWindows);
  if (kind === 'web' || kind === 'settings') return;
  action.isEnabled = false;
  if (kind === 'refused') return;
  action.title = fill(texts.card.onPc, { title: action.title ?? '' });
  action.tooltip = texts.card.onPcHint;
}

function execute(action: Action, parts: CardParts): void {
  if (action instanceof SubmitAction) parts.onSubmit({ text: action.title ?? '', value: action.data });
  if (action instanceof OpenUrlAction) openLink(action.url ?? '', parts.onWindows);
}

function openLink(address: string, onWindows: boolean): void {
  const kind = linkKind(address, onWindows);
  if (kind === 'web') window.open(address, '_blank', 'noopener,noreferrer');
  if (kind === 'settings') window.location.assign(address);
}

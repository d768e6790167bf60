import {
  type Action,
  ActionMode,
  AdaptiveCard,
  ExecuteAction,
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

/** An `Action.Execute`, or the refresh that a card asks for. Source: Bot Framework, "Universal Actions". */
export interface CardCommand {
  verb: string;
  data: unknown;
  /** By the visitor, or by the card as it is shown. */
  trigger: 'manual' | 'automatic';
}

export interface CardParts {
  markdown: RenderMarkdown;
  onWindows: boolean;
  /** A button was pressed: its title and its data together with what was filled in. */
  onSubmit: (utterance: Utterance) => void;
  /** Runs a command at the bot. @returns the card that then stands in place of this one, if another one does */
  onExecute?: (command: CardCommand) => Promise<unknown>;
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
  const execute = (command: CardCommand): void => void replaceAfter(root, { command, parts });
  fillCard(root, { content, parts, execute });
  const refresh = refreshOf(content);
  if (refresh && parts.onExecute) execute(refresh);
  return { root };
}

/** While a command runs, the card cannot be pressed; afterwards it is what the bot says it is. */
async function replaceAfter(
  root: HTMLFieldSetElement,
  { command, parts }: { command: CardCommand; parts: CardParts },
): Promise<void> {
  root.disabled = true;
  const content = await parts.onExecute?.(command);
  root.disabled = false;
  if (content === undefined) return;
  const execute = (next: CardCommand): void => void replaceAfter(root, { command: next, parts });
  fillCard(root, { content, parts, execute });
}

/** What a card asks to be replaced with as soon as it is shown. */
function refreshOf(content: unknown): CardCommand | undefined {
  const refresh = (content as { refresh?: { action?: unknown } } | null | undefined)?.refresh;
  const action = refresh?.action as { type?: unknown; verb?: unknown; data?: unknown } | undefined;
  if (action?.type !== 'Action.Execute') return undefined;
  return {
    verb: typeof action.verb === 'string' ? action.verb : '',
    data: action.data,
    trigger: 'automatic',
  };
}

interface Filling {
  content: unknown;
  parts: CardParts;
  execute: (command: CardCommand) => void;
}

function fillCard(root: HTMLElement, filling: Filling): void {
  root.replaceChildren(renderContent(filling) ?? element('p', { text: texts.card.failed }));
  // Each piece of text runs as its own words do, whatever the language around it.
  for (const text of root.querySelectorAll<HTMLElement>('.ac-textBlock, .ac-pushButton > div'))
    text.dir = 'auto';
  for (const link of root.querySelectorAll<HTMLAnchorElement>('a[href^="ms-settings:"]')) {
    link.removeAttribute('target');
  }
}

/** The renderer would hide secondary actions behind three dots; here they stay in reach, only quieter. */
function renderContent({ content, parts, execute }: Filling): HTMLElement | undefined {
  const card = new AdaptiveCard();
  card.hostConfig = hostConfig;
  card.onExecuteAction = (action) => act(action, { parts, execute });
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
    for (const action of actions) explainElsewhere(action, parts.onWindows);
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
  action.isEnabled = kind === 'web' || kind === 'settings';
}

/** A page of Windows Settings that cannot be opened here is text and not a button. */
function explainElsewhere(action: Action, onWindows: boolean): void {
  if (!(action instanceof OpenUrlAction)) return;
  if (linkKind(action.url ?? '', onWindows) !== 'settings-elsewhere') return;
  const title = fill(texts.card.onPc, { title: action.title ?? '' });
  const text = element('span', { class: 'on-pc', text: title });
  text.title = texts.card.onPcHint;
  action.renderedElement?.replaceWith(text);
}

function act(action: Action, { parts, execute }: Pick<Filling, 'parts' | 'execute'>): void {
  if (action instanceof ExecuteAction) execute({ verb: action.verb, data: action.data, trigger: 'manual' });
  if (action instanceof SubmitAction) parts.onSubmit({ text: action.title ?? '', value: action.data });
  if (action instanceof OpenUrlAction) openLink(action.url ?? '', parts.onWindows);
}

function openLink(address: string, onWindows: boolean): void {
  const kind = linkKind(address, onWindows);
  if (kind === 'web') window.open(address, '_blank', 'noopener,noreferrer');
  if (kind === 'settings') window.location.assign(address);
}

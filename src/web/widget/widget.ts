import { element } from '../shared/dom.ts';
import { chooseLanguage } from '../shared/language.ts';
import { launcher as english } from '../shared/texts.en.json';
import { beginEarly } from './begin-early.ts';
import { Launcher, type LauncherTexts } from './launcher.ts';
import { linkInAddress } from './link-in-address.ts';
import { createMemory, type Memory } from '../shared/memory.ts';
import type { MountChat, MountedChat } from './mounted-chat.ts';
import type { WidgetOptions } from './options.ts';
import { createStage, type Stage } from './stage.ts';

/** What a page can listen to. */
export interface WidgetEvents {
  open: undefined;
  close: undefined;
  /** The number of messages that came while the chat was closed. */
  unread: number;
}

type Listener = (detail: unknown) => void;

const openKey = 'support-chat.open';
const greetingKey = 'support-chat.greeting-dismissed';
const sessionKey = 'support-chat.session';
/** Of our tag, for pages whose policy asks for one. Only now is it known which tag this script stands in. */
const ownNonce = document.currentScript?.nonce;
const greetingDelay = 1500;
/** The chat waits no longer for words in another language. */
const textsTimeout = 10_000;

/** The launcher and, once it is needed, the chat behind it. Also what pages call: `window.PhoneLinkSupport`. */
export class Widget {
  readonly #options: WidgetOptions;
  /** Of the chat's own script, then of those that it loads. */
  readonly #scripts: readonly string[];
  readonly #stage: Stage;
  readonly #launcher: Launcher | undefined;
  /** The language file of the page's language, if there is one beside the English that is built in. */
  readonly #texts: Promise<unknown>;
  #words: LauncherTexts = english;
  readonly #listeners = new Map<keyof WidgetEvents, Set<Listener>>();
  /** For this tab, through reloads and from page to page. */
  readonly #tab = createMemory(() => window.sessionStorage);
  #script: Promise<{ mountChat: MountChat }> | undefined;
  #chat: Promise<MountedChat> | undefined;
  /** Begun once, however often the chat has to be asked for. */
  #early: Promise<unknown> | undefined;
  #attempts = 0;
  #isOpen = false;

  /** @param parts.chatFiles names of the chat's scripts on the server, the one that is asked for first */
  constructor(
    options: WidgetOptions,
    parts: { chatFiles: readonly [string, ...string[]]; languages: readonly string[] },
  ) {
    this.#options = options;
    this.#scripts = parts.chatFiles.map((name) => `${options.server}/${name}`);
    const language = chooseLanguage(options.language, parts.languages);
    const words = language ?? chooseLanguage(options.language, ['en']);
    this.#stage = createStage(options, { translated: words !== undefined });
    if (!options.fullPage) this.#launcher = this.#createLauncher();
    this.#texts = language === undefined ? Promise.resolve() : fetchTexts(options.server, language);
    void this.#texts.then((texts) => this.#translate(texts));
    this.#begin();
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Opens the chat; loads it the first time. */
  async open(): Promise<void> {
    if (this.#isOpen) return;
    this.#setOpen(true);
    this.#launcher?.setBusy(true);
    try {
      const chat = await this.#load();
      if (this.isOpen) chat.show();
    } catch {
      this.#setOpen(false);
      this.#launcher?.showSentence(this.#words.failed, () => undefined);
    } finally {
      this.#launcher?.setBusy(false);
    }
  }

  close(): void {
    if (!this.#isOpen || this.#options.fullPage) return;
    this.#setOpen(false);
    void this.#chat?.then((chat) => chat.hide());
    this.#launcher?.element.focus();
  }

  /** Calls the listener at each such event. @returns a function that ends it */
  on<E extends keyof WidgetEvents>(event: E, listener: (detail: WidgetEvents[E]) => void): () => void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners);
    listeners.add(listener as Listener);
    return () => void listeners.delete(listener as Listener);
  }

  #createLauncher(): Launcher {
    return new Launcher({
      stage: this.#stage.stage,
      texts: this.#words,
      onPress: () => (this.#isOpen ? this.close() : void this.open()),
      onNear: () => void this.#fetch().catch(() => undefined),
    });
  }

  #translate(texts: unknown): void {
    const { launcher } = (texts ?? {}) as { launcher?: Partial<LauncherTexts> };
    this.#words = { ...english, ...launcher };
    this.#launcher?.setTexts(this.#words);
  }

  /** Opens where it was open, and stays connected where there is a conversation, so that answers are noticed. */
  #begin(): void {
    const { open, fullPage, greeting } = this.#options;
    const remembered = this.#tab.get(openKey);
    const wide = window.matchMedia('(min-width: 480px)').matches;
    if (fullPage || (remembered === 'true' && wide) || (open && remembered === null)) return void this.open();
    if (hasConversation()) return whenIdle(() => void this.#load().catch(() => undefined));
    if (greeting !== undefined && this.#tab.get(greetingKey) === null)
      window.setTimeout(() => this.#greet(greeting, this.#tab), greetingDelay);
  }

  #greet(greeting: string, memory: Memory): void {
    // Who has been in the chat needs no invitation, and may be reading that it could not be loaded.
    if (this.#early === undefined)
      this.#launcher?.showSentence(greeting, () => memory.set(greetingKey, 'true'));
  }

  #load(): Promise<MountedChat> {
    this.#chat ??= this.#mount().catch((error: unknown) => {
      this.#chat = undefined;
      throw error;
    });
    return this.#chat;
  }

  async #mount(): Promise<MountedChat> {
    const { server, language, title, fullPage } = this.#options;
    const isKnown = hasConversation() || linkInAddress() !== null;
    const early = (this.#early ??= isKnown ? Promise.resolve() : beginEarly(server));
    const { mountChat } = await this.#fetch();
    return mountChat({
      early,
      texts: this.#texts,
      ...{ ...this.#stage, server, language, title, fullPage },
      onUnread: (count) => {
        this.#launcher?.setUnread(count);
        this.#tell('unread', count);
      },
      onClose: () => this.close(),
    });
  }

  /** Only the scripts: a conversation begins when the chat is mounted. */
  #fetch(): Promise<{ mountChat: MountChat }> {
    this.#script ??= this.#import().catch((error: unknown) => {
      this.#attempts += 1;
      this.#script = undefined;
      throw error;
    });
    return this.#script;
  }

  async #import(): Promise<{ mountChat: MountChat }> {
    const [chat = '', ...others] = this.#scripts;
    // In older browsers a module that failed to load stays failed under its address.
    const again = this.#attempts === 0 ? '' : `?attempt=${this.#attempts}`;
    const coming = import(chat + again) as Promise<{ mountChat: MountChat }>;
    // Into the browser's cache meanwhile; not as modules yet, for the same reason.
    for (const address of others) void fetch(address).catch(() => undefined);
    const module = await coming;
    for (const address of others) preloadModule(address);
    return module;
  }

  #setOpen(open: boolean): void {
    this.#isOpen = open;
    this.#stage.stage.toggleAttribute('data-open', open);
    this.#launcher?.setOpen(open);
    this.#tab.set(openKey, String(open));
    this.#tell(open ? 'open' : 'close', undefined);
  }

  #tell(event: keyof WidgetEvents, detail: unknown): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(detail);
  }
}

/** @returns undefined when it cannot be had: then there are the English words. */
async function fetchTexts(server: string, language: string): Promise<unknown> {
  try {
    const signal = AbortSignal.timeout(textsTimeout);
    const response = await fetch(`${server}/texts/${language}.json`, { signal });
    return response.ok ? await response.json() : undefined;
  } catch {
    return undefined;
  }
}

/** Lets the browser compile a module that is wanted soon, while it has other things to do. */
function preloadModule(address: string): void {
  const link = element('link');
  Object.assign(link, { rel: 'modulepreload', href: address, crossOrigin: '', nonce: ownNonce });
  link.onload = link.onerror = () => link.remove();
  document.head.append(link);
}

function hasConversation(): boolean {
  return createMemory(() => window.localStorage).get(sessionKey) !== null;
}

function whenIdle(work: () => void): void {
  if ('requestIdleCallback' in window) window.requestIdleCallback(work, { timeout: 5000 });
  else setTimeout(work, 1000);
}

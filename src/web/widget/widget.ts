import { chooseLanguage } from '../shared/language.ts';
import { launcher as english } from '../shared/texts.en.json';
import { Launcher, type LauncherTexts } from './launcher.ts';
import { createMemory, type Memory } from './memory.ts';
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
const greetingDelay = 1500;
const requestTimeout = 20_000;

/** The launcher and, once it is needed, the chat behind it. Also what pages call: `window.PhoneLinkSupport`. */
export class Widget {
  readonly #options: WidgetOptions;
  readonly #chatAddress: string;
  readonly #stage: Stage;
  readonly #launcher: Launcher | undefined;
  readonly #listeners = new Map<keyof WidgetEvents, Set<Listener>>();
  /** For this tab, through reloads and from page to page. */
  readonly #tab = createMemory(() => window.sessionStorage);
  #script: Promise<{ mountChat: MountChat }> | undefined;
  #chat: Promise<MountedChat> | undefined;
  #attempts = 0;
  #isOpen = false;

  /** @param parts.chatFile name of the chat's script on the server */
  constructor(options: WidgetOptions, parts: { chatFile: string; languages: readonly string[] }) {
    this.#options = options;
    this.#chatAddress = `${options.server}/${parts.chatFile}`;
    this.#stage = createStage(options);
    if (!options.fullPage) this.#launcher = this.#createLauncher(parts.languages);
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
      this.#launcher?.showSentence(english.failed, () => undefined);
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

  #createLauncher(languages: readonly string[]): Launcher {
    const launcher = new Launcher({
      stage: this.#stage.stage,
      texts: english,
      onPress: () => (this.#isOpen ? this.close() : void this.open()),
      onNear: () => void this.#fetch().catch(() => undefined),
    });
    const language = chooseLanguage(this.#options.language, languages);
    if (language !== undefined) void this.#translate(launcher, language);
    return launcher;
  }

  async #translate(launcher: Launcher, language: string): Promise<void> {
    const response = await fetch(`${this.#options.server}/texts/${language}.json`);
    const { launcher: texts } = (await response.json()) as { launcher?: Partial<LauncherTexts> };
    launcher.setTexts({ ...english, ...texts });
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
    if (!this.#isOpen) this.#launcher?.showSentence(greeting, () => memory.set(greetingKey, 'true'));
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
    const early = hasConversation() ? Promise.resolve() : askForSession(server);
    const { mountChat } = await this.#fetch();
    return mountChat({
      early,
      ...{ ...this.#stage, server, language, title, fullPage },
      onUnread: (count) => {
        this.#launcher?.setUnread(count);
        this.#tell('unread', count);
      },
      onClose: () => this.close(),
    });
  }

  /** Only the script: a conversation begins when the chat is mounted. */
  #fetch(): Promise<{ mountChat: MountChat }> {
    // A module that failed to load stays failed under its address.
    const again = this.#attempts === 0 ? '' : `?attempt=${this.#attempts}`;
    this.#script ??= import(this.#chatAddress + again).catch((error: unknown) => {
      this.#attempts += 1;
      this.#script = undefined;
      throw error;
    }) as Promise<{ mountChat: MountChat }>;
    return this.#script;
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

/** In the time that the chat takes to load. When it fails, the chat asks again. */
async function askForSession(server: string): Promise<unknown> {
  const headers = { 'Content-Type': 'application/json' };
  const request = { method: 'POST', headers, body: '{}', signal: AbortSignal.timeout(requestTimeout) };
  try {
    const response = await fetch(`${server}/api/chat/token`, request);
    return response.ok ? await response.json() : undefined;
  } catch {
    return undefined;
  }
}

function hasConversation(): boolean {
  return createMemory(() => window.localStorage).get(sessionKey) !== null;
}

function whenIdle(work: () => void): void {
  if ('requestIdleCallback' in window) window.requestIdleCallback(work, { timeout: 5000 });
  else setTimeout(work, 1000);
}

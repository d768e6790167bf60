import { type ChatApi, createChatApi } from '../shared/api.ts';
import { backoffDelay } from '../shared/backoff.ts';
import { openDirectLine } from '../shared/direct-line.ts';
import { byId, fromMarkup, styleSheet } from '../shared/dom.ts';
import { withFreshToken } from '../shared/fresh-token.ts';
import { icons } from '../shared/icons.ts';
import { isWindows } from '../shared/links.ts';
import { fillMarkup } from '../shared/markup.ts';
import { parseBeginning } from '../shared/session.ts';
import { type ChatStorage, createChatStorage } from '../shared/storage.ts';
import { texts, useTexts } from '../shared/texts.ts';
import { Chat } from './chat.ts';
import { createMemory } from '../shared/memory.ts';
import { linkInAddress } from './link-in-address.ts';
import { Menu } from './menu.ts';
import type { MountChat, MountedChat, MountParts } from './mounted-chat.ts';
import panelMarkup from './panel.html';
import { Panel } from './panel.ts';
import { PhoneView } from './phone-view.ts';
import type { Renderer } from './renderer.ts';
import { Sound } from '../shared/sound.ts';
import styles from './styles/chat.css';
import { saveText } from './save-text.ts';
import { Unread } from './unread.ts';

/** How often the clock is looked at to notice a sleep, and what gap counts as one; milliseconds. */
const heartbeat = 10_000;
const sleepGap = 90_000;

/** Puts the chat into the widget's tree and connects it. */
export const mountChat: MountChat = async (parts) => {
  useTexts(await parts.texts);
  if (parts.fullPage) nameDocument(parts);
  parts.root.adoptedStyleSheets.push(styleSheet(styles));
  parts.stage.prepend(fromMarkup(fillMarkup(panelMarkup, { texts, icons })));
  const { server } = parts;
  const plain = createChatApi({ origin: server, fetch: window.fetch.bind(window) });
  const api = { ...plain, start: startWith(parts.early, plain.start) };
  const storage = createChatStorage(() => window.localStorage);
  const linkFailed = parts.fullPage && !(await followLink({ api, storage }));
  const memory = createMemory(() => window.localStorage);
  const sound = new Sound(memory);
  const unread = new Unread({ memory, onChange: parts.onUnread });
  const chat = createChat(parts, { api, storage, sound, unread });
  watchBrowser(chat);
  chat.start();
  if (linkFailed) chat.notice(texts.linkUsed);
  return setUpPanel(parts, { api, storage, chat, sound, unread });
};

/** Uses the early beginning once, if it is one. */
function startWith(early: Promise<unknown>, start: ChatApi['start']): ChatApi['start'] {
  let first: Promise<unknown> | undefined = early;
  return async () => {
    const beginning = parseBeginning(await first);
    first = undefined;
    return beginning ?? start();
  };
}

/** The page that the chat fills is called and read as the chat is. */
function nameDocument({ stage, title }: MountParts): void {
  document.title = title ?? texts.title;
  document.documentElement.lang = stage.lang;
}

/**
 * Comes to the conversation of the one-time link in the address.
 * @returns false when there is a link that is no longer good
 */
async function followLink({ api, storage }: { api: ChatApi; storage: ChatStorage }): Promise<boolean> {
  const link = linkInAddress();
  if (link === null) return true;
  window.history.replaceState(null, '', window.location.pathname + window.location.search);
  try {
    storage.writeSession(await api.redeem(link));
    return true;
  } catch {
    return false;
  }
}

interface Inside {
  api: ChatApi;
  storage: ChatStorage;
  sound: Sound;
  unread: Unread;
}

/** Running that code takes as long as all the rest, so the browser may first show the panel and send requests. */
async function loadRenderer(onWindows: boolean): Promise<Renderer> {
  await pause(0);
  const { createRenderer } = await importRenderer();
  return createRenderer(onWindows);
}

/** Tries until it is there: what is said waits for it. */
async function importRenderer(attempts = 0): Promise<typeof import('./renderer.ts')> {
  try {
    return await import('./renderer.ts');
  } catch {
    await pause(backoffDelay(attempts, Math.random()));
    return importRenderer(attempts + 1);
  }
}

function pause(delay: number): Promise<void> {
  return new Promise((resolve) => void window.setTimeout(resolve, delay));
}

function createChat({ root, server, language, title }: MountParts, inside: Inside): Chat {
  const onWindows = isWindows(navigator.userAgent);
  return new Chat({
    ...inside,
    ...{ root, server, title, locale: language },
    openLine: (options) => openDirectLine(`${server}/v3/directline`, options),
    schedule: (delay, work) => void window.setTimeout(work, delay),
    random: Math.random,
    onWindows,
    renderer: loadRenderer(onWindows),
    now: () => new Date(),
    newId,
    isOnLine: () => navigator.onLine,
  });
}

function watchBrowser(chat: Chat): void {
  let lastBeat = Date.now();
  window.setInterval(() => {
    const now = Date.now();
    if (now - lastBeat > sleepGap) chat.woke();
    lastBeat = now;
  }, heartbeat);
  window.addEventListener('online', () => chat.networkChanged());
  window.addEventListener('offline', () => chat.networkChanged());
  window.addEventListener('focus', () => chat.returned());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') chat.returned();
  });
}

function setUpPanel(parts: MountParts, inside: Inside & { chat: Chat }): MountedChat {
  const { root, server, language, fullPage, onClose } = parts;
  const { api, chat, sound, unread } = inside;
  const menu = new Menu(root);
  const phone = new PhoneView(root, {
    makeLink: async () => {
      const { link, expiresIn } = await withFreshToken(inside, (session) => api.link(session));
      const page = `${server}/chat${language.startsWith('en') ? '' : `?lang=${language}`}`;
      return { address: `${page}#link=${encodeURIComponent(link)}`, expiresIn };
    },
    onClose: () => byId(root, 'menu-button', HTMLButtonElement).focus(),
  });
  const panel = new Panel(root, () => {
    if (menu.isOpen) menu.close();
    else if (phone.isOpen) phone.close();
    else onClose();
  });
  const close = byId(root, 'close', HTMLButtonElement);
  close.hidden = fullPage;
  close.addEventListener('click', onClose);
  menu.onChoose('continue-on-phone', () => void phone.open());
  menu.onChoose('save-transcript', () => {
    chat.transcript().then(
      (text) => saveText(texts.transcript.file, text),
      () => chat.notice(texts.transcript.failed),
    );
  });
  menu.onSwitch('sound', { isOn: sound.isOn, set: (on) => sound.set(on) });
  return {
    show() {
      panel.show();
      unread.setVisible(true);
      chat.shown();
    },
    hide() {
      panel.hide();
      unread.setVisible(false);
    },
  };
}

/** An id nobody else has. `crypto.randomUUID` is missing on plain http addresses other than localhost. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

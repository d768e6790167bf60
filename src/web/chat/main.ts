import './styles/index.css';
import { createChatApi } from './api.ts';
import { Chat } from './chat.ts';
import { openDirectLine } from './direct-line.ts';
import { isWindows } from './links.ts';
import { createChatStorage } from './storage.ts';

/** How often the clock is looked at to notice a sleep, and what gap counts as one; milliseconds. */
const heartbeat = 10_000;
const sleepGap = 90_000;

const { origin } = window.location;
const chat = new Chat({
  api: createChatApi({ origin, fetch: window.fetch.bind(window) }),
  storage: createChatStorage(() => window.localStorage),
  openLine: (options) => openDirectLine(`${origin}/v3/directline`, options),
  schedule: (delay, work) => void window.setTimeout(work, delay),
  random: Math.random,
  onWindows: isWindows(navigator.userAgent),
  locale: navigator.language,
  now: () => new Date(),
  newId: () => newId(),
  isOnLine: () => navigator.onLine,
});

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
chat.start();

/** An id nobody else has. `crypto.randomUUID` is missing on plain http addresses other than localhost. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

import { readOptions } from './options.ts';
import { Widget } from './widget.ts';

declare global {
  /** Set by the build: the scripts of the chat, its own first, and the languages there are beside English. */
  const CHAT_FILES: readonly [string, ...string[]];
  const LANGUAGES: readonly string[];

  interface Window {
    /** For pages that want to open the chat from a link of their own. */
    PhoneLinkSupport?: Widget;
  }
}

const readyEvent = 'phone-link-support-ready';

/** Only now is it known which tag this script stands in. */
const script = document.currentScript;

function start(): void {
  if (window.PhoneLinkSupport || !(script instanceof HTMLScriptElement)) return;
  const options = readOptions(script.dataset, {
    scriptUrl: script.src,
    addressLanguage: new URLSearchParams(window.location.search).get('lang') ?? undefined,
    pageLanguage: document.documentElement.lang,
    browserLanguage: navigator.language,
  });
  window.PhoneLinkSupport = new Widget(options, { chatFiles: CHAT_FILES, languages: LANGUAGES });
  document.dispatchEvent(new Event(readyEvent));
}

if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', start, { once: true });
else start();

import { fromMarkup } from '../shared/dom.ts';
import { setUpCards } from '../shared/card-view.ts';
import { createMarkdown } from '../shared/markdown.ts';
import { fillMarkup } from '../shared/markup.ts';
import { askedLanguage, useLanguage } from '../shared/page-language.ts';
import { texts as sharedTexts } from '../shared/texts.ts';
import { DeskApi, DeskCallError } from './api.ts';
import { DeskPage } from './desk-page.ts';
import { icons } from './icons.ts';
import layout from './layout.html';
import { redeem, showSignIn } from './sign-in.ts';
import { texts } from './texts.ts';

const root = document.body;
let desk: DeskPage | undefined;
const api = new DeskApi({ fetch: window.fetch.bind(window), onSignedOut: () => desk?.signedOut() });

followScheme();
const locale = askedLanguage({ search: window.location.search, browser: navigator.language });
void speak().then(start);

/** Signs in when the address says so, then shows the desk, or how to come in. */
async function start(): Promise<void> {
  const query = new URLSearchParams(window.location.search);
  const code = query.get('code');
  let problem = query.get('problem') ?? undefined;
  if (window.location.pathname !== '/desk') {
    // The code works once; the address without it can be kept and shown.
    window.history.replaceState(null, '', '/desk');
    if (code !== null) problem = await redeem(api, code);
  }
  if (problem !== undefined) return showSignIn(root, { api, problem });
  try {
    const [session, choices] = await Promise.all([api.session(), api.choices()]);
    const markdown = createMarkdown(false);
    setUpCards(markdown);
    root.replaceChildren(fromMarkup(fillMarkup(layout, { texts, icons })));
    desk = new DeskPage({ root, api, session, choices, markdown, locale });
    desk.start();
  } catch (error) {
    const isSignedOut = error instanceof DeskCallError && error.status === 401;
    await showSignIn(root, { api, ...(isSignedOut ? {} : { problem: 'other' }) });
  }
}

/** In the language of the agent, as far as the desk has it. */
async function speak(): Promise<void> {
  const { language, direction } = await useLanguage({
    asked: locale,
    texts: [
      { folder: '/desk/texts', of: texts },
      { folder: '/texts', of: sharedTexts },
    ],
    files: TEXT_FILES,
    fetch: window.fetch.bind(window),
  });
  Object.assign(document.documentElement, { lang: language, dir: direction });
  document.title = texts.title;
}

/** Light or dark, as the system says, also when it changes its mind. */
function followScheme(): void {
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const apply = (): void => {
    root.dataset.scheme = dark.matches ? 'dark' : 'light';
  };
  dark.addEventListener('change', apply);
  apply();
}

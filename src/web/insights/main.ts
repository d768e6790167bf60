import { button, byId, element } from '../shared/dom.ts';
import { checksBlock, daysBlock, leftBlock, nothing, ratingsBlock, tiles, timesBlock } from './blocks.ts';
import { askedLanguage, useLanguage } from '../shared/page-language.ts';
import { PeriodForm } from './period-form.ts';
import { counted, fill, texts } from './texts.ts';
import { unmatchedBlock } from './unmatched-block.ts';
import type { Insights } from './wire.ts';

const root = '/api/desk/insights';
const requestTimeout = 60_000;

const page = byId(document, 'page', HTMLElement);
const figures = byId(document, 'figures', HTMLElement);
const status = byId(document, 'status', HTMLElement);
const zone = byId(document, 'zone', HTMLElement);
let latest = 0;
let form: PeriodForm;
followScheme();
void speak().then(start);

/** In the language of the reader, as far as the page has it. */
async function speak(): Promise<void> {
  const { language, direction } = await useLanguage({
    asked: askedLanguage({ search: window.location.search, browser: navigator.language }),
    texts: [{ folder: '/desk/insights-texts', of: texts }],
    files: TEXT_FILES,
    fetch: window.fetch.bind(window),
  });
  Object.assign(document.documentElement, { lang: language, dir: direction });
}

function start(): void {
  for (const labelled of document.querySelectorAll<HTMLElement>('[data-text]')) {
    labelled.textContent = wordsAt(labelled.dataset['text'] ?? '');
  }
  document.title = texts.title;
  form = new PeriodForm({ root: page, today: () => new Date(), onChange: () => void load() });
  void load();
}

/** Reads the figures and shows them; an answer that a later one has overtaken is left. */
async function load(): Promise<void> {
  latest += 1;
  const mine = latest;
  say(texts.state.loading);
  figures.setAttribute('aria-busy', 'true');
  try {
    const response = await fetch(address(''), { signal: AbortSignal.timeout(requestTimeout) });
    if (mine !== latest) return;
    if (response.ok) show((await response.json()) as Insights);
    else refused(response.status);
  } catch {
    if (mine === latest) failed();
  } finally {
    if (mine === latest) figures.removeAttribute('aria-busy');
  }
}

function show(insights: Insights): void {
  const { first, last, totals, unmatched } = insights;
  form.show(insights);
  zone.textContent = fill(texts.period.zone, { zone: insights.timezone });
  say(counted(texts.state.loaded, totals.cases, { first, last }));
  if (totals.cases === 0 && unmatched.length === 0) {
    figures.replaceChildren(nothing(texts.state.none));
    return;
  }
  figures.replaceChildren(
    tiles(insights),
    element('div', {
      class: 'blocks',
      children: [
        daysBlock(insights, csv('days')),
        timesBlock(insights, csv('times')),
        ratingsBlock(insights, csv('ratings')),
        checksBlock(insights, csv('checks')),
        leftBlock(insights, csv('left')),
        unmatchedBlock(insights, csv('unmatched')),
      ],
    }),
  );
}

function refused(code: number): void {
  if (code === 401 || code === 403) {
    const link = element('a', { text: texts.state.signIn });
    link.href = '/desk';
    say(texts.state.signedOut, link);
    figures.replaceChildren();
  } else if (code === 400) say(texts.state.wrongPeriod);
  else failed();
}

function failed(): void {
  say(texts.state.failed, button({ class: 'copy', text: texts.state.again, onClick: () => void load() }));
}

function say(text: string, more?: HTMLElement): void {
  status.replaceChildren(text, ...(more ? [' ', more] : []));
}

function csv(table: string): string {
  return address('/csv', { table });
}

function address(path: string, more: Record<string, string> = {}): string {
  const query = new URLSearchParams({ ...form.period, ...more }).toString();
  return `${root}${path}${query === '' ? '' : `?${query}`}`;
}

/** `period.from` is the text of that name. */
function wordsAt(path: string): string {
  const found = path
    .split('.')
    .reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], texts);
  return typeof found === 'string' ? found : path;
}

function followScheme(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const set = () => (document.body.dataset['scheme'] = dark.matches ? 'dark' : 'light');
  dark.addEventListener('change', set);
  set();
}

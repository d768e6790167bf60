import { button, element } from '../shared/dom.ts';
import { block, nothing } from './blocks.ts';
import { sortableTable } from './sortable-table.ts';
import { fill, textFor, texts } from './texts.ts';
import type { Insights, Unmatched } from './wire.ts';

/** What nobody understood, each with a button that copies it as an example phrase. */
export function unmatchedBlock({ unmatched }: Insights, csv: string): HTMLElement {
  const { unmatched: words } = texts;
  if (unmatched.length === 0)
    return block(words.title, { class: 'block--wide', children: [nothing(words.none)] });
  const status = element('p', { class: 'copied' });
  status.setAttribute('role', 'status');
  const copy = (lines: string) => void copyText(lines).then((isDone) => say(isDone));
  const say = (isDone: boolean) => (status.textContent = isDone ? words.copied : words.notCopied);
  const table = sortableTable({
    caption: words.title,
    rows: unmatched,
    sortedBy: 2,
    columns: [
      { name: words.text, value: ({ text }) => text, show: quoted },
      { name: words.why, value: ({ why }) => textFor(words.reasons, why) },
      { name: words.times, value: ({ times }) => times },
      { name: words.section, value: ({ sectionTitle = '' }) => sectionTitle },
      {
        name: words.copy,
        value: () => '',
        fixed: true,
        show: ({ text, line }) => {
          const made = button({ class: 'copy', text: words.copy, onClick: () => copy(line) });
          made.setAttribute('aria-label', fill(words.copyThis, { text }));
          return made;
        },
      },
    ],
  });
  const all = button({
    class: 'copy',
    text: words.copyAll,
    onClick: () => copy(unmatched.map(({ line }) => line).join('')),
  });
  const tools = element('p', { class: 'tools', children: [all, status] });
  const intro = element('p', { class: 'intro', text: words.intro });
  return block(words.title, { csv, class: 'block--wide', children: [intro, tools, table] });
}

function quoted({ text }: Unmatched): HTMLElement {
  const made = element('bdi', { class: 'quoted', text });
  made.dir = 'auto';
  return made;
}

/** @returns false where the browser does not let the page write to the clipboard. */
async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

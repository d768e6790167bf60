import { element } from '../shared/dom.ts';
import { chartBox, daysChart, ends, timesChart } from './charts.ts';
import { bucketName, duration, percent } from './numbers.ts';
import { sortableTable } from './sortable-table.ts';
import { counted, fill, textFor, texts } from './texts.ts';
import type { CheckFigures, Insights } from './wire.ts';

/** A part of the page with a heading, and its table as a file to keep. */
export function block(
  title: string,
  options: { csv?: string; class?: string; children: (Node | string)[] },
): HTMLElement {
  const heading = element('h2', { text: title });
  const children: Node[] = [heading];
  if (options.csv !== undefined) {
    const link = element('a', { class: 'csv', text: texts.csv });
    link.href = options.csv;
    link.download = '';
    link.setAttribute('aria-label', fill(texts.csvOf, { table: title }));
    children.push(link);
  }
  const head = element('div', { class: 'block__head', children });
  return element('section', {
    class: `block ${options.class ?? ''}`.trim(),
    children: [head, ...options.children],
  });
}

/** The figures that say most. */
export function tiles({ totals, secondsToFix, ratings }: Insights): HTMLElement {
  const { cases, fixed, explained, abandoned, open, byPerson, lasted, cameBack } = totals;
  const told = lasted + cameBack;
  const { tiles: words } = texts;
  const share = (part: number) => percent(part / cases, cases);
  const list = element('dl', {
    class: 'tiles',
    children: [
      tile(words.cases, String(cases), fill(words.open, { cases: open })),
      tile(words.solved, share(fixed + explained), fill(words.explained, { cases: explained })),
      tile(words.handedOver, share(totals['handed-over']), fill(words.byPerson, { cases: byPerson })),
      tile(words.abandoned, share(abandoned), String(abandoned)),
      tile(
        words.median,
        secondsToFix.count === 0 ? '–' : duration(secondsToFix.median),
        secondsToFix.count === 0 ? '' : fill(words.p90, { time: duration(secondsToFix.p90) }),
      ),
      tile(
        words.rating,
        ratings.count === 0 ? '–' : ratings.mean.toFixed(1),
        counted(words.ratings, ratings.count),
      ),
      tile(words.lasted, percent(lasted / told, told), counted(words.told, told, { lasted })),
    ],
  });
  list.setAttribute('aria-label', words.label);
  return list;
}

function tile(name: string, value: string, more: string): HTMLElement {
  return element('div', {
    class: 'tile',
    children: [
      element('dt', { text: name }),
      element('dd', { class: 'tile__value', text: value }),
      element('dd', { class: 'tile__more', text: more }),
    ],
  });
}

export function daysBlock(insights: Insights, csv: string): HTMLElement {
  const { days: words } = texts;
  const legend = element('ul', {
    class: 'legend',
    children: ends.map(({ end, color }) => {
      const item = element('li', { children: [element('span', { class: 'legend__mark' }), words[end]] });
      (item.firstElementChild as HTMLElement).style.background = `var(${color})`;
      return item;
    }),
  });
  const table = sortableTable({
    caption: words.title,
    sortedBy: 0,
    rows: insights.days,
    columns: [
      { name: words.day, value: ({ day }) => day },
      ...ends.map(({ end }) => ({ name: words[end], value: (day: Insights['days'][number]) => day[end] })),
    ],
  });
  const chart = chartBox(daysChart(insights), words.alt);
  return block(words.title, {
    csv,
    class: 'block--wide',
    children: [legend, chart, alternative(words.table, table)],
  });
}

export function timesBlock(insights: Insights, csv: string): HTMLElement {
  const { times: words } = texts;
  const rows = insights.secondsToFix.buckets.map((cases, index) => ({ index, cases }));
  const table = sortableTable({
    caption: words.title,
    rows,
    columns: [
      { name: words.within, value: ({ index }) => bucketName(index), fixed: true },
      { name: words.cases, value: ({ cases }) => cases, fixed: true },
    ],
  });
  const chart = chartBox(timesChart(insights), words.alt);
  return block(words.title, { csv, children: [chart, alternative(words.table, table)] });
}

/** The same figures for who cannot see the chart, or wants to know exactly. */
function alternative(title: string, table: HTMLElement): HTMLElement {
  return element('details', { children: [element('summary', { text: title }), table] });
}

export function ratingsBlock({ ratings }: Insights, csv: string): HTMLElement {
  const { ratings: words } = texts;
  const most = Math.max(1, ...ratings.scores);
  const rows = ratings.scores.map((cases, index) => ({ score: index + 1, cases })).reverse();
  const table = sortableTable({
    caption: words.title,
    rows,
    columns: [
      {
        name: words.score,
        value: ({ score }) => '★'.repeat(score),
        show: ({ score }) => stars(score),
        fixed: true,
      },
      {
        name: words.cases,
        value: ({ cases }) => cases,
        show: ({ cases }) => bar(cases / most, String(cases)),
        fixed: true,
      },
    ],
  });
  return block(words.title, { csv, children: [ratings.count === 0 ? nothing(words.none) : table] });
}

function stars(score: number): HTMLElement {
  const made = element('span', { class: 'stars', text: '★'.repeat(score) });
  made.setAttribute('role', 'img');
  made.setAttribute('aria-label', String(score));
  return made;
}

export function leftBlock({ leftAt }: Insights, csv: string): HTMLElement {
  const { left: words } = texts;
  const name = ({ step, title = '' }: Insights['leftAt'][number]) =>
    fill(textFor(words.steps, step), { check: title });
  const table = sortableTable({
    caption: words.title,
    rows: leftAt,
    sortedBy: 1,
    columns: [
      { name: words.step, value: name },
      { name: words.cases, value: ({ cases }) => cases },
    ],
  });
  return block(words.title, {
    csv,
    class: 'block--wide',
    children: [leftAt.length === 0 ? nothing(words.none) : table],
  });
}

export function checksBlock({ checks }: Insights, csv: string): HTMLElement {
  const { checks: words } = texts;
  const share = (of: (row: CheckFigures) => number) => (row: CheckFigures) => bar(of(row), percent(of(row)));
  const table = sortableTable({
    caption: words.title,
    rows: checks,
    sortedBy: 1,
    columns: [
      { name: words.check, value: ({ title }) => title },
      { name: words.cases, value: ({ cases }) => cases },
      { name: words.solved, value: ({ solved }) => solved },
      { name: words.fixRate, value: ({ fixRate }) => fixRate, show: share(({ fixRate }) => fixRate) },
      {
        name: words.notFoundRate,
        value: ({ notFoundRate }) => notFoundRate,
        show: share((row) => row.notFoundRate),
      },
      {
        name: words.lasted,
        value: ({ lastedRate }) => lastedRate,
        show: (row) => (row.lasted + row.cameBack === 0 ? '–' : lastedBar(row)),
      },
      { name: words.alreadyOk, value: ({ alreadyOk }) => alreadyOk },
      { name: words.skipped, value: ({ skipped }) => skipped },
    ],
  });
  return block(words.title, {
    csv,
    class: 'block--wide',
    children: [checks.length === 0 ? nothing(words.none) : table],
  });
}

/** Of few answers the numbers say more than a share. */
function lastedBar({ lasted, cameBack, lastedRate }: CheckFigures): HTMLElement {
  return bar(lastedRate, fill(texts.checks.lastedOf, { lasted, told: lasted + cameBack }));
}

/** A number with a bar as long as its share. */
function bar(share: number, text: string): HTMLElement {
  const made = element('span', { class: 'bar', children: [element('span', { class: 'bar__text', text })] });
  made.style.setProperty('--share', String(Math.min(1, Math.max(0, share))));
  return made;
}

export function nothing(text: string): HTMLElement {
  return element('p', { class: 'nothing', text });
}

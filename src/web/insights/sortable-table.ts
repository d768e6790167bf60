import { button, element } from '../shared/dom.ts';

export interface Column<Row> {
  name: string;
  /** What it is sorted by, and what is shown without `show`. */
  value: (row: Row) => string | number;
  show?: (row: Row) => Node | string;
  /** Not to be sorted: a column of buttons. */
  fixed?: boolean;
}

type Direction = 'ascending' | 'descending';

/** A table that is sorted by a press on the head of a column; numbers begin with the greatest. */
export function sortableTable<Row>(table: {
  caption: string;
  columns: Column<Row>[];
  rows: readonly Row[];
  /** The column it is sorted by at first, as the rows come. */
  sortedBy?: number;
}): HTMLElement {
  const { caption, columns, rows } = table;
  const body = element('tbody');
  const heads = columns.map(({ name }) => {
    const head = element('th');
    head.scope = 'col';
    if (name !== '') head.textContent = name;
    return head;
  });
  const show = (sorted: readonly Row[]) =>
    body.replaceChildren(
      ...sorted.map((row) => element('tr', { children: columns.map((column) => cellOf(column, row)) })),
    );
  columns.forEach(({ name, value, fixed }, index) => {
    const head = heads[index];
    if (!head || fixed) return;
    const isNumber = rows.some((row) => typeof value(row) === 'number');
    if (isNumber) head.className = 'number';
    const sort = () => {
      const first: Direction = isNumber ? 'descending' : 'ascending';
      const other: Direction = isNumber ? 'ascending' : 'descending';
      const direction = head.getAttribute('aria-sort') === first ? other : first;
      heads.forEach((each) => each.removeAttribute('aria-sort'));
      head.setAttribute('aria-sort', direction);
      show([...rows].sort((a, b) => compare(value(a), value(b)) * (direction === 'ascending' ? 1 : -1)));
    };
    head.replaceChildren(button({ class: 'sort', text: name, onClick: sort }));
    if (index === table.sortedBy) head.setAttribute('aria-sort', isNumber ? 'descending' : 'ascending');
  });
  show(rows);
  const made = element('table', {
    children: [
      element('caption', { class: 'visually-hidden', text: caption }),
      element('thead', { children: [element('tr', { children: heads })] }),
      body,
    ],
  });
  // Wide tables scroll by themselves, and by the arrow keys when they have the focus.
  const scroller = element('div', { class: 'scroller', children: [made] });
  scroller.tabIndex = 0;
  scroller.setAttribute('role', 'region');
  scroller.setAttribute('aria-label', caption);
  return scroller;
}

function cellOf<Row>({ value, show, fixed }: Column<Row>, row: Row): HTMLElement {
  const sorted = value(row);
  const shown = show?.(row) ?? String(sorted);
  const isNumber = typeof sorted === 'number' && !fixed;
  return element('td', { ...(isNumber ? { class: 'number' } : {}), children: [shown] });
}

function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));
}

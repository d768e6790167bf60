type Cell = string | number;

/**
 * A table as CSV: a line for the header and one for each row, ended by CRLF. Source: RFC 4180.
 * A text that a spreadsheet would run as a formula gets a quote mark before it.
 * Source: OWASP, "CSV Injection".
 */
export function toCsv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [header, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value: Cell): string {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : '';
  const harmless = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20|%]|^[\t\r\n]/u.test(value) ? `'${value}` : value;
  return /[",\r\n\t;]|^\s|\s$/u.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** A style is made faster than a choice of fields, but there is none for a date without its year. */
const hour: Intl.DateTimeFormatOptions = { timeStyle: 'short' };
const date: Intl.DateTimeFormatOptions = {
  ...{ day: 'numeric', month: 'short' },
  ...{ hour: 'numeric', minute: '2-digit' },
};

/** Making a formatter takes a browser milliseconds, the first one tens of them; they are kept. */
const formatters = new Map<string, Intl.DateTimeFormat>();

/** A message's time as the visitor reads it: the hour today, with the date on other days. */
export function formatTime(moment: { at: Date; now: Date; locale: string }): string {
  const { at, now, locale } = moment;
  const today = isSameDay(at, now);
  const key = `${today ? 'hour' : 'date'} ${locale}`;
  const formatter = formatters.get(key) ?? new Intl.DateTimeFormat(locale, today ? hour : date);
  formatters.set(key, formatter);
  return formatter.format(at);
}

function isSameDay(a: Date, b: Date): boolean {
  return a.getFullYear() === b.getFullYear() && a.getMonth() === b.getMonth() && a.getDate() === b.getDate();
}

import { DateTime } from 'luxon';

/** The calendar day of a moment in a time zone, as `2026-11-22`. Makes the formatter once: it is dear. */
export function dayIn(timezone: string): (at: string | Date) => string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: timezone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const hours = new Map<string, string>();
  return (at) => {
    const text = typeof at === 'string' ? at : at.toISOString();
    // Zones differ from UTC by whole quarters of an hour, so that all moments of a quarter lie on one day.
    const quarter = `${text.slice(0, 14)}${Math.floor(Number(text.slice(14, 16)) / 15)}`;
    const known = hours.get(quarter);
    if (known !== undefined) return known;
    const day = format.format(new Date(text));
    hours.set(quarter, day);
    return day;
  };
}

/** All days from the first to the last, both included, as `2026-11-22`. Empty when the last is before the first. */
export function daysBetween(first: string, last: string): string[] {
  const days: string[] = [];
  const day = new Date(`${first}T00:00:00Z`);
  for (let text = first; text <= last; text = day.toISOString().slice(0, 10)) {
    days.push(text);
    day.setUTCDate(day.getUTCDate() + 1);
  }
  return days;
}

/** When a calendar day begins and ends in a time zone, as ISO 8601 in UTC; the end is the beginning of the next. */
export function spanOfDay(day: string, timezone: string): { from: string; to: string } {
  const start = DateTime.fromISO(day, { zone: timezone }).startOf('day');
  const next = start.plus({ days: 1 }).startOf('day');
  return { from: start.toJSDate().toISOString(), to: next.toJSDate().toISOString() };
}

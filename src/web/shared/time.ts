/** A message's time as the visitor reads it: the hour today, with the date on other days. */
export function formatTime(moment: { at: Date; now: Date; locale: string }): string {
  const { at, now, locale } = moment;
  const time: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit' };
  const options = isSameDay(at, now) ? time : { ...time, day: 'numeric' as const, month: 'short' as const };
  return new Intl.DateTimeFormat(locale, options).format(at);
}

function isSameDay(a: Date, b: Date): boolean {
  return a.getFullYear() === b.getFullYear() && a.getMonth() === b.getMonth() && a.getDate() === b.getDate();
}

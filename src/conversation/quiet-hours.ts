import { DateTime, IANAZone } from 'luxon';

/** When nobody is written to unasked, by the clock on the wall: `from` 20:00 `to` 08:00. Minutes after midnight. */
export interface QuietHours {
  from: number;
  to: number;
}

/**
 * The moment itself when it is outside of the quiet hours, else their end. Pure. Where clocks are changed, the end is
 * what the clock on the wall shows.
 * @param input.timeZone IANA name; one that is not known counts as `fallback`.
 */
export function afterQuietHours(input: {
  at: Date;
  quiet: QuietHours;
  timeZone: string | undefined;
  fallback: string;
}): Date {
  const { at, quiet, timeZone, fallback } = input;
  const zone = timeZone !== undefined && IANAZone.isValidZone(timeZone) ? timeZone : fallback;
  const local = DateTime.fromJSDate(at, { zone });
  const minute = local.hour * 60 + local.minute;
  const overMidnight = quiet.from > quiet.to;
  const isQuiet = overMidnight
    ? minute >= quiet.from || minute < quiet.to
    : minute >= quiet.from && minute < quiet.to;
  if (!isQuiet) return at;
  const day = overMidnight && minute >= quiet.from ? local.plus({ days: 1 }) : local;
  const end = { hour: Math.floor(quiet.to / 60), minute: quiet.to % 60, second: 0, millisecond: 0 };
  return day.set(end).toJSDate();
}

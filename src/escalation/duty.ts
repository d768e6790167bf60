import { DateTime, IANAZone } from 'luxon';
import { alwaysOpen, weekdays, type SupportHours } from '../guide/support-hours.ts';

/** Whether anybody is on duty; when not, from when on, if that is within the days looked at. */
export type Duty = { open: true } | { open: false; opensAt?: Date };

/** How far ahead the next hours are looked for. */
const daysAhead = 31;

/** Whether a moment lies within the support team's hours. Pure; days and clock times are those of the team's zone. */
export function dutyAt(hours: SupportHours = alwaysOpen, now: Date): Duty {
  const local = DateTime.fromJSDate(now, { zone: hours.timezone });
  for (let ahead = 0; ahead <= daysAhead; ahead += 1) {
    const day = local.startOf('day').plus({ days: ahead });
    for (const { from, to } of spansOf(hours, day)) {
      if (local >= to) continue;
      return local >= from ? { open: true } : { open: false, opensAt: from.toJSDate() };
    }
  }
  return { open: false };
}

/** For whom a time is told, as far as their client says; a wrong value counts as none. */
export interface TimeReader {
  /** IANA time zone, such as `Europe/Berlin`. */
  timeZone?: string;
  /** Language tag, such as `en-US`. */
  locale?: string;
}

/** Sentences are in English, so a time among them is too, in the way of the reader's country. */
const englishLocale = /^en-[a-z]{2}$/i;

/**
 * The moment by the reader's clock, else by that of the team, such as `Monday, 23 November, 09:00 (CET)`; in the way
 * of a country where English is spoken, `Monday, November 23 at 9:00 AM EST`.
 */
export function readableTime(hours: SupportHours = alwaysOpen, at: Date, reader: TimeReader = {}): string {
  const { timeZone = '', locale = '' } = reader;
  const zone = IANAZone.isValidZone(timeZone) ? timeZone : hours.timezone;
  const local = DateTime.fromJSDate(at, { zone });
  if (englishLocale.test(locale)) {
    const clock = { hour: 'numeric', minute: '2-digit', timeZoneName: 'short' } as const;
    return local.toLocaleString({ weekday: 'long', day: 'numeric', month: 'long', ...clock }, { locale });
  }
  const english = local.setLocale('en');
  return `${english.toFormat('cccc, d LLLL, HH:mm')} (${english.offsetNameShort ?? zone})`;
}

function spansOf({ hours, holidays }: SupportHours, day: DateTime): { from: DateTime; to: DateTime }[] {
  if (holidays.includes(day.toISODate() ?? '')) return [];
  const texts = hours === 'always' ? ['00:00-24:00'] : (hours[weekdays[day.weekday - 1] ?? 'monday'] ?? []);
  return texts
    .map((text) => ({ from: clockTime(day, text.slice(0, 5)), to: clockTime(day, text.slice(6)) }))
    .sort((a, b) => a.from.toMillis() - b.from.toMillis());
}

/** By the clock on the wall, also on days with 23 or 25 hours. */
function clockTime(day: DateTime, text: string): DateTime {
  if (text === '24:00') return day.plus({ days: 1 });
  const [hour = '0', minute = '0'] = text.split(':');
  return day.set({ hour: Number(hour), minute: Number(minute) });
}

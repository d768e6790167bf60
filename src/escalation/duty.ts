import { DateTime } from 'luxon';
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

/** The moment as people of the team's zone read it, such as `Monday, 23 November, 09:00 (CET)`. */
export function readableTime(hours: SupportHours = alwaysOpen, at: Date): string {
  const local = DateTime.fromJSDate(at, { zone: hours.timezone }).setLocale('en');
  return `${local.toFormat('cccc, d LLLL, HH:mm')} (${local.offsetNameShort ?? hours.timezone})`;
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

import { fill, texts } from './texts.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long something has lasted, in words that fit a list: `3 min`. */
export function durationText(milliseconds: number): string {
  if (milliseconds < minute) return texts.time.now;
  if (milliseconds < hour) return counted(texts.time.minutes, milliseconds / minute);
  if (milliseconds < 2 * day) return counted(texts.time.hours, milliseconds / hour);
  return counted(texts.time.days, milliseconds / day);
}

/** A text in its form for one or for another number. */
export function counted(forms: { one: string; other: string }, amount: number): string {
  const count = Math.floor(amount);
  return fill(count === 1 ? forms.one : forms.other, { count });
}

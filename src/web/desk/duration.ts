import { counted, texts } from './texts.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long something has lasted, in words that fit a list: `3 min`. */
export function durationText(milliseconds: number): string {
  if (milliseconds < minute) return texts.time.now;
  if (milliseconds < hour) return counted(texts.time.minutes, Math.floor(milliseconds / minute));
  if (milliseconds < 2 * day) return counted(texts.time.hours, Math.floor(milliseconds / hour));
  return counted(texts.time.days, Math.floor(milliseconds / day));
}

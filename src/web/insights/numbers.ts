import { fill, texts } from './texts.ts';

/** `95 s`, `12 min`, `1.5 h`: as exact as it matters. */
export function duration(seconds: number): string {
  const { units } = texts;
  if (seconds < 120) return fill(units.seconds, { number: Math.round(seconds) });
  if (seconds < 7200) return fill(units.minutes, { number: Math.round(seconds / 60) });
  return fill(units.hours, { number: Math.round(seconds / 360) / 10 });
}

/** A share as a percentage; nothing when there is nothing it is a share of. */
export function percent(share: number, of = 1): string {
  return of === 0 ? '–' : fill(texts.units.percent, { number: Math.round(share * 100) });
}

/** Bounds of the times to a fix in seconds, as the server counts them. */
const timeBounds = [60, 120, 300, 600, 1200, 3600] as const;

/** What a bucket of times is called. */
export function bucketName(index: number): string {
  const bound = timeBounds[index];
  return bound === undefined
    ? fill(texts.times.above, { time: duration(timeBounds[timeBounds.length - 1] ?? 0) })
    : fill(texts.times.below, { time: duration(bound) });
}

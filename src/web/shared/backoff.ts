const first = 500;
const longest = 10_000;

/**
 * How long to wait before the next attempt, in milliseconds: half a second, doubled each time, at most 10 s, of
 * which up to a half is left to chance so that many browsers do not come back in the same moment.
 * @param attempt 0 for the first repetition
 * @param random from 0 to 1
 */
export function backoffDelay(attempt: number, random: number): number {
  const full = Math.min(longest, first * 2 ** Math.min(attempt, 10));
  return Math.round(full * (1 - random / 2));
}

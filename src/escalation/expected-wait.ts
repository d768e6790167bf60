/** Below this many recent waits nothing is said about the next one. */
const fewestWaits = 3;

/**
 * How long a visitor has still to wait, as far as recent waits can tell: their median, less what this one has waited.
 * @param input.waits seconds that the last accepted visitors waited, in any order.
 * @param input.waited seconds this visitor has waited.
 * @returns seconds; undefined when nobody can honestly say: too few were accepted lately, or this one waits longer
 * than usual already.
 */
export function expectedWait(input: { waits: readonly number[]; waited?: number }): number | undefined {
  const { waits, waited = 0 } = input;
  if (waits.length < fewestWaits) return undefined;
  const sorted = [...waits].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  const median = sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
  return waited > median ? undefined : median - waited;
}

/** Minutes, rounded up: nobody is angry about having waited less. */
export function minutesOf(seconds: number): number {
  return Math.max(1, Math.ceil(seconds / 60));
}

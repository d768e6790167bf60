/** What one round of load gave: how long each turn took, and the whole. */
export interface Round {
  milliseconds: number[];
  seconds: number;
  /** Processor time of the server, milliseconds. */
  processor: number;
}

export interface Figures {
  /** Turns a second. */
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** Processor time of the server per turn, milliseconds: hardly depends on what else the machine does. */
  processor: number;
}

export function figuresOf({ milliseconds, seconds, processor }: Round): Figures {
  return {
    perSecond: milliseconds.length / seconds,
    p50: percentile(milliseconds, 50),
    p99: percentile(milliseconds, 99),
    processor: processor / milliseconds.length,
  };
}

/** The smallest value that at least `percent` of all values do not exceed (nearest rank). */
function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? NaN;
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = Math.floor(sorted.length / 2);
  const lower = Math.ceil(sorted.length / 2) - 1;
  return ((sorted[lower] ?? NaN) + (sorted[upper] ?? NaN)) / 2;
}

/** Each figure's median over rounds. */
export function medianFigures(rounds: readonly Figures[]): Figures {
  const middle = (pick: (figures: Figures) => number) => median(rounds.map(pick));
  return {
    perSecond: middle(({ perSecond }) => perSecond),
    p50: middle(({ p50 }) => p50),
    p99: middle(({ p99 }) => p99),
    processor: middle(({ processor }) => processor),
  };
}

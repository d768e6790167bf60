export function now(): Date {
  return new Date();
}

/** Runs the work after so many milliseconds. */
export function schedule(delay: number, work: () => void): void {
  window.setTimeout(work, delay);
}

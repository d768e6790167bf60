/**
 * Milliseconds of processor time that the work takes. Unlike the clock on the wall it says nothing of what else the
 * machine does.
 */
export function processorTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

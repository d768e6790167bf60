import { probeSignal } from './probe-signal.ts';

// Loaded into the server's process before its own code.
process.on(probeSignal, () => {
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  process.stdout.write(`memory: ${JSON.stringify({ rss, heap: heapUsed + external })}\n`);
});

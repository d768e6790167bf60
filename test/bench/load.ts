import type { Round } from './figures.ts';
import { processorMilliseconds, type Running } from './processes.ts';
import type { Subject } from './subjects.ts';

/**
 * Plays `visits` whole visits to a server, `concurrency` at a time, each visitor sending the next message when the
 * last was answered. Conversations are opened before the clock starts. A turn's time goes from the POST to its answer.
 */
export async function playVisits(input: {
  subject: Subject;
  server: Running;
  visits: number;
  concurrency: number;
}): Promise<Round> {
  const { subject, server, visits, concurrency } = input;
  const opened = [];
  for (let count = 0; count < visits; count += 1) opened.push(await subject.open());
  const waiting = [...opened];
  const milliseconds: number[] = [];
  const worker = async () => {
    for (let visit = waiting.pop(); visit; visit = waiting.pop()) {
      for (let message = await visit.next(); message; message = await visit.next()) {
        const from = performance.now();
        await visit.post(message);
        milliseconds.push(performance.now() - from);
      }
    }
  };
  const before = processorMilliseconds(server);
  const from = performance.now();
  await Promise.all(Array.from({ length: concurrency }, worker));
  const seconds = (performance.now() - from) / 1000;
  const processor = processorMilliseconds(server) - before;
  for (const visit of opened) {
    await visit.verify();
    visit.close();
  }
  return { milliseconds, seconds, processor };
}

import type { Round } from './figures.ts';
import { processorMilliseconds, type Running } from './processes.ts';
import type { Subject } from './subjects.ts';
import type { Message } from './visit.ts';

/**
 * Plays `visits` whole visits against a server, `concurrency` at a time, each visitor sending the next message when
 * the last was answered. Conversations are opened before the clock starts.
 */
export async function playVisits(input: {
  subject: Subject;
  server: Running;
  script: readonly Message[];
  visits: number;
  concurrency: number;
}): Promise<Round> {
  const { subject, server, script, visits, concurrency } = input;
  const conversations = [];
  for (let count = 0; count < visits; count += 1) conversations.push(await subject.open());
  const waiting = [...conversations];
  const milliseconds: number[] = [];
  const worker = async () => {
    for (let conversation = waiting.pop(); conversation; conversation = waiting.pop()) {
      for (const message of script) {
        const from = performance.now();
        await conversation.post(message);
        milliseconds.push(performance.now() - from);
      }
    }
  };
  const before = processorMilliseconds(server);
  const from = performance.now();
  await Promise.all(Array.from({ length: concurrency }, worker));
  const seconds = (performance.now() - from) / 1000;
  const processor = processorMilliseconds(server) - before;
  for (const conversation of [conversations[0], conversations.at(-1)]) {
    if (conversation) await subject.verify(conversation, script);
  }
  for (const conversation of conversations) conversation.close();
  return { milliseconds, seconds, processor };
}

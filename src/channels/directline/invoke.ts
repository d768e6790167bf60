import { z } from 'zod';
import type { LogEntry } from '../../conversation/store.ts';

/** What the bot answers to an `invoke`. Source: Bot Framework activity schema, "Invoke activity". */
export interface InvokeResponse {
  /** An HTTP status. */
  status: number;
  body?: unknown;
}

const responseSchema = z.object({ status: z.number().int(), body: z.unknown().optional() });

/**
 * The answer to an invoke. It is in the log, hidden from clients, so an invoke that is sent again is answered as
 * before.
 */
export function invokeResponseAmong(entries: LogEntry[], invokeId: string): InvokeResponse | undefined {
  const entry = entries.find(
    ({ activity }) => activity.type === 'invokeResponse' && activity.replyToId === invokeId,
  );
  return responseSchema.safeParse(entry?.activity.value).data;
}

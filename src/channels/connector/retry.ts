import { DeliveryFailure } from './delivery-failure.ts';

/** What is done about a message that was not taken. */
export type AfterFailure =
  | { do: 'retry'; afterMs: number }
  /** The visitor removed or blocked the bot. */
  | { do: 'stop' }
  /** `unsure`: it may have arrived, and sending it again may say it twice. */
  | { do: 'give-up'; unsure: boolean };

/** Milliseconds. */
const shortestWait = 1000;
const longestWait = 60_000;
const longestRetryAfter = 10 * 60_000;

/** With waits of a minute at the end, about a day. */
const mostAttempts = 1500;
/** Of what no waiting is likely to mend. */
const fewAttempts = 8;

/** Source: Teams, "Optimize your bot with rate limiting": 429, 412, 502 and 504 are to be tried again. */
const transient = [412, 502, 504];

/**
 * @param input.attempt 1 after the first failure.
 * @param input.isUpdate it takes the place of an earlier message, so that twice is the same as once.
 * @param input.random from 0 to 1.
 */
export function afterFailure(input: {
  failure: unknown;
  attempt: number;
  isUpdate: boolean;
  random: number;
  now: Date;
}): AfterFailure {
  const { failure, attempt, isUpdate, now } = input;
  const again = (most: number, afterMs = backoff(input)): AfterFailure =>
    attempt < most ? { do: 'retry', afterMs } : { do: 'give-up', unsure: false };
  // What is thrown before anything is sent, above all that no token could be had.
  if (!(failure instanceof DeliveryFailure)) return again(mostAttempts);
  const { status, neverSent, retryAfter } = failure;
  if (neverSent) return again(mostAttempts);
  const asked = retryAfter === undefined ? undefined : millisecondsOf(retryAfter, now);
  if (status === 429 || (status === 503 && asked !== undefined)) return again(mostAttempts, asked);
  if (status !== undefined && transient.includes(status)) return again(mostAttempts);
  if (status === 401) return again(mostAttempts);
  if (status === 403 || (status === 404 && !isUpdate)) return { do: 'stop' };
  if (status !== undefined && status < 500) return { do: 'give-up', unsure: false };
  return isUpdate ? again(fewAttempts) : { do: 'give-up', unsure: true };
}

/** Doubles up to a minute; half of it is chance, so that those who failed together do not come together. */
function backoff({ attempt, random }: { attempt: number; random: number }): number {
  const most = Math.min(longestWait, shortestWait * 2 ** Math.min(attempt - 1, 16));
  return Math.round(most / 2 + (most / 2) * random);
}

/** Source: RFC 9110, 10.2.3: seconds, or a date. */
function millisecondsOf(retryAfter: string, now: Date): number | undefined {
  const seconds = /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) : undefined;
  const until = seconds === undefined ? Date.parse(retryAfter) - now.getTime() : seconds * 1000;
  return Number.isFinite(until) ? Math.min(Math.max(until, 0), longestRetryAfter) : undefined;
}

import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { HttpError } from './errors.ts';

/** How many requests are taken before one is refused; 0 takes as many as come. */
export interface RateLimits {
  /** New conversations and ways back to one, a minute and address. */
  tokensPerMinute: number;
  /** Requests to Direct Line, a minute, conversation and address. */
  requestsPerMinute: number;
  /** Streams that one address may have open. */
  socketsPerAddress: number;
}

export const defaultRateLimits: RateLimits = {
  tokensPerMinute: 300,
  requestsPerMinute: 6000,
  socketsPerAddress: 1000,
};

/** Counts what each key has used up within the running minute. */
export class MinuteLimit {
  readonly #limiter: RateLimiterMemory | undefined;

  constructor(perMinute: number) {
    this.#limiter = perMinute === 0 ? undefined : new RateLimiterMemory({ points: perMinute, duration: 60 });
  }

  /** @throws HttpError `TooManyRequests`, which says when to come again. */
  async take(key: string): Promise<void> {
    try {
      await this.#limiter?.consume(key);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      const seconds = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
      throw new HttpError('TooManyRequests', {
        message: `Too many requests from this address. Try again in ${seconds} s.`,
        headers: { 'Retry-After': String(seconds) },
      });
    }
  }
}

import { setTimeout as pause } from 'node:timers/promises';

export interface Answer<T = object> {
  status: number;
  headers: Headers;
  body: T & { error?: { code: string } };
}

/** After so many milliseconds of a serving process without any answer something is wrong with more than the process. */
const patienceMs = 180_000;
/** The longest one attempt takes: a busy machine is slow, and the next attempt may find another process. */
const attemptMs = 60_000;
const betweenMs = 150;

/**
 * Sends the same request until an answer comes, as every client has to whose server died under it. An answer of 500
 * and more is none: the server says that it could not.
 */
export class Patient {
  readonly #url: string;
  readonly #isServing: () => boolean;
  /** How many requests had no answer at first, and how many have one. */
  cutOff = 0;
  answered = 0;

  /** @param isServing whether there is a process that says that it serves: while it starts, nobody loses patience. */
  constructor(url: string, isServing: () => boolean) {
    this.#url = url;
    this.#isServing = isServing;
  }

  /** @throws Error when nothing answers for too long. */
  async send<T>(request: {
    method?: 'GET' | 'POST';
    path: string;
    headers?: Record<string, string>;
    body?: unknown;
  }): Promise<Answer<T>> {
    const { path, headers, body, method = body === undefined ? 'GET' : 'POST' } = request;
    let waited = 0;
    let isFirst = true;
    while (waited < patienceMs) {
      const begun = performance.now();
      const wasServing = this.#isServing();
      try {
        const response = await fetch(this.#url + path, {
          method,
          headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
          body: body === undefined ? undefined : JSON.stringify(body),
          signal: AbortSignal.timeout(attemptMs),
        });
        const text = await response.text();
        if (response.status < 500) {
          this.answered += 1;
          return {
            status: response.status,
            headers: response.headers,
            body: JSON.parse(text || '{}') as Answer<T>['body'],
          };
        }
      } catch {
        // Refused, or cut off in the middle: nobody knows what became of it.
      }
      if (isFirst) this.cutOff += 1;
      isFirst = false;
      await pause(betweenMs);
      if (wasServing && this.#isServing()) waited += performance.now() - begun;
    }
    throw new Error(`No answer to ${method} ${path} within ${patienceMs} ms of a serving process.`);
  }
}

/** The answer of a request that has to be granted. @throws Error with what it was refused with. */
export function granted<T>({ status, body }: Answer<T>, what: string): T {
  if (status < 400) return body;
  throw new Error(`${what} was refused with ${status}: ${JSON.stringify(body)}`);
}

import { setTimeout as pause } from 'node:timers/promises';

export interface Answer<T = object> {
  status: number;
  headers: Headers;
  body: T & { error?: { code: string } };
}

/** After so many milliseconds without any answer something is wrong with the server, and not only with its process. */
const patienceMs = 180_000;
const betweenMs = 150;

/**
 * Sends the same request until an answer comes, as every client has to whose server died under it. An answer of 500
 * and more is none: the server says that it could not.
 */
export class Patient {
  readonly #url: string;
  /** How many requests had no answer at first, and how many have one. */
  cutOff = 0;
  answered = 0;

  constructor(url: string) {
    this.#url = url;
  }

  /** @throws Error when nothing answers for too long. */
  async send<T>(request: {
    method?: 'GET' | 'POST';
    path: string;
    headers?: Record<string, string>;
    body?: unknown;
  }): Promise<Answer<T>> {
    const { path, headers, body, method = body === undefined ? 'GET' : 'POST' } = request;
    const until = performance.now() + patienceMs;
    let isFirst = true;
    while (performance.now() < until) {
      try {
        const response = await fetch(this.#url + path, {
          method,
          headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
          body: body === undefined ? undefined : JSON.stringify(body),
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
    }
    throw new Error(`No answer to ${method} ${path} within ${patienceMs} ms.`);
  }
}

/** The answer of a request that has to be granted. @throws Error with what it was refused with. */
export function granted<T>({ status, body }: Answer<T>, what: string): T {
  if (status < 400) return body;
  throw new Error(`${what} was refused with ${status}: ${JSON.stringify(body)}`);
}

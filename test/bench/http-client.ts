import { Agent, request } from 'node:http';

export interface HttpAnswer {
  status: number;
  text: string;
}

/** The least a load generator needs: a POST or GET over connections that are kept. */
export class HttpClient {
  readonly #agent = new Agent({ keepAlive: true });

  /** @param call.body sent as JSON; without it the method is GET. Rejects when the connection fails. */
  send(call: { url: string; token?: string; body?: object }): Promise<HttpAnswer> {
    const body = call.body && Buffer.from(JSON.stringify(call.body));
    const headers = {
      ...(call.token === undefined ? {} : { authorization: `Bearer ${call.token}` }),
      ...(body ? { 'content-type': 'application/json', 'content-length': body.length } : {}),
    };
    return new Promise((resolve, reject) => {
      const sent = request(
        call.url,
        { method: body ? 'POST' : 'GET', agent: this.#agent, headers },
        (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }),
          );
          response.on('error', reject);
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  }

  /** @throws Error when the status is 400 or more: a benchmark of refusals measures nothing. */
  async json<T>(call: { url: string; token?: string; body?: object }): Promise<T> {
    const { status, text } = await this.send(call);
    if (status >= 400) throw new Error(`${call.url} answered ${status}: ${text}`);
    return JSON.parse(text === '' ? '{}' : text) as T;
  }

  close(): void {
    this.#agent.destroy();
  }
}

import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands in for a visitor's own storage, and for where Teams keeps pictures that people paste. */
export class FileStorage {
  readonly #server: Server;
  /** What can be read, by path; `when` that is so. */
  readonly kept = new Map<
    string,
    { bytes: Buffer; contentType?: string; token?: string; location?: string; when?: Promise<void> }
  >();
  /** What somebody wanted to read, by path. */
  readonly asked = new Set<string>();
  /** What was written, by path, and how. */
  readonly written = new Map<string, Buffer>();
  readonly ranges: string[] = [];
  /** What writing is answered. */
  answers = 201;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<FileStorage> {
    // Node hangs up after 5 s without a request, and whoever sends in that very moment gets no answer.
    const server = createServer({ keepAliveTimeout: 0 });
    const storage = new FileStorage(server);
    server.on('request', (request, response) => {
      void storage.#take(request).then(({ status, headers = {}, body }) => {
        response.writeHead(status, headers);
        response.end(body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return storage;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  async #take(
    request: IncomingMessage,
  ): Promise<{ status: number; headers?: Record<string, string>; body?: Buffer }> {
    const { method, url = '', headers } = request;
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    if (method === 'PUT') {
      this.ranges.push(headers['content-range'] ?? '');
      if (this.answers < 300) {
        this.written.set(url, Buffer.concat([this.written.get(url) ?? Buffer.alloc(0), ...pieces]));
      }
      return { status: this.answers };
    }
    const found = this.kept.get(url);
    if (!found) return { status: 404 };
    if (found.location !== undefined) return { status: 302, headers: { location: found.location } };
    if (found.token !== undefined && headers.authorization !== `Bearer ${found.token}`)
      return { status: 401 };
    const { bytes, contentType = 'application/octet-stream', when } = found;
    this.asked.add(url);
    await when;
    return { status: 200, headers: { 'content-type': contentType }, body: bytes };
  }
}

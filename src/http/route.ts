import type { Readable } from 'node:stream';

/** One operation over HTTP, free of the framework. */
export interface Route {
  method: 'get' | 'post';
  /** Parameters are written `:name`. */
  path: string;
  /** What it counts against: a conversation's requests, or an address's tokens. Nothing is counted without. */
  limit?: 'requests' | 'tokens';
  /** Leaves the body unread: the operation takes it in as it comes, of any type. */
  readsBody?: true;
  handle(request: RouteRequest): Promise<Answer>;
}

export interface RouteRequest {
  /** The header as it came. */
  authorization?: string;
  /** Which site's page asks, when a browser says so. */
  origin?: string;
  /** Whether that is a page of ours; undefined when nothing says. */
  sameOrigin?: boolean;
  /** The header as it came. */
  cookie?: string;
  /** Any other header, by its name in lower case; undefined when it came not or more than once. */
  header(name: string): string | undefined;
  /** What stands for the `:name`s of the path, decoded. */
  params: Readonly<Record<string, string | undefined>>;
  query: URLSearchParams;
  /** Parsed JSON; undefined when the request had none. */
  body: unknown;
  /** The body and what its headers say of it, for an operation that reads it itself. */
  raw: { contentType: string; contentDisposition?: string; length?: number; content: Readable };
  /** Where this client reaches us: `http://host:port` or `https://host`, without a slash at the end. */
  baseUrl: string;
  /** Where this client reaches our sockets: `ws://host:port` or `wss://host`, without a slash at the end. */
  streamBase: string;
}

export type Answer = JsonAnswer | StreamedAnswer;

export interface JsonAnswer {
  status: number;
  /** Written as JSON. */
  body: object;
  /** Beside those of every JSON answer. */
  headers?: Record<string, string>;
}

export interface StreamedAnswer {
  status: number;
  headers: Record<string, string | string[]>;
  content: AsyncIterable<Uint8Array>;
}

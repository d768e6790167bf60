/** One operation over HTTP, free of the framework. */
export interface Route {
  method: 'get' | 'post';
  /** Parameters are written `:name`. */
  path: string;
  handle(request: RouteRequest): Promise<Answer>;
}

export interface RouteRequest {
  /** The header as it came. */
  authorization?: string;
  /** What stands for the `:name`s of the path, decoded. */
  params: Readonly<Record<string, string | undefined>>;
  query: URLSearchParams;
  /** Parsed JSON; undefined when the request had none. */
  body: unknown;
  /** Where this client reaches our sockets: `ws://host:port` or `wss://host`, without a slash at the end. */
  streamBase: string;
}

export interface Answer {
  status: number;
  /** Written as JSON. */
  body: object;
}

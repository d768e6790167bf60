import type {
  Choices,
  Escalation,
  ListedCase,
  Lists,
  LogEntry,
  LogPage,
  OpenedCase,
  PresentAgent,
  Session,
} from './wire.ts';

/** The server answered, and not with what was asked for. */
export class DeskCallError extends Error {
  readonly status: number;
  /** The stable code of the error, such as `escalation.taken`. */
  readonly code: string;

  constructor(status: number, code: string) {
    super(`The server answered ${status} ${code}`);
    this.name = 'DeskCallError';
    this.status = status;
    this.code = code;
  }
}

export interface NewMessage {
  key: string;
  text?: string;
  files?: string[];
}

const root = '/api/desk';
const requestTimeout = 20_000;
const uploadTimeout = 120_000;

/** The calls of the desk's page. All of them throw DeskCallError, or TypeError when there is no connection. */
export class DeskApi {
  readonly #fetch: typeof fetch;
  readonly #onSignedOut: () => void;

  /** @param parts.onSignedOut a call was refused because nobody is signed in any more */
  constructor(parts: { fetch: typeof fetch; onSignedOut: () => void }) {
    this.#fetch = parts.fetch;
    this.#onSignedOut = parts.onSignedOut;
  }

  session(): Promise<Session> {
    return this.#get('/session');
  }

  waysToSignIn(): Promise<{ openId: boolean }> {
    return this.#get('/sign-in');
  }

  signIn(code: string): Promise<void> {
    return this.#post('/sign-in', { code });
  }

  signOut(): Promise<void> {
    return this.#post('/sign-out', {});
  }

  lists(): Promise<Lists> {
    return this.#get('/lists');
  }

  search(text: string, limit: number): Promise<{ cases: ListedCase[]; more: boolean }> {
    return this.#get(`/search?${new URLSearchParams({ text, limit: String(limit) })}`);
  }

  agents(): Promise<{ agents: PresentAgent[] }> {
    return this.#get('/agents');
  }

  choices(): Promise<Choices> {
    return this.#get('/choices');
  }

  open(id: string): Promise<OpenedCase> {
    return this.#get(casePath(id));
  }

  /** The page before a position, the last one without it, or what follows `after`. */
  log(id: string, range: { before?: number; after?: number } = {}): Promise<LogPage> {
    const query = new URLSearchParams(
      Object.entries(range).map(([name, value]): [string, string] => [name, String(value)]),
    );
    return this.#get(`${casePath(id)}/log?${query}`);
  }

  /** Take, hand on, return, decline, close, note or read. @returns how the escalation stands then */
  async change(id: string, name: string, body: object = {}): Promise<Escalation> {
    const { escalation } = await this.#post<{ escalation: Escalation }>(`${casePath(id)}/${name}`, body);
    return escalation;
  }

  async send(id: string, message: NewMessage): Promise<LogEntry> {
    const { entry } = await this.#post<{ entry: LogEntry }>(`${casePath(id)}/messages`, message);
    return entry;
  }

  async typing(id: string): Promise<void> {
    await this.#post(`${casePath(id)}/typing`, {});
  }

  /** @returns the ids that a message names the files by */
  async upload(id: string, files: readonly File[]): Promise<string[]> {
    const form = new FormData();
    for (const file of files) form.append('file', file, file.name);
    const path = `${casePath(id)}/files`;
    const answer = await this.#call(path, { method: 'POST', body: form }, uploadTimeout);
    return (answer as { files: { id: string }[] }).files.map((file) => file.id);
  }

  transcriptAddress(id: string, form: string): string {
    return `${root}${casePath(id)}/transcript?as=${form}`;
  }

  async #get<T>(path: string): Promise<T> {
    return (await this.#call(path, {})) as T;
  }

  async #post<T>(path: string, body: object): Promise<T> {
    const headers = { 'Content-Type': 'application/json' };
    return (await this.#call(path, { method: 'POST', headers, body: JSON.stringify(body) })) as T;
  }

  async #call(path: string, init: RequestInit, timeout = requestTimeout): Promise<unknown> {
    const response = await this.#fetch(root + path, {
      ...init,
      cache: 'no-store',
      signal: AbortSignal.timeout(timeout),
    });
    if (response.ok) return response.json();
    const body: unknown = await response.json().catch(() => undefined);
    if (response.status === 401) this.#onSignedOut();
    throw new DeskCallError(response.status, codeIn(body));
  }
}

function casePath(id: string): string {
  return `/cases/${encodeURIComponent(id)}`;
}

function codeIn(body: unknown): string {
  const code = (body as { error?: { code?: unknown } } | undefined)?.error?.code;
  return typeof code === 'string' ? code : '';
}

import type { Activity } from '../../conversation/activity.ts';
import { type History, parseHistory } from './history.ts';
import { type Beginning, parseSession, type Session } from './session.ts';

/** The server answered, and not with what was asked for. */
export class ApiError extends Error {
  /** HTTP status. */
  readonly status: number;
  /** How long the server asks to wait, in milliseconds. */
  readonly retryAfter: number;

  constructor(status: number, retryAfter = 0) {
    super(`The server answered ${status}`);
    this.name = 'ApiError';
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** The plain HTTP calls of the browser. All of them throw ApiError, or TypeError when there is no connection. */
export interface ChatApi {
  /** A session for a new conversation; without a stream's address it begins when its stream is opened. */
  start(): Promise<Beginning>;
  /** A fresh token for the conversation. 403 when it cannot be had any more. */
  resume(resumeToken: string): Promise<Session>;
  /** A one-time link to the conversation: its id, and how many seconds it is good for. */
  link(session: Session): Promise<{ link: string; expiresIn: number }>;
  /** The conversation that a one-time link leads to. 403, 404 or 410 when it was used or is too old. */
  redeem(link: string): Promise<Session>;
  /** Sends an `invoke` and gives the body of its answer. */
  invoke(session: Session, activity: Activity): Promise<unknown>;
  /**
   * Whether the server can be reached, but answers pages of this site with no permission to read. Browsers do not tell
   * such a refusal from a lost connection, so this looks for both, and never throws.
   */
  isRefused(): Promise<boolean>;
  /** Everything said after the watermark, all pages; undefined when the conversation never began. */
  history(session: Session, watermark: string): Promise<History | undefined>;
}

const requestTimeout = 20_000;

export function createChatApi(parts: { origin: string; fetch: typeof fetch }): ChatApi {
  const call = async (path: string, init: RequestInit): Promise<unknown> => {
    const response = await parts.fetch(parts.origin + path, {
      ...init,
      cache: 'no-store',
      signal: AbortSignal.timeout(requestTimeout),
    });
    if (!response.ok) throw new ApiError(response.status, retryAfter(response));
    return response.json();
  };
  const session = async (path: string, body: object): Promise<Session> => {
    const headers = { 'Content-Type': 'application/json' };
    const parsed = parseSession(await call(path, { method: 'POST', headers, body: JSON.stringify(body) }));
    if (!parsed) throw new TypeError('The server sent no session');
    return parsed;
  };

  return {
    start: () => session('/api/chat/token', {}),
    resume: (resumeToken) => session('/api/chat/resume', { resumeToken }),
    redeem: (link) => session('/api/chat/redeem', { link }),
    async link({ token }) {
      const headers = { Authorization: `Bearer ${token}` };
      return parseLink(await call('/api/chat/link', { method: 'POST', headers }));
    },
    async invoke({ conversationId, token }, activity) {
      const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
      const body = JSON.stringify(activity);
      const answer = await call(activitiesPath(conversationId), { method: 'POST', headers, body });
      return (answer as { invokeResponse?: { body?: unknown } }).invokeResponse?.body;
    },
    async isRefused() {
      // Without a token both answer 401, which pages of any site may read of the first, and of the second ours only.
      const answers = (path: string) =>
        call(path, {}).then(
          () => true,
          (error: unknown) => error instanceof ApiError,
        );
      return (await answers('/v3/directline/session/getsessionid')) && !(await answers('/api/chat/history'));
    },
    async history({ conversationId, token }, watermark) {
      const path = activitiesPath(conversationId);
      const headers = { Authorization: `Bearer ${token}` };
      const page = async (after: string) =>
        parseHistory(await call(`${path}?watermark=${encodeURIComponent(after)}`, { headers }));
      try {
        return await readPages(page, watermark);
      } catch (error) {
        if (error instanceof ApiError && error.status === 404) return undefined;
        throw error;
      }
    },
  };
}

function activitiesPath(conversationId: string): string {
  return `/v3/directline/conversations/${encodeURIComponent(conversationId)}/activities`;
}

/** Reads page after page until one is empty or leads nowhere. */
export async function readPages(
  page: (after: string) => Promise<History>,
  watermark: string,
): Promise<History> {
  const activities: Activity[] = [];
  let after = watermark;
  for (;;) {
    const next = await page(after);
    activities.push(...next.activities);
    const stuck = next.watermark === '' || next.watermark === after;
    if (!stuck) after = next.watermark;
    if (stuck || next.activities.length === 0) return { activities, watermark: after };
  }
}

function parseLink(value: unknown): { link: string; expiresIn: number } {
  const { link, expires_in: expiresIn } = value as { link?: unknown; expires_in?: unknown };
  if (typeof link !== 'string' || typeof expiresIn !== 'number')
    throw new TypeError('The server sent no link');
  return { link, expiresIn };
}

/** Source: RFC 9110, section 10.2.3; only the form in seconds. */
function retryAfter(response: Response): number {
  const seconds = Number(response.headers.get('Retry-After'));
  return Number.isFinite(seconds) ? seconds * 1000 : 0;
}

import type { IncomingMessage } from 'node:http';
import { DirectLineError } from '../channels/directline/errors.ts';
import type { OriginPolicy } from './origins.ts';

type Headers = Record<string, string>;

/** The last two are what botframework-directlinejs sends. */
const preflight: Headers = {
  'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
  'Access-Control-Allow-Headers': [
    'Authorization',
    'Content-Type',
    'Content-Disposition',
    'Accept',
    'x-ms-bot-agent',
    'X-Requested-With',
  ].join(', '),
  'Access-Control-Max-Age': '86400',
};

/** What a page may read of an answer beside its body. */
const readable: Headers = { 'Access-Control-Expose-Headers': 'Retry-After, X-Request-Id' };

/**
 * What pages of other sites may ask for, and read. Direct Line is open to all of them: what protects it is the token,
 * which says itself whose pages may use it. Tokens are given to the pages of allowed sites only. Everything else is
 * for our own pages. Source: Fetch standard, "CORS protocol".
 * @returns headers for the answer; those of a preflight are `undefined` when this is none that is answered here.
 * @throws DirectLineError `OriginNotAllowed`.
 */
export function crossSite(
  request: Pick<IncomingMessage, 'method' | 'headers'>,
  { path, policy }: { path: string; policy: OriginPolicy },
): { headers: Headers; preflight?: Headers } {
  const { origin, host } = request.headers;
  const isPreflight = request.method === 'OPTIONS';
  if (path.startsWith('/v3/directline/')) {
    const headers = { 'Access-Control-Allow-Origin': '*', ...readable };
    return { headers, ...(isPreflight && { preflight }) };
  }
  if (!path.startsWith('/api/chat/')) return { headers: {} };
  const varies = { Vary: 'Origin' };
  if (origin === undefined) return { headers: varies, ...(isPreflight && { preflight: {} }) };
  if (!policy.allows({ origin, host })) throw new DirectLineError('OriginNotAllowed');
  const headers = { ...varies, 'Access-Control-Allow-Origin': origin, ...readable };
  return { headers, ...(isPreflight && { preflight }) };
}

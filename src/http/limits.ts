import type { IncomingMessage } from 'node:http';
import { HttpError } from './errors.ts';

/**
 * Bytes of a request body. An activity has at most 256 Ki characters, each up to three bytes of UTF-8, and some
 * room for escapes.
 */
export const maxBodyBytes = 1024 * 1024;

/**
 * Milliseconds. A client that sends slower than this is cut off: the head of a request, a body of JSON, an upload. An
 * answer that is sent before the body has come waits for the rest for `linger`, or the client might not see it.
 */
export const timeouts = { head: 10_000, body: 30_000, upload: 300_000, keepAlive: 65_000, linger: 2000 };
export type Timeouts = typeof timeouts;

export const maxHeaders = 100;

/** Where files are taken, of any type and within limits of their own. */
const uploadPath = /^\/(v3\/directline\/conversations\/[^/?]+\/upload|api\/desk\/cases\/[^/?]+\/files)(\?|$)/;

/** A name or address with an optional port, as a Host header may hold. */
const hostForm = /^(?:[a-z0-9](?:[a-z0-9._-]{0,252})|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i;

/**
 * Refuses what restify 12 cannot survive or should never read. Must run before anything asks for the URL or reads
 * the body: an unparsable URL, Host or compressed body would otherwise end the process.
 * @throws HttpError
 */
export function checkRequest(request: IncomingMessage & { getUrl(): unknown }): void {
  const { host } = request.headers;
  if (host !== undefined && !hostForm.test(host))
    throw new HttpError('BadRequest', 'The Host header is malformed.');
  if (!request.url?.startsWith('/')) throw new HttpError('BadRequest', 'The address is malformed.');
  try {
    request.getUrl();
  } catch {
    throw new HttpError('BadRequest', 'The address is malformed.');
  }
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity')
    throw new HttpError('UnsupportedMediaType');
  if (isUpload(request)) return;
  if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) throw new HttpError('PayloadTooLarge');
  if (hasBody(request) && !isJson(request.headers['content-type']))
    throw new HttpError('UnsupportedMediaType');
}

/** Whether the body is one that an operation reads by itself. */
export function isUpload(request: IncomingMessage): boolean {
  return request.method === 'POST' && uploadPath.test(request.url ?? '');
}

export function hasBody(request: IncomingMessage): boolean {
  return (
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0
  );
}

function isJson(contentType: string | undefined): boolean {
  return contentType?.split(';')[0]?.trim().toLowerCase() === 'application/json';
}

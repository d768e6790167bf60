import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type restify from 'restify';
import { errorAnswer } from './errors.ts';
import { jsonAnswer } from './headers.ts';
import type { Answer, JsonAnswer } from './route.ts';

export interface HttpLogger {
  debug(fields: object, event: string): void;
  info(fields: object, event: string): void;
  error(fields: object, event: string): void;
}

/** Writes an answer as it is; past restify's formatters, which would let the client's Accept choose the form. */
export function answerRaw(
  response: restify.Response,
  {
    status,
    headers,
    body = Buffer.alloc(0),
  }: { status: number; headers: Record<string, string>; body?: Buffer },
): void {
  response.sendRaw(status, body, { ...headers, 'Content-Length': String(body.length) });
}

function answerJson(response: restify.Response, { status, body, headers }: JsonAnswer): void {
  answerRaw(response, {
    status,
    headers: { ...jsonAnswer, ...headers },
    body: Buffer.from(JSON.stringify(body)),
  });
}

/** Sends what an operation answers. One that breaks off ends the connection: the client knows how much is missing. */
export async function answer(response: restify.Response, given: Answer): Promise<void> {
  if ('body' in given) return answerJson(response, given);
  response.writeHead(given.status, given.headers);
  await pipeline(Readable.from(given.content), response).catch(() => response.destroy());
}

/** Answers with what was thrown. The log line carries the id that the client got in X-Request-Id. */
export function answerError({
  request,
  response,
  error,
  logger,
}: {
  request: restify.Request;
  response: restify.Response;
  error: unknown;
  logger: HttpLogger;
}): void {
  const refusal = errorAnswer(error);
  const fields = { request: request.getId(), status: refusal.status, code: refusal.body.error.code };
  if (refusal.status >= 500) logger.error({ ...fields, err: error }, 'http.failed');
  else logger.debug(fields, 'http.refused');
  answerJson(response, refusal);
}

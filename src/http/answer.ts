import type restify from 'restify';
import { errorAnswer } from './errors.ts';
import { jsonAnswer } from './headers.ts';
import type { Answer } from './route.ts';

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

export function answerJson(response: restify.Response, { status, body }: Answer): void {
  answerRaw(response, { status, headers: jsonAnswer, body: Buffer.from(JSON.stringify(body)) });
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
  const answer = errorAnswer(error);
  const fields = { request: request.getId(), status: answer.status, code: answer.body.error.code };
  if (answer.status >= 500) logger.error({ ...fields, err: error }, 'http.failed');
  else logger.debug(fields, 'http.refused');
  answerJson(response, answer);
}

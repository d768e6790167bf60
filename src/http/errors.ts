import { SupportError } from '../errors.ts';
import { DirectLineError, type ErrorBody, errorBody } from '../channels/directline/errors.ts';

/** What is wrong with a request before any operation sees it. The codes are stable. */
export const httpErrors = {
  BadRequest: { status: 400, message: 'The request is malformed.' },
  NotFound: { status: 404, message: 'There is nothing at this address.' },
  MethodNotAllowed: { status: 405, message: 'This address does not take that method.' },
  PayloadTooLarge: { status: 413, message: 'The body is too large.' },
  UnsupportedMediaType: { status: 415, message: 'The body must be JSON, neither compressed nor encoded.' },
  InternalError: { status: 500, message: 'Something went wrong here.' },
} as const satisfies Record<string, { status: number; message: string }>;

export type HttpErrorCode = keyof typeof httpErrors;

/** A request that is refused for its form. */
export class HttpError extends Error {
  readonly code: HttpErrorCode;
  readonly status: number;

  constructor(code: HttpErrorCode, message: string = httpErrors[code].message) {
    super(message);
    this.name = 'HttpError';
    this.code = code;
    this.status = httpErrors[code].status;
  }
}

/** The answer to whatever was thrown. What only operators may know stays out of it: they find it in the log. */
export function errorAnswer(error: unknown): { status: number; body: ErrorBody } {
  if (error instanceof DirectLineError || error instanceof HttpError) {
    return { status: error.status, body: errorBody(error) };
  }
  if (error instanceof SupportError) {
    return { status: error.status, body: errorBody({ code: error.code, message: error.hint }) };
  }
  const refused = refusedByFramework(error);
  return { status: refused.status, body: errorBody(refused) };
}

/** restify's own errors carry a status; their names and texts are not ours. */
function refusedByFramework(error: unknown): HttpError {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  const codes = Object.keys(httpErrors) as HttpErrorCode[];
  return new HttpError(codes.find((code) => httpErrors[code].status === status) ?? 'InternalError');
}

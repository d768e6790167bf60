import { SupportError } from '../errors.ts';
import { DeskError } from '../channels/desk/errors.ts';
import { DirectLineError, type ErrorBody, errorBody } from '../channels/directline/errors.ts';

/** What is wrong with a request before any operation sees it. The codes are stable. */
export const httpErrors = {
  BadRequest: { status: 400, message: 'The request is malformed.' },
  NotFound: { status: 404, message: 'There is nothing at this address.' },
  MethodNotAllowed: { status: 405, message: 'This address does not take that method.' },
  RequestTimeout: { status: 408, message: 'The body took too long to come.' },
  PayloadTooLarge: { status: 413, message: 'The body is too large.' },
  UnsupportedMediaType: { status: 415, message: 'The body must be JSON, neither compressed nor encoded.' },
  TooManyRequests: { status: 429, message: 'Too many requests from this address.' },
  InternalError: { status: 500, message: 'Something went wrong here.' },
} as const satisfies Record<string, { status: number; message: string }>;

export type HttpErrorCode = keyof typeof httpErrors;

/** A request that is refused for its form, or for how many there are. */
export class HttpError extends Error {
  readonly code: HttpErrorCode;
  readonly status: number;
  /** What the answer's headers say beside the body. */
  readonly headers: Record<string, string>;

  constructor(
    code: HttpErrorCode,
    more: string | { message: string; headers: Record<string, string> } = {
      message: httpErrors[code].message,
      headers: {},
    },
  ) {
    super(typeof more === 'string' ? more : more.message);
    this.name = 'HttpError';
    this.code = code;
    this.status = httpErrors[code].status;
    this.headers = typeof more === 'string' ? {} : more.headers;
  }
}

export interface ErrorAnswer {
  status: number;
  headers?: Record<string, string>;
  body: ErrorBody;
}

/** The answer to whatever was thrown. What only operators may know stays out of it: they find it in the log. */
export function errorAnswer(error: unknown): ErrorAnswer {
  if (error instanceof HttpError) {
    return { status: error.status, headers: error.headers, body: errorBody(error) };
  }
  if (error instanceof DirectLineError || error instanceof DeskError)
    return { status: error.status, body: errorBody(error) };
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

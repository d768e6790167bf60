/**
 * Every error the Direct Line server answers with. Codes are stable, as clients may compare them.
 * Source of codes and statuses: Direct Line API 3.0 reference, "Errors"; the rest follow its form.
 */
export const directLineErrors = {
  BadArgument: { status: 400, message: 'The request is malformed or invalid.' },
  MissingAuthorization: { status: 401, message: 'The Authorization header is missing or malformed.' },
  Forbidden: { status: 403, message: 'The token or secret does not allow this.' },
  TokenExpired: { status: 403, message: 'The token has expired.' },
  ConversationNotFound: { status: 404, message: 'There is no such conversation.' },
} as const satisfies Record<string, { status: number; message: string }>;

export type DirectLineErrorCode = keyof typeof directLineErrors;

/** An error that is answered to a client; its message is meant for that client's developer. */
export class DirectLineError extends Error {
  readonly code: DirectLineErrorCode;
  readonly status: number;

  constructor(code: DirectLineErrorCode, message: string = directLineErrors[code].message) {
    super(message);
    this.name = 'DirectLineError';
    this.code = code;
    this.status = directLineErrors[code].status;
  }
}

/** The body of every error answer. Source: ErrorResponse of the Direct Line 3.0 specification. */
export interface ErrorBody {
  error: { code: string; message: string };
}

export function errorBody({ code, message }: { code: string; message: string }): ErrorBody {
  return { error: { code, message } };
}

/**
 * Every error the Direct Line server answers with. Codes are stable, as clients may compare them.
 * Source of codes and statuses: Direct Line API 3.0 reference, "Errors"; the rest follow its form.
 */
export const directLineErrors = {
  BadArgument: { status: 400, message: 'The request is malformed or invalid.' },
  MissingAuthorization: { status: 401, message: 'The Authorization header is missing or malformed.' },
  Forbidden: { status: 403, message: 'The token or secret does not allow this.' },
  TokenExpired: { status: 403, message: 'The token has expired.' },
  TokenRevoked: { status: 403, message: 'The token was revoked.' },
  OriginNotAllowed: { status: 403, message: 'This is not allowed from that origin.' },
  ConversationNotFound: { status: 404, message: 'There is no such conversation.' },
  FileNotFound: { status: 404, message: 'There is no such file, or no longer.' },
  LinkNotFound: { status: 404, message: 'There is no such link.' },
  ConversationExists: { status: 409, message: 'The conversation was started before, as another one.' },
  LinkExpired: { status: 410, message: 'The link has expired.' },
  LinkUsed: { status: 410, message: 'The link was used before; it works once.' },
  FileTooLarge: { status: 413, message: 'The upload is larger than is taken here.' },
  TooManyFiles: { status: 413, message: 'The upload has more files than are taken at once.' },
  FileQuotaExceeded: {
    status: 413,
    message: 'The files of this conversation take all the room there is today.',
  },
  FileTypeNotAllowed: { status: 415, message: 'Files of this type are not taken.' },
  BotRejectedActivity: { status: 502, message: 'The bot refused the activity.' },
  BotError: { status: 502, message: 'The bot failed and gave no answer.' },
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

/**
 * The one catalogue of coded errors. A code is stable: operators search for it, README lists it, and a test holds
 * the two together. `status` is the HTTP status when the error reaches a client.
 */
export const errorCatalogue = {
  'config.invalid': {
    status: 500,
    hint: 'Correct the setting named in the message; README lists every setting.',
  },
  'guide.invalid': {
    status: 500,
    hint: 'Mend the places listed; `npm run check-guide` prints the same report.',
  },
  'storage.unavailable': {
    status: 503,
    hint: 'Check that the folder of DATABASE_URL exists, is writable and has free space.',
  },
  'storage.newer': {
    status: 500,
    hint: 'Start the version of the program that wrote the database, or restore a backup.',
  },
  'storage.unsupported': { status: 500, hint: 'Use a DATABASE_URL that begins with sqlite:.' },
  'server.port-in-use': { status: 500, hint: 'Stop the other program or choose another PORT.' },
  'web.not-built': { status: 503, hint: 'Run `npm run build:web`, which `npm start` does by itself.' },
  'case.unknown': { status: 404, hint: 'Copy the case number from the chat or from the log.' },
  'cli.no-server': { status: 500, hint: 'Start the server, or correct the address after --url.' },
  'cli.invalid-input': { status: 500, hint: 'Mend the line of the file that the message names.' },
} as const satisfies Record<string, { status: number; hint: string }>;

export type ErrorCode = keyof typeof errorCatalogue;

/** An error an operator can act on: what happened (`message`), what to do next (`hint`), and why (`cause`). */
export class SupportError extends Error {
  readonly code: ErrorCode;
  readonly hint: string;
  readonly status: number;

  constructor(code: ErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'SupportError';
    this.code = code;
    this.hint = errorCatalogue[code].hint;
    this.status = errorCatalogue[code].status;
  }
}

/** Makes an Error of whatever was thrown. */
export function errorFrom(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}

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
  'storage.missing': {
    status: 500,
    hint: 'Correct DATABASE_URL; the server makes the database at its first start.',
  },
  'storage.newer': {
    status: 500,
    hint: 'Start the version of the program that wrote the database, or restore a backup.',
  },
  'storage.unsupported': { status: 500, hint: 'Use a DATABASE_URL that begins with sqlite:.' },
  'server.port-in-use': {
    status: 500,
    hint: 'Stop the other program or choose another PORT, or MAIL_IN_PORT.',
  },
  'server.no-address': {
    status: 500,
    hint: 'Set HOST, or MAIL_IN_HOST, to an address of this machine, and the port to one that this user may open.',
  },
  'web.not-built': { status: 503, hint: 'Run `npm run build:web`, which `npm start` does by itself.' },
  'case.unknown': { status: 404, hint: 'Copy the case number from the chat or from the log.' },
  'escalation.unknown': { status: 404, hint: 'Reload the list: there is no such case in your queues.' },
  'escalation.taken': { status: 409, hint: 'Another agent has taken this case; choose another one.' },
  'escalation.not-yours': { status: 409, hint: 'Ask the agent who has this case to hand it on.' },
  'escalation.not-taken': { status: 409, hint: 'Take the case first.' },
  'escalation.not-possible': { status: 409, hint: 'Reload the case: it does not stand as you think.' },
  'escalation.ended': {
    status: 409,
    hint: 'The case has ended; a new message of the visitor opens a new one.',
  },
  'webhook.forbidden': {
    status: 401,
    hint: 'Sign the body with the secret of ESCALATION_WEBHOOK_SECRET, and check the clock.',
  },
  'webhook.invalid': { status: 400, hint: 'docs/escalation.md tells what a webhook call holds.' },
  'webhook.too-large': { status: 413, hint: 'A webhook call has at most 256 KiB; send files as addresses.' },
  'mail.unknown-recipient': {
    status: 404,
    hint: 'There is nobody at this address. Answer the mail that the support program sent.',
  },
  'mail.forged': {
    status: 403,
    hint: 'This address is not good for any case. Answer the mail that the support program sent.',
  },
  'mail.not-allowed': {
    status: 403,
    hint: 'Answer from the address that the mail was sent to; those who answer for the team are in MAIL_AGENTS.',
  },
  'mail.too-large': {
    status: 413,
    hint: 'The mail, its text or a file in it is larger than is taken here. Send less, or several mails.',
  },
  'mail.file-refused': {
    status: 415,
    hint: 'Files of this type are not taken: send a picture, PDF or text.',
  },
  'mail.empty': { status: 400, hint: 'Nothing was written. Write your answer above what is quoted.' },
  'mail.invalid': { status: 400, hint: 'The mail cannot be read, or does not say who wrote it.' },
  'mail.loop': { status: 508, hint: 'The mail goes round in circles: correct the forwarding on its way.' },
  'mail.too-many': { status: 429, hint: 'Too many mails came to this case. Try again in ten minutes.' },
  'escalation.erased': { status: 410, hint: 'The visitor has deleted their data. Nothing was sent or kept.' },
  'escalation.not-revealed': { status: 403, hint: 'The settings do not let agents see this kind of data.' },
  'privacy.unknown': { status: 404, hint: 'Copy the id from the log; it may have been erased before.' },
  'connector.unauthorized': {
    status: 401,
    hint: 'Nothing: only the Bot Connector may call. If it was Teams, compare MICROSOFT_APP_ID with the registration.',
  },
  'connector.tenant-not-allowed': {
    status: 403,
    hint: 'If people of this tenant should be helped, add it to MICROSOFT_ALLOWED_TENANTS.',
  },
  'connector.invalid': { status: 400, hint: 'Send an activity as the Bot Framework activity schema has it.' },
  'connector.too-large': { status: 413, hint: 'Send an activity of at most 256 KiB.' },
  'connector.keys-unavailable': {
    status: 503,
    hint: 'Let the server reach login.botframework.com, where the keys of the Bot Connector are published.',
  },
  'cli.no-server': { status: 500, hint: 'Start the server, or correct the address after --url.' },
  'cli.invalid-input': {
    status: 500,
    hint: 'Correct the file or the option that the message names; --help tells how it is called.',
  },
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

/** What kept a server from listening at an address: `server.port-in-use`, or `server.no-address`. */
export function notListening(thrown: unknown, { port, host }: { port: number; host: string }): SupportError {
  const error = errorFrom(thrown);
  const isTaken =
    typeof thrown === 'object' && thrown !== null && 'code' in thrown && thrown.code === 'EADDRINUSE';
  return isTaken
    ? new SupportError('server.port-in-use', `${host}:${port} is taken.`, error)
    : new SupportError('server.no-address', `Nothing can listen at ${host}:${port}: ${error.message}`, error);
}

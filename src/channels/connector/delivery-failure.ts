/** A message that was not taken, or perhaps was. */
export class DeliveryFailure extends Error {
  /** What the channel answered; none when no answer came. */
  readonly status?: number;
  /** The header as it came. */
  readonly retryAfter?: string;
  /** Nothing has left: the connection was never made. */
  readonly neverSent: boolean;
  /** Why, in the channel's words: `ConversationBlockedByUser`, `BotNotInConversationRoster`. */
  readonly reason?: string;

  constructor(failure: {
    status?: number;
    retryAfter?: string;
    body?: string;
    neverSent?: boolean;
    cause?: unknown;
  }) {
    const what = failure.status === undefined ? 'gave no answer' : `answered ${failure.status}`;
    super(`The channel ${what}.`, { cause: failure.cause });
    this.name = 'DeliveryFailure';
    this.status = failure.status;
    this.retryAfter = failure.retryAfter;
    this.neverSent = failure.neverSent ?? false;
    this.reason = reasonIn(failure.body ?? '');
  }
}

/** Source: Bot Connector REST API, "ErrorResponse": `{error: {code, message, innerHttpError}}`; Teams adds `subCode`. */
function reasonIn(body: string): string | undefined {
  return /"(?:subCode|code)"\s*:\s*"([A-Za-z]{1,60})"/.exec(body)?.[1];
}

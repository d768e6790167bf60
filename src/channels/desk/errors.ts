/** Every error of the desk's routes beside those of escalations. Codes are stable, as the page compares them. */
export const deskErrors = {
  InputInvalid: { status: 400, message: 'The request does not have the form it should have.' },
  SignedOut: { status: 401, message: 'Sign in first.' },
  SignInExpired: { status: 401, message: 'The sign-in has expired. Sign in again.' },
  NoAgent: { status: 403, message: 'This account is not one of an agent.' },
  OtherQueue: { status: 403, message: 'The case is in a queue of other agents.' },
  OtherOrigin: { status: 403, message: 'Only pages of the desk itself may ask for this.' },
  AgentUnknown: { status: 404, message: 'There is no such agent at the desk.' },
  NoOpenId: { status: 404, message: 'Sign-in with OpenID Connect is not set up.' },
  SignInLinkUnknown: { status: 404, message: 'There is no such sign-in link.' },
  SignInLinkUsed: { status: 410, message: 'The sign-in link was used before; it works once.' },
  SignInLinkExpired: { status: 410, message: 'The sign-in link has expired.' },
  SignInFailed: { status: 502, message: 'The identity provider did not sign you in.' },
} as const satisfies Record<string, { status: number; message: string }>;

export type DeskErrorCode = keyof typeof deskErrors;

/** An error that is answered to the desk's page. */
export class DeskError extends Error {
  readonly code: DeskErrorCode;
  readonly status: number;

  constructor(code: DeskErrorCode, message: string = deskErrors[code].message, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'DeskError';
    this.code = code;
    this.status = deskErrors[code].status;
  }
}

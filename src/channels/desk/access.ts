import { DeskError } from './errors.ts';
import type { DeskSession, DeskSessions } from './sessions.ts';

/** What every request to the desk carries. */
export interface DeskRequest {
  /** The Cookie header as it came. */
  cookie?: string;
  /** Whether the Origin header names our own origin; undefined when there is none. */
  sameOrigin?: boolean;
  /** Where the browser reaches us: `https://support.example.org`. */
  baseUrl: string;
}

/**
 * Who asks. What changes something has to come from our own pages: browsers say so in the Origin header of every POST
 * and of every socket. Source: OWASP, "Cross-Site Request Forgery Prevention", verifying origin.
 * @throws DeskError `OtherOrigin`, `SignedOut` or `SignInExpired`.
 */
export function authorize(
  request: DeskRequest,
  { sessions, changes }: { sessions: DeskSessions; changes: boolean },
): Promise<DeskSession> {
  if (changes) requireOwnOrigin(request);
  return sessions.read(request.cookie);
}

/** @throws DeskError `OtherOrigin`. */
export function requireOwnOrigin({ sameOrigin }: DeskRequest): void {
  if (sameOrigin !== true) throw new DeskError('OtherOrigin');
}

export function isSecure({ baseUrl }: DeskRequest): boolean {
  return baseUrl.startsWith('https:');
}

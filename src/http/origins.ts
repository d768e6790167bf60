/** Which sites' pages may ask for a conversation. */
export interface OriginPolicy {
  /** @param request the Origin header, and the Host header of the request it came with. */
  allows(request: { origin: string; host?: string }): boolean;
}

/** Whether a page of this origin is one that this server gave out. */
export function isOwnOrigin(
  { origin, host }: { origin: string; host?: string },
  publicUrl: string | undefined,
): boolean {
  if (publicUrl !== undefined && origin === new URL(publicUrl).origin) return true;
  return host !== undefined && origin.replace(/^https?:\/\//, '') === host;
}

const loopback = /^https?:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/;

/**
 * The server's own pages are always allowed. Beside them, those on the list; without a list, pages of the same
 * machine.
 * @param parts.allowed origins as browsers send them; `*` allows every one.
 */
export function createOriginPolicy(parts: { allowed?: readonly string[]; publicUrl?: string }): OriginPolicy {
  const { allowed } = parts;
  return {
    allows({ origin, host }) {
      if (isOwnOrigin({ origin, host }, parts.publicUrl)) return true;
      if (!allowed) return loopback.test(origin);
      return allowed.includes(origin) || allowed.includes('*');
    },
  };
}

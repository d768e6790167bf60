/** How a cookie of the desk is kept by browsers. */
export interface CookieOptions {
  /** Seconds; 0 deletes it. */
  maxAge: number;
  path: string;
  /** `Lax` lets it come along when the identity provider sends the browser back. */
  sameSite: 'Strict' | 'Lax';
  /** Only over TLS. */
  secure: boolean;
}

/** A Set-Cookie header that scripts cannot read. Source: RFC 6265, section 4.1. */
export function cookieHeader(cookie: { name: string; value: string }, options: CookieOptions): string {
  const { maxAge, path, sameSite, secure } = options;
  const parts = [
    `${nameOf(cookie.name, secure)}=${cookie.value}`,
    `Path=${path}`,
    `Max-Age=${maxAge}`,
    'HttpOnly',
    `SameSite=${sameSite}`,
    ...(secure ? ['Secure'] : []),
  ];
  return parts.join('; ');
}

/** What a Cookie header holds under this name. */
export function cookieIn(header: string | undefined, name: string): string | undefined {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim());
  for (const known of [nameOf(name, true), nameOf(name, false)]) {
    const found = pairs.find((pair) => pair.startsWith(`${known}=`));
    if (found !== undefined) return found.slice(known.length + 1);
  }
  return undefined;
}

/** With this prefix browsers take it over TLS only. Source: RFC 6265bis, section 4.1.3.1. */
function nameOf(name: string, secure: boolean): string {
  return secure ? `__Secure-${name}` : name;
}

/** Headers of every answer. */
export const everyAnswer: Record<string, string> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

/** Headers of JSON answers: they hold tokens and what people said. */
export const jsonAnswer: Record<string, string> = {
  'Content-Type': 'application/json; charset=utf-8',
  'Cache-Control': 'no-store',
};

/** Headers of the chat page and its parts: nothing foreign runs in it, and nobody frames it. */
export const page: Record<string, string> = {
  'Content-Security-Policy': [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: https:",
    "connect-src 'self' ws: wss:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
};

const openPrefixes = ['/v3/directline/', '/api/chat/'];

/** Pages of other sites may use these addresses: what protects them is the token, not a cookie. */
export function isOpenToOtherSites(path: string): boolean {
  return openPrefixes.some((prefix) => path.startsWith(prefix));
}

/** Headers that let a page of another site read the answer. Source: Fetch standard, "CORS protocol". */
export const openAnswer: Record<string, string> = { 'Access-Control-Allow-Origin': '*' };

/** Headers of the answer to a preflight. The last two are what botframework-directlinejs sends. */
export const preflight: Record<string, string> = {
  ...openAnswer,
  'Access-Control-Allow-Methods': 'GET, POST, OPTIONS',
  'Access-Control-Allow-Headers': 'Authorization, Content-Type, Accept, x-ms-bot-agent, X-Requested-With',
  'Access-Control-Max-Age': '86400',
};

import type { Route } from '../route.ts';

/** Says that the process answers, and which program and guide it runs. */
export function healthRoute({ version, guideVersion }: { version: string; guideVersion: string }): Route {
  const body = { status: 'ok', version, guideVersion };
  return { method: 'get', path: '/api/health', handle: () => Promise.resolve({ status: 200, body }) };
}

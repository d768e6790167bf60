import type { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { DeliveryFailure } from './delivery-failure.ts';

/** How the SDK's client of the connector service is set up. */
export type ClientOptions = NonNullable<
  ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>[4]
>;
type HttpClient = NonNullable<ClientOptions['httpClient']>;

/** Milliseconds until an answer counts as lost. */
const patience = 30_000;

/** Errors of a connection that was never made: what was to be sent has not arrived. */
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/**
 * Sends each request once. The SDK's own pipeline would send again by itself whatever a server answered with 500 or
 * later, so that a message may come twice; here everything but success is a DeliveryFailure, which it leaves alone.
 */
export function createHttpClient(): HttpClient {
  return {
    async sendRequest(request) {
      const response = await send(request.url, {
        method: request.method,
        headers: request.headers.rawHeaders(),
        body: typeof request.body === 'string' ? request.body : undefined,
      });
      const bodyAsText = await response.text().catch(() => '');
      if (!response.ok) {
        const retryAfter = response.headers.get('retry-after') ?? undefined;
        throw new DeliveryFailure({ status: response.status, retryAfter, body: bodyAsText });
      }
      const headers = request.headers.clone();
      for (const name of headers.headerNames()) headers.remove(name);
      response.headers.forEach((value, name) => headers.set(name, value));
      return { request, status: response.status, headers, bodyAsText };
    },
  };
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(patience) });
  } catch (cause) {
    throw new DeliveryFailure({ neverSent: neverSent.has(codeOf(cause)), cause });
  }
}

/** Node tells why as the cause; of a host with several addresses, once for each. */
function codeOf(error: unknown): string {
  const cause = partOf(error, 'cause');
  const errors = partOf(cause, 'errors');
  const first: unknown = Array.isArray(errors) ? errors[0] : cause;
  return String(partOf(first, 'code'));
}

function partOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

import { Agent, type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as SecureAgent, request as requestHttps } from 'node:https';
import type { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { DeliveryFailure } from './delivery-failure.ts';

/** How the SDK's client of the connector service is set up. */
export type ClientOptions = NonNullable<
  ConstructorParameters<typeof ConfigurationBotFrameworkAuthentication>[4]
>;
type HttpClient = NonNullable<ClientOptions['httpClient']>;

/** Milliseconds until an answer counts as lost. */
const patience = 30_000;
/**
 * Milliseconds that a connection is kept for the next request. Less than any server keeps one: what is sent while it
 * hangs up may or may not have arrived, and so is not sent again.
 */
const keptIdle = 2_000;
const agents = {
  plain: new Agent({ keepAlive: true, timeout: keptIdle }),
  secure: new SecureAgent({ keepAlive: true, timeout: keptIdle }),
};
/** Bytes of an answer; the rest is left out. */
const largestAnswer = 1024 * 1024;

/**
 * Sends each request once. The SDK's own pipeline would send again by itself whatever a server answered with 500 or
 * later, so that a message may come twice; here everything but success is a DeliveryFailure, which it leaves alone.
 * @param wait milliseconds until an answer counts as lost.
 */
export function createHttpClient(wait = patience): HttpClient {
  return {
    async sendRequest(request) {
      const { 'accept-encoding': _, ...headers } = request.headers.rawHeaders();
      const body = typeof request.body === 'string' ? request.body : undefined;
      const { url, method } = request;
      const { response, bodyAsText } = await send({ url, method, headers, body, wait });
      const { statusCode: status = 0 } = response;
      if (status < 200 || status > 299) {
        const retryAfter = response.headers['retry-after'];
        throw new DeliveryFailure({ status, retryAfter, body: bodyAsText });
      }
      const answered = request.headers.clone();
      for (const name of answered.headerNames()) answered.remove(name);
      for (const [name, value] of Object.entries(response.headers)) answered.set(name, String(value));
      return { request, status, headers: answered, bodyAsText };
    },
  };
}

interface Sent {
  response: IncomingMessage;
  bodyAsText: string;
}

/** @throws DeliveryFailure when there is no answer. Where no connection was made, nothing has left. */
function send(input: {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: string | undefined;
  wait: number;
}): Promise<Sent> {
  const { url, method, headers, body, wait } = input;
  const isSecure = url.startsWith('https:');
  return new Promise((resolve, reject) => {
    const request = isSecure
      ? requestHttps(url, { method, headers, agent: agents.secure })
      : requestHttp(url, { method, headers, agent: agents.plain });
    const isConnected = watchConnection(request, isSecure ? 'secureConnect' : 'connect');
    const late = setTimeout(() => request.destroy(new Error(`No answer within ${wait} ms.`)), wait);
    request.on('error', (cause) => {
      clearTimeout(late);
      reject(new DeliveryFailure({ neverSent: !isConnected(), cause }));
    });
    request.on('response', (response) => {
      void readText(response).then((bodyAsText) => {
        clearTimeout(late);
        resolve({ response, bodyAsText });
      });
    });
    request.end(body);
  });
}

/** A kept connection is there from the beginning. */
function watchConnection(request: ClientRequest, event: 'connect' | 'secureConnect'): () => boolean {
  let isConnected = false;
  request.once('socket', (socket) => {
    if (!socket.connecting) isConnected = true;
    else socket.once(event, () => (isConnected = true));
  });
  return () => isConnected;
}

/** What came of it: the status alone says whether a message was taken, so a broken connection changes nothing. */
function readText(response: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  return new Promise((resolve) => {
    const end = () => resolve(Buffer.concat(pieces).toString('utf8'));
    response.on('data', (piece: Buffer) => {
      size += piece.length;
      if (size <= largestAnswer) pieces.push(piece);
      else response.destroy();
    });
    response.once('end', end);
    response.once('close', end);
    response.on('error', end);
  });
}

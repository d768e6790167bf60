import type { Server as NodeServer } from 'node:http';
import { pino } from 'pino';
import restify from 'restify';
import { SupportError } from '../errors.ts';
import type { DirectLineServer } from '../channels/directline/server.ts';
import type { StreamSockets } from '../channels/directline/sockets.ts';
import { type HttpLogger, answerError, answerJson, answerRaw } from './answer.ts';
import { HttpError } from './errors.ts';
import { everyAnswer, isOpenToOtherSites, openAnswer, preflight } from './headers.ts';
import { checkRequest, maxBodyBytes, maxHeaders, timeouts } from './limits.ts';
import type { Route } from './route.ts';
import { chatRoutes } from './routes/chat.ts';
import { directLineRoutes } from './routes/directline.ts';
import { healthRoute } from './routes/health.ts';
import { StaticSite } from './static.ts';
import { upgradeHandler } from './upgrade.ts';

/** restify logs to the console unless told otherwise. Its types say bunyan, its code says pino. */
const silent = pino({ enabled: false }) as unknown as restify.ServerOptions['log'];

/** How long `close` lets requests and sockets end by themselves. */
const closeGraceMs = 3000;

export interface HttpServerParts {
  directLine: DirectLineServer;
  sockets: StreamSockets;
  /** Folder of the built chat page. */
  webRoot: string;
  logger: HttpLogger;
  version: string;
  guideVersion: string;
  /** Where browsers reach this server; without it, the Host header of each request says so. */
  publicUrl?: string;
}

export interface HttpServer {
  /** Port 0 takes any free one. @throws SupportError `server.port-in-use`. */
  listen(address: { port: number; host: string }): Promise<{ port: number; url: string }>;
  /** Takes no more requests, lets running ones end, closes the streams. */
  close(): Promise<void>;
}

/** The one HTTP server: Direct Line, the chat page and its API, and health. */
export function createHttpServer(parts: HttpServerParts): HttpServer {
  const server = restify.createServer({ name: '', log: silent });
  const node = server.server as NodeServer;
  node.headersTimeout = timeouts.headers;
  node.requestTimeout = timeouts.request;
  node.keepAliveTimeout = timeouts.keepAlive;
  node.maxHeadersCount = maxHeaders;
  addGuard(server, parts.logger);
  addSite(server, parts);
  for (const route of routesOf(parts)) addRoute(server, { route, ...parts });
  answerFrameworkErrors(server, parts.logger);
  server.on('upgrade', upgradeHandler(parts));
  return {
    listen: (address) => listen(server, address),
    close: () => close(node, parts.sockets),
  };
}

function routesOf(parts: HttpServerParts): Route[] {
  return [...directLineRoutes(parts.directLine), ...chatRoutes(parts.directLine), healthRoute(parts)];
}

/** First of all, as restify's own handling of a bad address or body would end the process. */
function addGuard(server: restify.Server, logger: HttpLogger): void {
  server.pre((request, response, next) => {
    const isOpen = isOpenToOtherSites(pathOf(request));
    const headers = { ...everyAnswer, 'X-Request-Id': request.getId(), ...(isOpen && openAnswer) };
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    try {
      checkRequest(request);
    } catch (error) {
      response.setHeader('Connection', 'close');
      answerError({ request, response, error, logger });
      return next(false);
    }
    if (request.method !== 'OPTIONS' || !isOpen) return next();
    answerRaw(response, { status: 204, headers: preflight });
    return next(false);
  });
}

/** Every address outside of the APIs belongs to the chat page. */
function addSite(server: restify.Server, { webRoot, logger }: HttpServerParts): void {
  const site = new StaticSite(webRoot);
  server.pre((request, response, next) => {
    const path = pathOf(request);
    if (/^\/(api|v3)(\/|$)/.test(path)) return next();
    const { 'if-none-match': ifNoneMatch, 'accept-encoding': acceptEncoding } = request.headers;
    site
      .find({ path, ifNoneMatch, acceptEncoding: acceptEncoding ?? '' })
      .then((answer) => {
        if (!answer) throw new HttpError('NotFound');
        if (request.method === 'GET' || request.method === 'HEAD') return answerRaw(response, answer);
        response.setHeader('Allow', 'GET, HEAD');
        throw new HttpError('MethodNotAllowed');
      })
      .catch((error: unknown) => answerError({ request, response, error, logger }))
      .finally(() => next(false));
  });
}

function addRoute(
  server: restify.Server,
  { route, publicUrl, logger }: { route: Route; publicUrl?: string; logger: HttpLogger },
): void {
  const handle = async (request: restify.Request, response: restify.Response) => {
    try {
      const answer = await route.handle({
        authorization: request.headers.authorization,
        params: request.params as Record<string, string>,
        query: new URLSearchParams(request.url?.split('?', 2)[1]),
        body: request.body as unknown,
        streamBase: streamBaseFor(request, publicUrl),
      });
      answerJson(response, answer);
      logger.debug({ request: request.getId(), route: route.path, status: answer.status }, 'http.answered');
    } catch (error) {
      answerError({ request, response, error, logger });
    }
  };
  if (route.method === 'get') server.get(route.path, handle);
  else server.post(route.path, bodyReader, ...jsonParser, handle);
}

/** Never restify's plain bodyParser: it writes uploads to disk past every limit. */
const bodyReader = restify.plugins.bodyReader({ maxBodySize: maxBodyBytes });
const jsonParser = restify.plugins.jsonBodyParser({ bodyReader: true, mapParams: false });

/** Unknown addresses, wrong methods, bad JSON: restify finds them, we word them. */
function answerFrameworkErrors(server: restify.Server, logger: HttpLogger): void {
  server.on(
    'restifyError',
    (request: restify.Request, response: restify.Response, error: unknown, done: () => void) => {
      if (!response.headersSent) answerError({ request, response, error, logger });
      done();
    },
  );
}

function pathOf(request: restify.Request): string {
  return (request.url ?? '').split('?', 1)[0] ?? '';
}

/** The guard has checked the Host header; HTTP 1.0 may lack it. */
function streamBaseFor(request: restify.Request, publicUrl: string | undefined): string {
  const { localAddress = 'localhost', localPort } = request.socket;
  const base = publicUrl ?? `http://${request.headers.host ?? `${localAddress}:${localPort}`}`;
  return base.replace(/^http/, 'ws').replace(/\/+$/, '');
}

function listen(server: restify.Server, { port, host }: { port: number; host: string }) {
  const node = server.server as NodeServer;
  return new Promise<{ port: number; url: string }>((resolve, reject) => {
    // On the restify server: it passes errors on to itself first, and one without a listener would be thrown.
    const fail = (error: NodeJS.ErrnoException) => {
      const inUse = error.code === 'EADDRINUSE';
      reject(
        inUse ? new SupportError('server.port-in-use', `Port ${port} of ${host} is taken.`, error) : error,
      );
    };
    server.once('error', fail);
    node.listen({ port, host }, () => {
      server.removeListener('error', fail);
      const address = node.address();
      const bound = typeof address === 'object' && address ? address.port : port;
      resolve({ port: bound, url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}` });
    });
  });
}

function close(node: NodeServer, sockets: StreamSockets): Promise<void> {
  return new Promise((resolve) => {
    const grace = setTimeout(() => {
      sockets.terminateAll();
      node.closeAllConnections();
    }, closeGraceMs);
    // A connection whose last request has ended stays open for a next one, and would hold the process.
    const idle = setInterval(() => node.closeIdleConnections(), 20);
    node.close(() => {
      clearTimeout(grace);
      clearInterval(idle);
      resolve();
    });
    sockets.closeAll();
  });
}

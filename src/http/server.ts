import type { IncomingMessage, Server as NodeServer } from 'node:http';
import { pino } from 'pino';
import restify from 'restify';
import { notListening } from '../errors.ts';
import type { Connector } from '../channels/connector/connector.ts';
import type { DeskChannel } from '../channels/desk/desk-channel.ts';
import type { DirectLine } from '../channels/directline/direct-line.ts';
import type { StreamSockets } from '../channels/directline/sockets.ts';
import type { WebhookInbound } from '../channels/webhook/inbound.ts';
import { type HttpLogger, answer, answerError, answerRaw } from './answer.ts';
import { clientAddress } from './client-address.ts';
import { crossSite } from './cross-site.ts';
import { HttpError } from './errors.ts';
import { everyAnswer } from './headers.ts';
import {
  type Timeouts,
  checkRequest,
  hasBody,
  isUpload,
  maxBodyBytes,
  maxHeaders,
  timeouts as usualTimeouts,
} from './limits.ts';
import { type OriginPolicy, createOriginPolicy, isOwnOrigin } from './origins.ts';
import { MinuteLimit, type RateLimits, defaultRateLimits } from './rate-limits.ts';
import type { Route, RouteRequest } from './route.ts';
import { chatRoutes } from './routes/chat.ts';
import { connectorRoute } from './routes/connector.ts';
import { deskRoutes } from './routes/desk.ts';
import { directLineRoutes } from './routes/directline.ts';
import { healthRoute } from './routes/health.ts';
import { webhookRoute } from './routes/webhook.ts';
import { cutSlowHeads, linger, whenBodyIsLate } from './slow-clients.ts';
import { StaticSite } from './static.ts';
import { upgradeHandler } from './upgrade.ts';

/** restify logs to the console unless told otherwise. */
const silent = pino({ enabled: false });

/** How long `close` lets requests and sockets end by themselves. */
const closeGraceMs = 3000;

export interface HttpServerParts {
  directLine: Pick<DirectLine, 'server' | 'chat' | 'files' | 'sockets'>;
  /** Where agents work; without it there is no desk. */
  desk?: Pick<DeskChannel, 'api' | 'signIn' | 'sockets' | 'insights'>;
  /** Where a help desk answers; without it there is none. */
  webhook?: WebhookInbound;
  /** Where Teams and its likes call; without it there is no `/api/messages`. */
  connector?: Pick<Connector, 'receive'>;
  /** Folder of the built chat page. */
  webRoot: string;
  logger: HttpLogger;
  version: string;
  guideVersion: string;
  /** Where browsers reach this server; without it, the Host header of each request says so. */
  publicUrl?: string;
  /** Origins of the sites that may have the chat in their pages; without it, those of this machine. */
  allowedOrigins?: readonly string[];
  /** How many proxies of ours a request passes. */
  trustedProxies?: number;
  limits?: RateLimits;
  timeouts?: Timeouts;
}

/** What every part of the server goes by. */
interface Rules {
  logger: HttpLogger;
  policy: OriginPolicy;
  timeouts: Timeouts;
  publicUrl: string | undefined;
  addressOf: (request: restify.Request) => string;
  counted: Record<NonNullable<Route['limit']>, MinuteLimit>;
}

export interface HttpServer {
  /** Port 0 takes any free one. @throws SupportError `server.port-in-use` or `server.no-address`. */
  listen(address: { port: number; host: string }): Promise<{ port: number; url: string }>;
  /** Takes no more requests, lets running ones end, closes the streams. */
  close(): Promise<void>;
}

/** The one HTTP server: Direct Line, the chat page and its API, and health. */
export function createHttpServer(parts: HttpServerParts): HttpServer {
  const options: restify.ServerOptions = { name: '' };
  // Its types want a logger of bunyan, its code takes one of pino.
  Object.assign(options, { log: silent });
  const server = restify.createServer(options);
  const node = server.server as NodeServer;
  const rules = rulesOf(parts);
  const { head, upload, keepAlive } = rules.timeouts;
  node.headersTimeout = head;
  node.requestTimeout = upload;
  node.keepAliveTimeout = keepAlive;
  node.maxHeadersCount = maxHeaders;
  cutSlowHeads(node, rules.timeouts);
  addGuard(server, rules);
  addSite(server, parts);
  for (const route of routesOf(parts)) addRoute(server, { route, rules });
  answerFrameworkErrors(server, parts.logger);
  const { socketsPerAddress } = parts.limits ?? defaultRateLimits;
  const { trustedProxies = 0, directLine, desk, logger, publicUrl } = parts;
  const upgrades = { directLine, desk, logger, socketsPerAddress, trustedProxies };
  server.on(
    'upgrade',
    upgradeHandler({ ...upgrades, baseUrlOf: (request) => baseUrlFor(request, publicUrl), publicUrl }),
  );
  return {
    listen: (address) => listen(server, address),
    close: () => close(node, [directLine.sockets, ...(desk ? [desk.sockets] : [])]),
  };
}

function rulesOf(parts: HttpServerParts): Rules {
  const { logger, publicUrl, trustedProxies = 0, limits = defaultRateLimits } = parts;
  return {
    logger,
    publicUrl,
    policy: createOriginPolicy({ allowed: parts.allowedOrigins, publicUrl }),
    timeouts: parts.timeouts ?? usualTimeouts,
    addressOf: (request) => clientAddress(request, trustedProxies),
    counted: {
      requests: new MinuteLimit(limits.requestsPerMinute),
      tokens: new MinuteLimit(limits.tokensPerMinute),
    },
  };
}

function routesOf(parts: HttpServerParts): Route[] {
  const { directLine, desk, webhook, connector } = parts;
  return [
    ...directLineRoutes(directLine),
    ...chatRoutes(directLine),
    ...(desk ? deskRoutes(desk) : []),
    ...(webhook ? [webhookRoute(webhook)] : []),
    ...(connector ? [connectorRoute(connector)] : []),
    healthRoute(parts),
  ];
}

/** First of all, as restify's own handling of a bad address or body would end the process. */
function addGuard(server: restify.Server, { logger, policy, timeouts }: Rules): void {
  server.pre((request, response, next) => {
    const refuse = (error: unknown) => {
      response.setHeader('Connection', 'close');
      answerError({ request, response, error, logger });
    };
    setHeaders(response, { ...everyAnswer, 'X-Request-Id': request.getId() });
    try {
      checkRequest(request);
      const { headers, preflight } = crossSite(request, { path: pathOf(request), policy });
      setHeaders(response, headers);
      if (preflight) {
        answerRaw(response, { status: 204, headers: preflight });
        return next(false);
      }
    } catch (error) {
      refuse(error);
      return next(false);
    }
    if (hasBody(request) && !isUpload(request)) {
      const late = () => {
        if (!response.headersSent) refuse(new HttpError('RequestTimeout'));
        request.socket.destroySoon();
      };
      whenBodyIsLate(request, { ms: timeouts.body, late });
    }
    return next();
  });
}

function setHeaders(response: restify.Response, headers: Record<string, string>): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
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

function addRoute(server: restify.Server, { route, rules }: { route: Route; rules: Rules }): void {
  const { logger } = rules;
  const count = async (request: restify.Request, response: restify.Response) => {
    try {
      const { id = '' } = request.params as { id?: string };
      const key = route.limit === 'requests' ? `${rules.addressOf(request)} ${id}` : rules.addressOf(request);
      if (route.limit) await rules.counted[route.limit].take(key);
      return true;
    } catch (error) {
      answerError({ request, response, error, logger });
      linger(request, rules.timeouts);
      return false;
    }
  };
  const handle = async (request: restify.Request, response: restify.Response) => {
    try {
      const given = await route.handle(routeRequest(request, rules.publicUrl));
      await answer(response, given);
      logger.debug({ request: request.getId(), route: route.path, status: given.status }, 'http.answered');
    } catch (error) {
      answerError({ request, response, error, logger });
    }
    if (route.readsBody) linger(request, rules.timeouts);
  };
  const first: restify.RequestHandler = (request, response, next) => {
    void count(request, response).then((isTaken) => next(isTaken ? undefined : false));
  };
  if (route.method === 'get') server.get(route.path, first, handle);
  else if (route.readsBody) server.post(route.path, first, handle);
  else server.post(route.path, first, bodyReader, ...jsonParser, handle);
}

function routeRequest(request: restify.Request, publicUrl: string | undefined): RouteRequest {
  const { authorization, origin, cookie, host, 'content-type': contentType = '' } = request.headers;
  const { 'content-length': length, 'content-disposition': contentDisposition } = request.headers;
  const baseUrl = baseUrlFor(request, publicUrl);
  return {
    authorization,
    origin,
    sameOrigin: origin === undefined ? undefined : isOwnOrigin({ origin, host }, publicUrl),
    cookie,
    header: (name) => {
      const value = request.headers[name];
      return typeof value === 'string' ? value : undefined;
    },
    params: request.params as Record<string, string>,
    query: new URLSearchParams(request.url?.split('?', 2)[1]),
    body: request.body as unknown,
    raw: {
      contentType,
      contentDisposition,
      length: length === undefined ? undefined : Number(length),
      content: request,
    },
    baseUrl,
    streamBase: baseUrl.replace(/^http/, 'ws'),
  };
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
function baseUrlFor(request: IncomingMessage, publicUrl: string | undefined): string {
  const { localAddress = 'localhost', localPort } = request.socket;
  const base = publicUrl ?? `http://${request.headers.host ?? `${localAddress}:${localPort}`}`;
  return base.replace(/\/+$/, '');
}

function listen(server: restify.Server, { port, host }: { port: number; host: string }) {
  const node = server.server as NodeServer;
  return new Promise<{ port: number; url: string }>((resolve, reject) => {
    // On the restify server: it passes errors on to itself first, and one without a listener would be thrown.
    const fail = (error: unknown) => reject(notListening(error, { port, host }));
    server.once('error', fail);
    node.listen({ port, host }, () => {
      server.removeListener('error', fail);
      const address = node.address();
      const bound = typeof address === 'object' && address ? address.port : port;
      resolve({ port: bound, url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}` });
    });
  });
}

function close(node: NodeServer, sockets: Pick<StreamSockets, 'closeAll' | 'terminateAll'>[]): Promise<void> {
  return new Promise((resolve) => {
    const grace = setTimeout(() => {
      for (const one of sockets) one.terminateAll();
      node.closeAllConnections();
    }, closeGraceMs);
    // A connection whose last request has ended stays open for a next one, and would hold the process.
    const idle = setInterval(() => node.closeIdleConnections(), 20);
    node.close(() => {
      clearTimeout(grace);
      clearInterval(idle);
      resolve();
    });
    for (const one of sockets) one.closeAll();
  });
}

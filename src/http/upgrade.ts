import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { DeskSockets } from '../channels/desk/live.ts';
import type { DirectLineServer } from '../channels/directline/server.ts';
import { type StreamSockets, maxClientFrameBytes } from '../channels/directline/sockets.ts';
import type { HttpLogger } from './answer.ts';
import { clientAddress } from './client-address.ts';
import { HttpError, errorAnswer } from './errors.ts';
import { isOwnOrigin } from './origins.ts';

const streamPath = /^\/v3\/directline\/conversations\/([^/?]+)\/stream$/;
const deskPath = '/api/desk/live';

export interface UpgradeParts {
  directLine: { server: DirectLineServer; sockets: StreamSockets };
  desk?: { sockets: DeskSockets };
  logger: HttpLogger;
  /** Sockets one address may have open; 0 for as many as it likes. */
  socketsPerAddress: number;
  trustedProxies: number;
  publicUrl: string | undefined;
  baseUrlOf: (request: IncomingMessage) => string;
}

/**
 * Answers every upgrade request: a Direct Line stream and the desk's news become sockets, all else is refused and hung
 * up on. A connection that nobody answers would stay open for ever.
 */
export function upgradeHandler(
  parts: UpgradeParts,
): (request: IncomingMessage, socket: Duplex, head: Buffer) => void {
  const acceptor = new WebSocketServer({
    noServer: true,
    maxPayload: maxClientFrameBytes,
    perMessageDeflate: false,
    clientTracking: false,
  });
  const counted = new Map<string, number>();
  return (request, socket, head) => {
    const ignore = () => undefined;
    socket.on('error', ignore);
    const address = clientAddress(request, parts.trustedProxies);
    if (parts.socketsPerAddress > 0 && (counted.get(address) ?? 0) >= parts.socketsPerAddress) {
      return refuse({ socket, error: new HttpError('TooManyRequests'), logger: parts.logger });
    }
    count(counted, { address, socket });
    authorize(parts, request).then(
      (open) => {
        if (socket.destroyed) return;
        socket.removeListener('error', ignore);
        acceptor.handleUpgrade(request, socket, head, open);
      },
      (error: unknown) => refuse({ socket, error, logger: parts.logger }),
    );
  };
}

/** From the first byte on: what is refused at once is gone at once. */
function count(open: Map<string, number>, { address, socket }: { address: string; socket: Duplex }): void {
  open.set(address, (open.get(address) ?? 0) + 1);
  socket.once('close', () => {
    const left = (open.get(address) ?? 1) - 1;
    if (left === 0) open.delete(address);
    else open.set(address, left);
  });
}

/** @returns what is done with the socket. */
async function authorize(
  parts: UpgradeParts,
  request: IncomingMessage,
): Promise<(webSocket: WebSocket) => void> {
  if (request.headers.upgrade?.toLowerCase() !== 'websocket') throw new HttpError('NotFound');
  const [path = '', search = ''] = (request.url ?? '').split('?', 2);
  if (path === deskPath && parts.desk) return authorizeDesk(parts.desk.sockets, parts, request);
  const [, conversationId] = streamPath.exec(path) ?? [];
  if (!conversationId) throw new HttpError('NotFound');
  const query = new URLSearchParams(search);
  const { server, sockets } = parts.directLine;
  const stream = await server.authorizeStream({
    conversationId: decoded(conversationId),
    token: query.get('t') ?? undefined,
    origin: request.headers.origin,
    watermark: query.get('watermark') ?? undefined,
  });
  return (webSocket) => sockets.open(webSocket, stream);
}

async function authorizeDesk(
  sockets: DeskSockets,
  { publicUrl, baseUrlOf }: UpgradeParts,
  request: IncomingMessage,
): Promise<(webSocket: WebSocket) => void> {
  const { origin, host, cookie } = request.headers;
  const session = await sockets.authorize({
    cookie,
    sameOrigin: origin !== undefined && isOwnOrigin({ origin, host }, publicUrl),
    baseUrl: baseUrlOf(request),
  });
  return (webSocket) => sockets.open(webSocket, session);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new HttpError('NotFound');
  }
}

function refuse({ socket, error, logger }: { socket: Duplex; error: unknown; logger: HttpLogger }): void {
  const { status, body } = errorAnswer(error);
  if (status >= 500) logger.error({ status, code: body.error.code, err: error }, 'http.failed');
  const text = JSON.stringify(body);
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(text)}`,
  ];
  socket.once('finish', () => socket.destroy());
  socket.end(`${lines.join('\r\n')}\r\n\r\n${text}`);
}

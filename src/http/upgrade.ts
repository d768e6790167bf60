import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { DirectLineServer } from '../channels/directline/server.ts';
import { type StreamSockets, maxClientFrameBytes } from '../channels/directline/sockets.ts';
import type { HttpLogger } from './answer.ts';
import { HttpError, errorAnswer } from './errors.ts';

const streamPath = /^\/v3\/directline\/conversations\/([^/?]+)\/stream$/;

/**
 * Answers every upgrade request: a Direct Line stream becomes a socket, all else is refused and hung up on. A
 * connection that nobody answers would stay open for ever.
 */
export function upgradeHandler(parts: {
  directLine: DirectLineServer;
  sockets: StreamSockets;
  logger: HttpLogger;
}): (request: IncomingMessage, socket: Duplex, head: Buffer) => void {
  const acceptor = new WebSocketServer({
    noServer: true,
    maxPayload: maxClientFrameBytes,
    perMessageDeflate: false,
    clientTracking: false,
  });
  return (request, socket, head) => {
    const ignore = () => undefined;
    socket.on('error', ignore);
    authorize(parts.directLine, request).then(
      (stream) => {
        if (socket.destroyed) return;
        socket.removeListener('error', ignore);
        acceptor.handleUpgrade(request, socket, head, (webSocket) => parts.sockets.open(webSocket, stream));
      },
      (error: unknown) => refuse({ socket, error, logger: parts.logger }),
    );
  };
}

async function authorize(directLine: DirectLineServer, request: IncomingMessage) {
  const [path = '', search = ''] = (request.url ?? '').split('?', 2);
  const [, conversationId] = streamPath.exec(path) ?? [];
  if (!conversationId || request.headers.upgrade?.toLowerCase() !== 'websocket')
    throw new HttpError('NotFound');
  const query = new URLSearchParams(search);
  return directLine.authorizeStream({
    conversationId: decoded(conversationId),
    token: query.get('t') ?? undefined,
    watermark: query.get('watermark') ?? undefined,
  });
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

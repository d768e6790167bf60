import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Timeouts } from './limits.ts';

/**
 * Cuts connections that do not send the head of their first request in time. Node looks for them only every 30 s,
 * during which anybody could open thousands. @see https://nodejs.org/api/http.html#serverheaderstimeout
 */
export function cutSlowHeads(server: Server, { head }: Timeouts): void {
  const waiting = new Map<Socket, NodeJS.Timeout>();
  const heard = (socket: Socket) => {
    clearTimeout(waiting.get(socket));
    waiting.delete(socket);
  };
  const cut = (socket: Socket) => {
    if (waiting.has(socket)) socket.destroy();
  };
  server.on('connection', (socket: Socket) => {
    // When it is the server that was slow, the head may be there and unread: that is done before setImmediate.
    const late = () => setImmediate(() => cut(socket));
    waiting.set(socket, setTimeout(late, head));
    socket.once('close', () => heard(socket));
  });
  server.prependListener('request', ({ socket }: IncomingMessage) => heard(socket));
  server.prependListener('upgrade', ({ socket }: IncomingMessage) => heard(socket));
}

/** Does something when the body has not come in time. */
export function whenBodyIsLate(request: IncomingMessage, within: { ms: number; late: () => void }): void {
  if (request.complete) return;
  const timer = setTimeout(() => {
    if (!request.complete) within.late();
  }, within.ms);
  request.once('close', () => clearTimeout(timer));
}

/**
 * After an answer that came before the whole body: takes in the rest and forgets it, for a short time. A connection
 * that is ended while bytes still come in is reset, and the client might lose the answer that says why.
 */
export function linger(request: IncomingMessage, { linger: ms }: Timeouts): void {
  if (request.complete || request.destroyed) return;
  const { socket } = request;
  whenBodyIsLate(request, { ms, late: () => socket.destroy() });
  request.resume();
}

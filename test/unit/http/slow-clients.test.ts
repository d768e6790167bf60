import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { timeouts } from '../../../src/http/limits.ts';
import { cutSlowHeads } from '../../../src/http/slow-clients.ts';

/** Lets nothing else run in this process, as too much work does. */
function busyFor(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

it('a head that was sent in time is taken, however busy the server was meanwhile', async () => {
  const server = createServer((_, response) => response.end('taken'));
  cutSlowHeads(server, { ...timeouts, head: 200 });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const accepted = once(server, 'connection');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await Promise.all([once(socket, 'connect'), accepted]);
  let answer = '';
  socket.on('data', (data: Buffer) => (answer += data.toString()));

  socket.write('GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  busyFor(400);

  await once(socket, 'close');
  expect(answer).toMatch(/^HTTP\/1\.1 200 [^]*taken/);
  server.close();
});

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { Live } from '../../../src/web/desk/live.ts';

/** A desk that notes what each line says, line by line. */
async function startDesk() {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const lines: string[][] = [];
  const waiting = new Set<() => void>();
  server.on('connection', (socket) => {
    const line: string[] = [];
    lines.push(line);
    socket.on('message', (data: Buffer) => {
      line.push(data.toString());
      for (const check of waiting) check();
    });
  });
  const said = (at: number, count: number) =>
    new Promise<string[]>((resolve) => {
      const check = () => {
        const line = lines[at];
        if (line && line.length >= count) resolve(line);
      };
      waiting.add(check);
      check();
    });
  const close = () => {
    for (const socket of server.clients) socket.terminate();
    server.close();
  };
  const { port } = server.address() as AddressInfo;
  return { address: `ws://127.0.0.1:${port}`, said, close };
}

describe('the line of a page of the desk', () => {
  let desk: Awaited<ReturnType<typeof startDesk>>;
  let live: Live;
  beforeEach(async () => {
    desk = await startDesk();
    live = new Live({
      ...{ address: desk.address, status: 'available', WebSocket, random: () => 0 },
      schedule: () => undefined,
      ...{ onOpen: () => undefined, onNews: () => undefined, onState: () => undefined },
      onSignedOut: () => undefined,
    });
  });
  afterEach(() => {
    live.stop();
    desk.close();
  });

  it('says when it opens whether the agent takes cases, and which case the page shows', async () => {
    live.watch('e1');
    live.connect();
    expect(await desk.said(0, 2)).toEqual(['{"status":"available"}', '{"watch":"e1"}']);
  });

  it('says when it opens again what the agent has said on another page meanwhile', async () => {
    live.connect();
    await desk.said(0, 2);
    live.noteStatus('away');
    live.connect();
    expect((await desk.said(1, 2))[0]).toBe('{"status":"away"}');
  });
});

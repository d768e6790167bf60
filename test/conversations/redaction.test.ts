import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp, type App } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { realContent, symptoms } from '../support/content.ts';
import { directLineClient } from '../support/direct-line-client.ts';

let folder: string;
let app: App;
let url: string;
let helpDesk: Server;
let received: string[];
let heard: () => void;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'redaction-'));
  received = [];
  heard = () => undefined;
  helpDesk = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      received.push(Buffer.concat(pieces).toString());
      response.end('{}');
      heard();
    });
  });
  await new Promise<void>((resolve) => helpDesk.listen(0, '127.0.0.1', resolve));
  const quiet = () => undefined;
  app = await createApp({
    config: readConfig({
      PORT: '0',
      DATABASE_URL: `sqlite:${join(folder, 'support.db')}`,
      ESCALATION_WEBHOOK_URL: `http://127.0.0.1:${(helpDesk.address() as AddressInfo).port}/`,
      ESCALATION_WEBHOOK_SECRET: 'a secret only for tests',
    }),
    logger: { debug: quiet, info: quiet, error: quiet },
    content: realContent(),
  });
  url = (await app.listen()).url;
});

afterEach(async () => {
  await app.close();
  await new Promise((resolve) => helpDesk.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

it('a help desk is told a case without addresses, phone and card numbers and codes', async () => {
  const client = directLineClient(url);
  const chat = await client.startChat();
  const say = (text: string) => client.post(chat.id, chat.token, { type: 'message', text });
  const untilTold = new Promise<void>((resolve) => (heard = resolve));
  await say(`${symptoms.notifications}, mail wombat@example.org, call +49 171 2345678`);
  await say('talk to a person');
  await say('My Samsung has shown nothing since Monday, my card is 4111 1111 1111 1111, the code is 482913');
  await say('quokka@example.org');
  await say('yes');
  await untilTold;
  const told = received.join('\n');
  for (const text of [
    'wombat@example.org',
    '171 2345678',
    '4111 1111 1111 1111',
    '482913',
    'quokka@example.org',
  ]) {
    expect([text, told.includes(text)]).toEqual([text, false]);
  }
  for (const text of ['[email]', '[phone]', '[card]', '[code]', 'none of its notifications']) {
    expect([text, told.includes(text)]).toEqual([text, true]);
  }
});

import { pino } from 'pino';
import { createApp } from '../../../src/app.ts';
import { readConfig } from '../../../src/config.ts';
import type { TurnHandler } from '../../../src/conversation/turn.ts';

/** An echo handler behind the support bot's own HTTP server, Direct Line, log and storage. */
const echo: TurnHandler = async (turn) => {
  const { type, text } = turn.activity;
  if (type === 'message') turn.send({ type: 'message', text: `echo ${text}` });
};

const config = readConfig();
const app = await createApp({
  config,
  logger: pino({ level: config.logLevel }, pino.destination(2)),
  handle: echo,
});
const { url } = await app.listen();
process.stdout.write(`ready: ${url}\n`);

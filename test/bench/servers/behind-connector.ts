import { pino } from 'pino';
import { createApp } from '../../../src/app.ts';
import { RateBudget } from '../../../src/channels/connector/rate-budget.ts';
import { readConfig } from '../../../src/config.ts';
import type { TurnHandler } from '../../../src/conversation/turn.ts';

/**
 * The program behind the connector channel, without Teams' limits, which hold for messages of one conversation and
 * which a visitor who never stops to read would reach. With `echo` as its argument it only echoes.
 */
const echo: TurnHandler = async (turn) => {
  const { type, text } = turn.activity;
  if (type === 'message') turn.send({ type: 'message', text: `echo ${text}` });
};

const config = readConfig();
const app = await createApp({
  config,
  logger: pino({ level: config.logLevel }, pino.destination(2)),
  handle: process.argv.includes('echo') ? echo : undefined,
  azure: { budget: new RateBudget([{ count: 1_000_000, withinMs: 1 }]) },
});
const { url } = await app.listen();
process.stdout.write(`ready: ${url}\n`);

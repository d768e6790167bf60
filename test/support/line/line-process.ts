import { startDirectLineStack } from '../direct-line-stack.ts';
import { holdableBot } from './line-bot.ts';

/** The Direct Line server alone in a process of its own, over the database that DATABASE_URL names. */
const stack = await startDirectLineStack({
  databaseUrl: process.env['DATABASE_URL'],
  handle: holdableBot().handle,
});
await stack.turns.resumeOwedTurns();
process.once('SIGTERM', () => void stack.close());
process.stdout.write(`ready: ${stack.url}\n`);

import closeWithGrace from 'close-with-grace';
import { pino } from 'pino';
import { createApp } from './app.ts';
import { readConfig } from './config.ts';
import { SupportError } from './errors.ts';

/** The process: settings, app, listen, close with grace. */
async function main(): Promise<void> {
  const config = readConfig();
  // Events go to standard error, so that standard output carries only where the chat and the desk are.
  const logger = pino({ level: config.logLevel }, pino.destination({ dest: 2, sync: true }));
  const app = await createApp({ config, logger });
  const { url, deskLink } = await app.listen();
  closeWithGrace({ delay: 10_000 }, async ({ err, signal }) => {
    if (err) logger.fatal({ err }, 'process.failed');
    logger.info({ signal }, 'process.stopping');
    await app.close();
  });
  // What the start used and nobody needs again goes back to the machine: 40 MB. Only with --expose-gc.
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  // Last, as whoever reads it may end the process at once.
  const desk = deskLink === undefined ? '' : `Desk, signs in once within 15 minutes: ${deskLink}\n`;
  process.stdout.write(`${desk}Phone Link support is ready: ${url}\n`);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof SupportError)) throw error;
  process.stderr.write(`${error.code}: ${error.message}\n→ ${error.hint}\n`);
  process.exitCode = 1;
}

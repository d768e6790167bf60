import { SupportServer } from '../e2e/support-server.ts';
import { Playground } from './playground.ts';

/** Where the Playground says it is by itself. */
const usualPort = 56_150;

const server = await SupportServer.start();
const playground = await Playground.start(server.url, usualPort).catch(async (error: unknown) => {
  await server.remove();
  throw error;
});
process.stdout.write(
  `The Playground is ready: ${playground.url}\nThe desk: ${server.deskLink}\nCtrl+C ends both.\n`,
);

let isEnding = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (isEnding) return;
    isEnding = true;
    void Promise.all([playground.stop(), server.remove()]);
  });
}

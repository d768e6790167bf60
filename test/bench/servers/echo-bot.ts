import {
  ActivityHandler,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type Response,
} from 'botbuilder';
import { pino } from 'pino';
import restify from 'restify';
import { everyAnswer } from '../../../src/http/headers.ts';
import { checkRequest, maxBodyBytes } from '../../../src/http/limits.ts';

/** A bare Bot Framework echo bot on the server stack of the support bot: restify with the same guards and parser. */
class EchoBot extends ActivityHandler {
  constructor() {
    super();
    this.onMessage(async (context) => {
      await context.sendActivity(`echo ${context.activity.text}`);
    });
  }
}

const silent = pino({ enabled: false }) as unknown as restify.ServerOptions['log'];
const server = restify.createServer({ name: '', log: silent });
server.pre((request, response, next) => {
  const headers = { ...everyAnswer, 'X-Request-Id': request.getId() };
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  checkRequest(request);
  next();
});

// An empty app id switches authentication off, inbound and outbound.
const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
const bot = new EchoBot();
server.post(
  '/api/messages',
  restify.plugins.bodyReader({ maxBodySize: maxBodyBytes }),
  ...restify.plugins.jsonBodyParser({ bodyReader: true, mapParams: false }),
  async (request: restify.Request, response: restify.Response) => {
    await adapter.process(request, response as unknown as Response, (context) => bot.run(context));
  },
);

server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`ready: http://127.0.0.1:${server.address().port}\n`);
});

import { createServer } from 'node:http';

/**
 * Stands in for a channel's connector service: takes replies, and tells how many came for a conversation.
 * Source of the path: Bot Connector REST API v3, "Reply to Activity".
 */
const replies = new Map<string, number>();

const server = createServer((request, response) => {
  const [, conversation = ''] = /^\/(?:v3\/conversations|replies)\/([^/]+)/.exec(request.url ?? '') ?? [];
  const count = replies.get(conversation) ?? 0;
  request.resume().on('end', () => {
    if (request.method === 'POST') replies.set(conversation, count + 1);
    response.setHeader('Content-Type', 'application/json');
    response.end(
      JSON.stringify(request.method === 'POST' ? { id: `reply-${count + 1}` } : { replies: count }),
    );
  });
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  process.stdout.write(`ready: http://127.0.0.1:${port}\n`);
});

import type { Chat } from '../../channels/directline/chat.ts';
import type { StreamSockets } from '../../channels/directline/sockets.ts';
import type { Route, RouteRequest } from '../route.ts';

/** How pages of sites come to a conversation, and back to it, without knowing the Direct Line secret. */
export function chatRoutes({ chat, sockets }: { chat: Chat; sockets: StreamSockets }): Route[] {
  const operation = (name: string, work: (request: RouteRequest) => Promise<object>): Route => ({
    method: 'post',
    path: `/api/chat/${name}`,
    limit: 'tokens',
    handle: async (request) => ({ status: 200, body: await work(request) }),
  });
  return [
    operation('token', (request) => chat.begin(request)),
    operation('resume', (request) => chat.resume(request)),
    operation('link', (request) => chat.createLink(request)),
    operation('redeem', (request) => chat.redeemLink(request)),
    operation('revoke', async (request) => {
      const revoked = await chat.revoke(request);
      sockets.closeConversation(revoked.conversationId);
      return revoked;
    }),
    {
      method: 'get',
      path: '/api/chat/history',
      limit: 'requests',
      handle: async (request) => ({
        status: 200,
        body: await chat.history({
          ...request,
          before: request.query.get('before') ?? undefined,
          limit: request.query.get('limit') ?? undefined,
        }),
      }),
    },
  ];
}

import type { DirectLineServer } from '../../channels/directline/server.ts';
import type { Route } from '../route.ts';

/** How the chat page comes to a conversation without knowing the Direct Line secret. */
export function chatRoutes(directLine: DirectLineServer): Route[] {
  return [
    {
      method: 'post',
      path: '/api/chat/token',
      handle: async () => ({ status: 200, body: await directLine.issueChatToken() }),
    },
    {
      method: 'post',
      path: '/api/chat/resume',
      handle: async ({ body }) => ({ status: 200, body: await directLine.resumeChat({ body }) }),
    },
  ];
}

import type { DirectLineServer } from '../../channels/directline/server.ts';
import type { Route, RouteRequest } from '../route.ts';

const root = '/v3/directline';

/** The paths of Direct Line API 3.0. The stream is an upgrade and lives in upgrade.ts. */
export function directLineRoutes(directLine: DirectLineServer): Route[] {
  const ok = (body: object) => ({ status: 200, body });
  return [
    {
      method: 'post',
      path: `${root}/tokens/generate`,
      handle: async (request) => ok(await directLine.generateToken(request)),
    },
    {
      method: 'post',
      path: `${root}/tokens/refresh`,
      handle: async (request) => ok(await directLine.refreshToken(request)),
    },
    {
      method: 'post',
      path: `${root}/conversations`,
      handle: async (request) => {
        const { created, answer } = await directLine.startConversation(request);
        return { status: created ? 201 : 200, body: answer };
      },
    },
    {
      method: 'get',
      path: `${root}/conversations/:id`,
      handle: async (request) => ok(await directLine.reconnect(withConversation(request))),
    },
    {
      method: 'get',
      path: `${root}/conversations/:id/activities`,
      handle: async (request) => ok(await directLine.getActivities(withConversation(request))),
    },
    {
      method: 'post',
      path: `${root}/conversations/:id/activities`,
      handle: async (request) => ok(await directLine.postActivity(withConversation(request))),
    },
    {
      method: 'get',
      path: `${root}/session/getsessionid`,
      handle: () => Promise.resolve(ok(directLine.getSessionId())),
    },
  ];
}

function withConversation(request: RouteRequest) {
  return {
    ...request,
    conversationId: request.params.id ?? '',
    watermark: request.query.get('watermark') ?? undefined,
  };
}

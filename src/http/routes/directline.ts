import { type ConversationFiles, filesPath } from '../../channels/directline/files.ts';
import type { DirectLineServer } from '../../channels/directline/server.ts';
import type { Route, RouteRequest } from '../route.ts';

const root = '/v3/directline';

/** The paths of Direct Line API 3.0, and of files. The stream is an upgrade and lives in upgrade.ts. */
export function directLineRoutes(parts: { server: DirectLineServer; files: ConversationFiles }): Route[] {
  return operations(parts).map((route) => ({ ...route, limit: 'requests' }));
}

function operations({ server, files }: { server: DirectLineServer; files: ConversationFiles }): Route[] {
  const ok = (body: object) => ({ status: 200, body });
  return [
    {
      method: 'post',
      path: `${root}/tokens/generate`,
      handle: async (request) => ok(await server.generateToken(request)),
    },
    {
      method: 'post',
      path: `${root}/tokens/refresh`,
      handle: async (request) => ok(await server.refreshToken(request)),
    },
    {
      method: 'post',
      path: `${root}/conversations`,
      handle: async (request) => {
        const { created, answer } = await server.startConversation(request);
        return { status: created ? 201 : 200, body: answer };
      },
    },
    {
      method: 'get',
      path: `${root}/conversations/:id`,
      handle: async (request) => ok(await server.reconnect(withConversation(request))),
    },
    {
      method: 'get',
      path: `${root}/conversations/:id/activities`,
      handle: async (request) => ok(await server.getActivities(withConversation(request))),
    },
    {
      method: 'post',
      path: `${root}/conversations/:id/activities`,
      handle: async (request) => ok(await server.postActivity(withConversation(request))),
    },
    {
      method: 'post',
      path: `${root}/conversations/:id/upload`,
      readsBody: true,
      handle: async (request) => ok(await server.upload(withUpload(request))),
    },
    {
      method: 'get',
      path: `${filesPath}/:file`,
      handle: async ({ params }) => ({ status: 200, ...(await files.serve(params.file ?? '')) }),
    },
    {
      method: 'get',
      path: `${root}/session/getsessionid`,
      handle: () => Promise.resolve(ok(server.getSessionId())),
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

function withUpload(request: RouteRequest) {
  const userId = request.query.get('userId') ?? undefined;
  return { ...withConversation(request), userId, body: request.raw };
}

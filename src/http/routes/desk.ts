import type { CaseRequest, DeskApi } from '../../channels/desk/api.ts';
import { DeskError } from '../../channels/desk/errors.ts';
import type { DeskRequest } from '../../channels/desk/access.ts';
import type { DeskInsights } from '../../channels/desk/insights.ts';
import type { SignIn } from '../../channels/desk/sign-in.ts';
import type { Route, RouteRequest, StreamedAnswer } from '../route.ts';

const root = '/api/desk';

/** What the desk's page asks for. Its live news are an upgrade and live in upgrade.ts. */
export function deskRoutes({
  api,
  signIn,
  insights,
}: {
  api: DeskApi;
  signIn: SignIn;
  insights?: DeskInsights;
}): Route[] {
  return [
    ...signInRoutes(signIn),
    ...readingRoutes(api),
    ...changingRoutes(api),
    ...fileRoutes(api),
    ...(insights ? insightRoutes(insights) : []),
  ];
}

/** Figures for the support lead. */
function insightRoutes(insights: DeskInsights): Route[] {
  const withQuery = (request: RouteRequest) => ({
    ...asDesk(request),
    query: Object.fromEntries(request.query),
  });
  return [
    get(`${root}/insights`, (request) => insights.read(withQuery(request))),
    {
      method: 'get',
      path: `${root}/insights/csv`,
      limit: 'requests',
      handle: async (request) => ({ status: 200, ...(await insights.csv(withQuery(request))) }),
    },
  ];
}

function signInRoutes(signIn: SignIn): Route[] {
  return [
    get(`${root}/session`, (request) => signIn.session(asDesk(request))),
    { ...get(`${root}/sign-in`, async () => signIn.ways()), limit: 'tokens' },
    {
      method: 'post',
      path: `${root}/sign-in`,
      limit: 'tokens',
      handle: async (request) =>
        withCookie(await signIn.withCode({ ...asDesk(request), body: request.body })),
    },
    {
      method: 'post',
      path: `${root}/sign-out`,
      handle: async (request) => withCookie(await signIn.signOut({ ...asDesk(request), body: request.body })),
    },
    {
      method: 'get',
      path: `${root}/sign-in/openid`,
      limit: 'tokens',
      handle: async (request) => {
        const { location, cookie } = await signIn.beginOpenId(asDesk(request));
        return redirect(location, [cookie]);
      },
    },
    {
      method: 'get',
      path: `${root}/sign-in/callback`,
      limit: 'tokens',
      handle: (request) => finishSignIn(signIn, request),
    },
  ];
}

/** Somebody stands before a page and not a program: what went wrong is told there. */
async function finishSignIn(signIn: SignIn, request: RouteRequest): Promise<StreamedAnswer> {
  try {
    const query = `?${request.query.toString()}`;
    return redirect('/desk', await signIn.finishOpenId({ ...asDesk(request), query }));
  } catch (error) {
    if (!(error instanceof DeskError)) throw error;
    return redirect(`/desk/sign-in?problem=${error.code}`, []);
  }
}

function readingRoutes(api: DeskApi): Route[] {
  const query = (request: RouteRequest) => Object.fromEntries(request.query);
  return [
    get(`${root}/lists`, (request) => api.lists(asDesk(request))),
    get(`${root}/agents`, (request) => api.agents(asDesk(request))),
    get(`${root}/choices`, (request) => api.choices(asDesk(request))),
    get(`${root}/search`, (request) => api.search({ ...asDesk(request), query: query(request) })),
    get(`${root}/cases/:id`, (request) => api.open(asCase(request))),
    get(`${root}/cases/:id/log`, (request) => api.log({ ...asCase(request), query: query(request) })),
    {
      method: 'get',
      path: `${root}/cases/:id/transcript`,
      limit: 'requests',
      handle: async (request) => ({
        status: 200,
        ...(await api.transcript({ ...asCase(request), query: query(request) })),
      }),
    },
  ];
}

function changingRoutes(api: DeskApi): Route[] {
  const change = (
    name: string,
    work: (request: CaseRequest & { body: unknown }) => Promise<object>,
  ): Route => ({
    method: 'post',
    path: `${root}/cases/:id/${name}`,
    limit: 'requests',
    handle: async (request) => ({
      status: 200,
      body: await work({ ...asCase(request), body: request.body }),
    }),
  });
  return [
    change('take', (request) => api.take(request)),
    change('hand-on', (request) => api.handOn(request)),
    change('return', (request) => api.returnToBot(request)),
    change('decline', (request) => api.decline(request)),
    change('close', (request) => api.close(request)),
    change('messages', (request) => api.send(request)),
    change('notes', (request) => api.note(request)),
    change('reveal', (request) => api.reveal(request)),
    change('typing', (request) => api.typing(request)),
    change('read', (request) => api.read(request)),
  ];
}

function fileRoutes(api: DeskApi): Route[] {
  return [
    {
      method: 'post',
      path: `${root}/cases/:id/files`,
      limit: 'requests',
      readsBody: true,
      handle: async (request) => ({
        status: 200,
        body: await api.upload({ ...asCase(request), body: request.raw }),
      }),
    },
  ];
}

function get(path: string, work: (request: RouteRequest) => Promise<object>): Route {
  return {
    method: 'get',
    path,
    limit: 'requests',
    handle: async (request) => ({ status: 200, body: await work(request) }),
  };
}

function asDesk({ cookie, sameOrigin, baseUrl }: RouteRequest): DeskRequest {
  return { cookie, sameOrigin, baseUrl };
}

function asCase(request: RouteRequest): CaseRequest {
  return { ...asDesk(request), escalationId: request.params.id ?? '' };
}

function withCookie(cookie: string) {
  return { status: 200, body: {}, headers: { 'Set-Cookie': cookie } };
}

function redirect(location: string, cookies: string[]): StreamedAnswer {
  return {
    status: 302,
    headers: {
      Location: location,
      'Set-Cookie': cookies,
      'Cache-Control': 'no-store',
      'Content-Length': '0',
    },
    content: nothing(),
  };
}

async function* nothing(): AsyncIterable<Uint8Array> {
  // A redirect has no body.
}

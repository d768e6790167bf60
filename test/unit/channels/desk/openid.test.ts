import { cookieOf, startDeskServer, type DeskServer } from '../../../support/desk-server.ts';
import {
  clientId,
  clientSecret,
  type OpenIdProvider,
  startOpenIdProvider,
} from '../../../support/openid-provider.ts';

const publicUrl = 'http://desk.example.org';
let provider: OpenIdProvider;
let server: DeskServer;

beforeAll(async () => {
  provider = await startOpenIdProvider(`${publicUrl}/api/desk/sign-in/callback`);
  server = await startDeskServer({
    env: {
      PUBLIC_URL: publicUrl,
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: clientId,
      OIDC_CLIENT_SECRET: clientSecret,
      OIDC_AGENTS: 'support-team=support;leads=billing',
    },
  });
});
afterAll(async () => {
  await server.close();
  await provider.close();
});

const begin = () => server.deskCall('GET', '/sign-in/openid');
const locationOf = ({ headers }: { headers: Headers }) => headers.get('location') ?? '';
const finish = (address: string, cookie: string) =>
  server.deskCall('GET', address.replace(`${publicUrl}/api/desk`, ''), { cookie });

/** Signs in as an account and gives the last answer of the desk. */
async function signInAs(account: string) {
  const begun = await begin();
  const back = await provider.signIn(locationOf(begun), account);
  return finish(back, cookieOf(begun));
}

describe('sign-in with OpenID Connect', () => {
  it('lets an agent of a group in, to the queues of that group', async () => {
    const answer = await signInAs('ada');
    expect([answer.status, locationOf(answer)]).toEqual([302, '/desk']);
    const session = await server.deskCall('GET', '/session', { cookie: cookieOf(answer) });
    expect(session.body).toMatchObject({
      agent: { id: `${provider.issuer}#ada`, name: 'Ada Lovelace' },
      queues: ['support'],
    });
  });

  it('lets nobody else of the organisation in', async () => {
    const answer = await signInAs('mallory');
    expect(locationOf(answer)).toBe('/desk/sign-in?problem=NoAgent');
    expect(cookieOf(answer)).not.toContain('desk-session');
  });

  it('shows an agent of another queue nothing of a case', async () => {
    await server.waitingVisitor();
    const ada = cookieOf(await signInAs('ada'));
    const { queue } = (await server.deskCall('GET', '/lists', { cookie: ada })).body;
    const id = queue[0]?.escalation.id ?? '';
    const boss = cookieOf(await signInAs('boss'));
    expect((await server.deskCall('GET', '/lists', { cookie: boss })).body).toEqual({
      queue: [],
      mine: [],
      more: false,
    });
    for (const path of [`/cases/${id}`, `/cases/${id}/log`, `/cases/${id}/transcript?as=txt`]) {
      const answer = await server.deskCall('GET', path, { cookie: boss });
      expect([answer.status, answer.body.error.code]).toEqual([403, 'OtherQueue']);
    }
    const asked = { cookie: boss, origin: publicUrl, body: {} };
    expect((await server.deskCall('POST', `/cases/${id}/take`, asked)).status).toBe(403);
  });

  it('leaves the browser for the provider with PKCE, state and nonce', async () => {
    const begun = await begin();
    const asked = Object.fromEntries(new URL(locationOf(begun)).searchParams);
    expect(asked).toMatchObject({ code_challenge_method: 'S256', response_type: 'code' });
    expect(asked).toEqual(
      expect.objectContaining({
        state: expect.any(String),
        nonce: expect.any(String),
        code_challenge: expect.any(String),
      }),
    );
    expect(begun.headers.getSetCookie()[0]).toMatch(/HttpOnly; SameSite=Lax$/);
  });

  it('of one browser cannot be finished in another one', async () => {
    const begun = await begin();
    const back = await provider.signIn(locationOf(begun), 'ada');
    const other = await begin();
    for (const cookie of ['', cookieOf(other), 'desk-sign-in=forged']) {
      expect(locationOf(await finish(back, cookie))).toBe('/desk/sign-in?problem=SignInFailed');
    }
  });

  it('cannot be finished twice', async () => {
    const begun = await begin();
    const back = await provider.signIn(locationOf(begun), 'ada');
    expect(locationOf(await finish(back, cookieOf(begun)))).toBe('/desk');
    expect(locationOf(await finish(back, cookieOf(begun)))).toBe('/desk/sign-in?problem=SignInFailed');
  });

  it('that the person broke off says so', async () => {
    const begun = await begin();
    const { state } = Object.fromEntries(new URL(locationOf(begun)).searchParams);
    const back = `/sign-in/callback?error=access_denied&state=${state}`;
    expect(locationOf(await finish(back, cookieOf(begun)))).toBe('/desk/sign-in?problem=SignInFailed');
  });

  it('prints no link at the start, and is what the page offers', async () => {
    expect(server.deskLink).toBeUndefined();
    expect((await server.deskCall('GET', '/sign-in')).body).toEqual({ openId: true });
  });

  it('is not there where it is not set up', async () => {
    const local = await startDeskServer();
    const answer = await local.deskCall('GET', '/sign-in/openid');
    expect([answer.status, answer.body.error.code]).toEqual([404, 'NoOpenId']);
    await local.close();
  });

  it('with a provider that does not answer is refused with a code of its own', async () => {
    const env = { OIDC_ISSUER: 'http://127.0.0.1:1', OIDC_CLIENT_ID: clientId, OIDC_AGENTS: 'support-team' };
    const lonely = await startDeskServer({ env });
    const answer = await lonely.deskCall('GET', '/sign-in/openid');
    expect([answer.status, answer.body.error.code]).toEqual([502, 'SignInFailed']);
    await lonely.close();
  });
});

import {
  openLive,
  cookieOf,
  problem,
  startDeskServer,
  type DeskServer,
} from '../../../support/desk-server.ts';

const minute = 60_000;
const hour = 60 * minute;

let server: DeskServer;
let now: Date;

beforeAll(async () => {
  now = new Date('2026-11-23T09:00:00Z');
  server = await startDeskServer({ clock: () => now });
});
afterAll(() => server.close());

const later = (milliseconds: number) => {
  now = new Date(now.getTime() + milliseconds);
};
const redeem = (code: string) => server.deskCall('POST', '/sign-in', { body: { code } });

describe('a sign-in link', () => {
  it('is printed at the start and signs its agent in', async () => {
    const code = new URL(server.deskLink ?? '').searchParams.get('code') ?? '';
    const answer = await redeem(code);
    expect(answer.status).toBe(200);
    const session = await server.deskCall('GET', '/session', { cookie: cookieOf(answer) });
    expect(session.body).toMatchObject({ agent: { id: 'local-agent' }, queues: ['support'] });
  });

  it('works once, also when two open it at the same time', async () => {
    const code = await server.codeFor({ id: 'ada', name: 'Ada' });
    const answers = await Promise.all([redeem(code), redeem(code), redeem(code)]);
    expect(answers.map(problem).toSorted()).toEqual([
      [200, undefined],
      [410, 'SignInLinkUsed'],
      [410, 'SignInLinkUsed'],
    ]);
  });

  it('is too old after 15 minutes', async () => {
    const code = await server.codeFor({ id: 'ada', name: 'Ada' });
    later(15 * minute);
    expect(problem(await redeem(code))).toEqual([410, 'SignInLinkExpired']);
  });

  it('with a code that nobody made opens nothing', async () => {
    expect(problem(await redeem('made-up'))).toEqual([404, 'SignInLinkUnknown']);
    expect(problem(await redeem('x'.repeat(201)))).toEqual([400, 'InputInvalid']);
    expect(problem(await server.deskCall('POST', '/sign-in', { body: {} }))).toEqual([400, 'InputInvalid']);
  });

  it('cannot be redeemed from a page of another site', async () => {
    const code = await server.codeFor({ id: 'ada', name: 'Ada' });
    const foreign = { body: { code }, origin: 'https://evil.example' };
    expect(problem(await server.deskCall('POST', '/sign-in', foreign))).toEqual([403, 'OtherOrigin']);
    expect(problem(await server.deskCall('POST', '/sign-in', { body: { code }, origin: null }))).toEqual([
      403,
      'OtherOrigin',
    ]);
    expect((await redeem(code)).status).toBe(200);
  });
});

describe('a session', () => {
  it('is a cookie that scripts, other sites and other paths never get', async () => {
    const code = await server.codeFor({ id: 'ada', name: 'Ada' });
    const [cookie] = (await redeem(code)).headers.getSetCookie();
    expect(cookie).toMatch(
      /^desk-session=[\w.-]+; Path=\/api\/desk; Max-Age=43200; HttpOnly; SameSite=Strict$/,
    );
  });

  it('is sent over TLS only where browsers reach the server by https', async () => {
    const env = { PUBLIC_URL: 'https://support.example.org' };
    const behindProxy = await startDeskServer({ env });
    const origin = 'https://support.example.org';
    const code = await behindProxy.codeFor({ id: 'ada', name: 'Ada' });
    const answer = await behindProxy.deskCall('POST', '/sign-in', { body: { code }, origin });
    expect(answer.headers.getSetCookie()[0]).toMatch(/^__Secure-desk-session=.*; Secure$/);
    const session = await behindProxy.deskCall('GET', '/session', { cookie: cookieOf(answer) });
    expect(session.status).toBe(200);
    expect(behindProxy.deskLink).toMatch(/^https:\/\/support\.example\.org\/desk\/sign-in\?code=/);
    await behindProxy.close();
  });

  it.each([undefined, 'desk-session=', 'desk-session=abc.def.ghi', 'other=1'])(
    'is not there with the cookie %s',
    async (cookie) => {
      for (const path of ['/session', '/lists', '/cases/1', '/choices', '/search?text=phone']) {
        expect(problem(await server.deskCall('GET', path, { cookie }))).toEqual([401, 'SignedOut']);
      }
      const take = await server.deskCall('POST', '/cases/1/take', { cookie, body: {} });
      expect(problem(take)).toEqual([401, 'SignedOut']);
      expect((await openLive(server.url, { cookie, origin: server.url })).refused).toBe(401);
    },
  );

  it('whose cookie was changed counts for nothing', async () => {
    const { cookie } = await server.signIn('ada');
    const [head, payload = '', signature] = cookie.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    const forged = Buffer.from(JSON.stringify({ ...claims, sub: 'boss' })).toString('base64url');
    const answer = await server.deskCall('GET', '/session', { cookie: [head, forged, signature].join('.') });
    expect(problem(answer)).toEqual([401, 'SignedOut']);
  });

  it('expires after 12 hours, with a code that the page understands', async () => {
    const ada = await server.signIn('ada');
    later(12 * hour - 1000);
    expect((await ada.get('/session')).status).toBe(200);
    later(1000);
    expect(problem(await ada.get('/lists'))).toEqual([401, 'SignInExpired']);
    expect(problem(await ada.post('/cases/1/messages', { key: 'k', text: 'hi' }))).toEqual([
      401,
      'SignInExpired',
    ]);
  });

  it('ends when the agent signs out, for whoever has copied the cookie too, and closes its sockets', async () => {
    const ada = await server.signIn('ada');
    const live = await ada.live();
    const answer = await ada.post('/sign-out');
    expect(answer.headers.getSetCookie()[0]).toContain('Max-Age=0');
    expect(await live.closed).toBe(4401);
    expect(problem(await ada.get('/session'))).toEqual([401, 'SignedOut']);
  });

  it('does not open a socket for a page of another site', async () => {
    const { cookie } = await server.signIn('ada');
    expect((await openLive(server.url, { cookie, origin: 'https://evil.example' })).refused).toBe(403);
    expect((await openLive(server.url, { cookie })).refused).toBe(403);
  });

  it('does not let a page of another site change anything', async () => {
    const { cookie } = await server.signIn('ada');
    const foreign = { cookie, origin: 'https://evil.example', body: {} };
    expect(problem(await server.deskCall('POST', '/sign-out', foreign))).toEqual([403, 'OtherOrigin']);
    expect((await server.deskCall('GET', '/session', { cookie })).status).toBe(200);
  });
});

import { SignJWT } from 'jose';
import { Teams, bot, echo, tenant } from '../../support/azure/teams.ts';
import { ConnectorService } from '../../support/azure/connector-service.ts';

let teams: Teams;
beforeAll(async () => {
  teams = await Teams.start({ handle: echo });
});
afterAll(() => teams.close());

const inMinutes = (minutes: number) => Math.floor(Date.now() / 1000) + minutes * 60;

/** Posts a message under a token with these claims. */
async function postWith(
  claims: Parameters<Teams['provider']['token']>[0],
  options: { key?: Parameters<Teams['provider']['token']>[1]; activity?: object } = {},
) {
  const activity = { ...teams.activity({ text: 'hi' }), ...options.activity };
  const right = { aud: teams.appId, serviceurl: teams.service.serviceUrl };
  const token = await teams.provider.token({ ...right, ...claims }, options.key);
  return teams.postRaw(activity, `Bearer ${token}`);
}

const refused = { status: 401, text: '' };

describe('a call of the connector', () => {
  it('is taken with a right token', async () => {
    expect(await postWith({})).toEqual({ status: 200, text: '' });
  });

  it('is taken up to five minutes after its token has expired, as clocks differ', async () => {
    expect(await postWith({ exp: inMinutes(-4) })).toEqual({ status: 200, text: '' });
  });

  it.each<[string, Parameters<typeof postWith>]>([
    ['that has expired', [{ exp: inMinutes(-6) }]],
    ['without an expiry', [{ exp: undefined }]],
    ['that is not valid yet', [{ nbf: inMinutes(10) }]],
    ['for another bot', [{ aud: crypto.randomUUID() }]],
    ['without an audience', [{ aud: undefined }]],
    ['of another issuer', [{ iss: 'https://login.example.org' }]],
    ['of the emulator’s issuer', [{ iss: `https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/` }]],
    ['of another service', [{ serviceurl: 'https://smba.trafficmanager.net/emea/' }]],
    ['without a service', [{ serviceurl: undefined }]],
  ])('is refused under a token %s', async (_, [claims, options]) => {
    expect(await postWith(claims, options)).toEqual(refused);
  });

  it('is refused without a service URL, even when the token has none either', async () => {
    expect(await postWith({}, { activity: { serviceUrl: undefined } })).toEqual(refused);
    expect(await postWith({ serviceurl: undefined }, { activity: { serviceUrl: undefined } })).toEqual(
      refused,
    );
  });

  it('is refused from a channel that the key does not speak for', async () => {
    expect(await postWith({}, { activity: { channelId: 'slack' } })).toEqual(refused);
  });

  it('is refused without a token, with one that is none, and with another scheme', async () => {
    const activity = teams.activity({ text: 'hi' });
    const token = await teams.provider.token({ aud: teams.appId, serviceurl: teams.service.serviceUrl });
    for (const header of [
      undefined,
      'Bearer',
      'Bearer x',
      'Bearer a.b.c',
      `Basic ${token}`,
      `Bearer ${token} x`,
    ])
      expect(await teams.postRaw(activity, header)).toEqual(refused);
  });

  it('is refused when the token was changed after it was signed', async () => {
    const claims = { aud: teams.appId, serviceurl: teams.service.serviceUrl };
    const [header, , signature] = (await teams.provider.token(claims)).split('.');
    const [, other] = (await teams.provider.token({ ...claims, exp: inMinutes(600) })).split('.');
    const forged = [header, other, signature].join('.');
    expect(await teams.postRaw(teams.activity(), `Bearer ${forged}`)).toEqual(refused);
  });

  it('is refused under a token that is signed with a shared secret, or not at all', async () => {
    const claims = {
      aud: teams.appId,
      iss: 'https://api.botframework.com',
      exp: inMinutes(60),
      serviceurl: teams.service.serviceUrl,
    };
    const shared = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', kid: 'teams' })
      .sign(new TextEncoder().encode('a secret that is long enough for it'));
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
    const unsigned = `${encode({ alg: 'none', kid: 'teams' })}.${encode(claims)}.`;
    for (const token of [shared, unsigned])
      expect(await teams.postRaw(teams.activity(), `Bearer ${token}`)).toEqual(refused);
  });

  it('answers a person of another tenant with 403', async () => {
    const other = crypto.randomUUID();
    const answered = await postWith(
      {},
      {
        activity: { conversation: { id: 'a:other', conversationType: 'personal', tenantId: other } },
      },
    );
    expect(answered).toEqual({ status: 403, text: '' });
    const without = { conversation: { id: 'a:other', conversationType: 'personal' }, channelData: {} };
    expect(await postWith({}, { activity: without })).toEqual({ status: 403, text: '' });
  });

  it('leaves nothing behind when it is refused', async () => {
    const before = teams.service.calls.length;
    await postWith({ exp: undefined }, { activity: { text: 'refused' } });
    await postWith({}, { activity: { text: 'taken' } });
    await teams.service.until(() => teams.service.calls.length > before);
    expect(teams.service.calls.at(-1)?.activity.text).toBe('echo taken');
  });

  it('says in the log why it was refused, and nothing of the token', async () => {
    await postWith({ exp: inMinutes(-60) });
    const { fields } = teams.events.findLast(({ event }) => event === 'connector.refused') ?? {};
    expect(fields).toMatchObject({ code: 'connector.unauthorized', status: 401 });
    expect(JSON.stringify(fields)).not.toContain('eyJ');
  });
});

describe('a key', () => {
  it('that nobody published signs nothing', async () => {
    const other = await Teams.start({ handle: echo });
    expect(await postWith({}, { key: other.provider.teams })).toEqual(refused);
    const stranger = { ...other.provider.teams, kid: 'stranger' };
    expect(await postWith({}, { key: stranger })).toEqual(refused);
    await other.close();
  });

  it('without endorsements speaks for no channel', async () => {
    const fresh = await Teams.start({ handle: echo });
    const bare = await fresh.provider.addKey('bare');
    const empty = await fresh.provider.addKey('empty', []);
    for (const key of [bare, empty]) {
      const token = await fresh.provider.token(
        { aud: fresh.appId, serviceurl: fresh.service.serviceUrl },
        key,
      );
      expect(await fresh.postRaw(fresh.activity(), `Bearer ${token}`)).toEqual(refused);
    }
    await fresh.close();
  });
});

describe('a body', () => {
  it.each([
    ['no JSON', '{"type":'],
    ['a list', '[]'],
    ['no activity', '{"type":"message"}'],
    ['an activity with a conversation that is a text', { conversation: 'a:1' }],
    ['an activity of a type that is a number', { type: 7 }],
    ['an activity with control characters in an id', { conversation: { id: 'a\u0000b' } }],
  ])('that is %s is answered with 400', async (_, change) => {
    const body = typeof change === 'string' ? change : JSON.stringify({ ...teams.activity(), ...change });
    const token = await teams.provider.token({ aud: teams.appId, serviceurl: teams.service.serviceUrl });
    expect(await teams.postRaw(body, `Bearer ${token}`)).toEqual({ status: 400, text: '' });
  });

  it('of more than 256 KiB is answered with 413', async () => {
    const activity = teams.activity({ channelData: { much: 'x'.repeat(300 * 1024) } });
    expect(await teams.post(activity)).toEqual({ status: 413, text: '' });
  });

  it('that nests too deeply is answered with 400', async () => {
    const deep: object = Array.from({ length: 100 }).reduce<object>((inner) => ({ inner }), {});
    expect(await teams.post(teams.activity({ value: deep }))).toEqual({ status: 400, text: '' });
  });
});

describe('the service URL', () => {
  it('has to be on the list, whatever the token says', async () => {
    const serviceUrl = 'https://collector.example.org/';
    const token = await teams.provider.token({ aud: teams.appId, serviceurl: serviceUrl });
    expect(await teams.postRaw(teams.activity({ serviceUrl }), `Bearer ${token}`)).toEqual(refused);
  });

  it('has to be https, but on this machine', async () => {
    const listed = await Teams.start({
      handle: echo,
      environment: { MICROSOFT_SERVICE_HOSTS: 'smba.trafficmanager.net, *.botframework.com' },
    });
    for (const serviceUrl of [
      'http://smba.trafficmanager.net/amer/',
      'https://botframework.com/',
      'https://smba.trafficmanager.net.example.org/',
      'https://user@example.org:443/smba.trafficmanager.net/',
    ]) {
      const token = await listed.provider.token({ aud: listed.appId, serviceurl: serviceUrl });
      expect(await listed.postRaw(listed.activity({ serviceUrl }), `Bearer ${token}`)).toEqual(refused);
    }
    await listed.close();
  });
});

describe('what the bot sends', () => {
  it('carries a token of its own, asked for in its name', async () => {
    const person = teams.person();
    await person.says('hi');
    await teams.service.until(() => person.screen().length > 0);
    const call = teams.service.calls.findLast(
      ({ conversation }) => conversation === person.place.conversation.id,
    );
    expect(call).toMatchObject({
      method: 'POST',
      authorization: `Bearer bot-token-${teams.appId}`,
      activity: { text: 'echo hi', from: { id: bot.id }, recipient: { id: '29:ada' } },
    });
    expect(teams.provider.tokenRequests.at(-1)).toEqual({
      path: `/${tenant}/oauth2/v2.0/token`,
      form: {
        grant_type: 'client_credentials',
        client_id: teams.appId,
        client_secret: 'secret',
        scope: 'https://api.botframework.com/.default',
      },
    });
  });
});

describe('without a registration', () => {
  const none = { MICROSOFT_APP_ID: '', MICROSOFT_APP_TENANT_ID: '', MICROSOFT_APP_PASSWORD: '' };

  it('this machine is served, and the log says so', async () => {
    const local = await Teams.start({ handle: echo, environment: none, azure: { credentials: undefined } });
    expect(await local.postRaw(local.activity({ text: 'hi' }))).toEqual({ status: 200, text: '' });
    await local.service.until(() => local.service.calls.length > 0);
    expect(local.service.calls[0]?.authorization).toBeUndefined();
    expect(local.events.map(({ event }) => event)).toContain('connector.without-login');
    const outside = local.activity({ serviceUrl: 'https://smba.trafficmanager.net/amer/' });
    expect(await local.postRaw(outside)).toEqual(refused);
    const fromPage = await fetch(`${local.url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'http://rebound.example.org' },
      body: JSON.stringify(local.activity({ text: 'hi' })),
    });
    expect(fromPage.status).toBe(401);
    await local.close();
  });

  it('there is no such address when others can reach the server', async () => {
    const open = await Teams.start({ handle: echo, environment: { ...none, HOST: '0.0.0.0' } });
    expect((await open.postRaw(open.activity())).status).toBe(404);
    await open.close();
  });
});

it('keys that cannot be read are the server’s trouble, and no refusal', async () => {
  const service = await ConnectorService.start();
  const alone = await Teams.start({ handle: echo, service });
  await alone.provider.close();
  const token = await alone.provider.token({ aud: alone.appId, serviceurl: service.serviceUrl });
  expect(await alone.postRaw(alone.activity(), `Bearer ${token}`)).toEqual({ status: 503, text: '' });
  await alone.app.close();
  await service.close();
});

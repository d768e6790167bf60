import { DirectLineTokens } from '../../../../src/channels/directline/tokens.ts';

const key = 'k'.repeat(40);
const claims = { conversationId: 'c1', user: { id: 'dl_1', name: 'Ana' } };
let now = Date.parse('2026-11-22T10:00:00Z');
const clock = () => new Date(now);
const tokens = new DirectLineTokens({ key, clock });

afterEach(() => {
  now = Date.parse('2026-11-22T10:00:00Z');
});

describe('a token', () => {
  it('says again what it was signed with', async () => {
    await expect(tokens.verify('directline', await tokens.sign('directline', claims))).resolves.toEqual(
      claims,
    );
  });

  it('holds the visitor as the id alone, where Web Chat reads it', async () => {
    const [, payload = ''] = (await tokens.sign('directline', claims)).split('.');
    expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({ user: 'dl_1' });
  });

  it.each([
    ['directline', 1800],
    ['stream', 60],
    ['resume', 30 * 24 * 3600],
  ] as const)('for %s lives %i seconds', async (purpose, seconds) => {
    const token = await tokens.sign(purpose, claims);
    now += (seconds - 1) * 1000;
    await expect(tokens.verify(purpose, token)).resolves.toEqual(claims);
    now += 1000;
    await expect(tokens.verify(purpose, token)).rejects.toMatchObject({ code: 'TokenExpired', status: 403 });
  });

  it.each([
    ['stream', 'directline'],
    ['resume', 'directline'],
    ['directline', 'stream'],
    ['directline', 'resume'],
  ] as const)('for %s is not taken for %s', async (signed, asked) => {
    const token = await tokens.sign(signed, claims);
    await expect(tokens.verify(asked, token)).rejects.toMatchObject({ code: 'Forbidden' });
    await tokens.verify(signed, token);
    await expect(tokens.verify(asked, token)).rejects.toMatchObject({ code: 'Forbidden' });
  });

  it('of another key, of no algorithm, or of no form is refused', async () => {
    const foreign = await new DirectLineTokens({ key: 'x'.repeat(40), clock }).sign('directline', claims);
    const [, payload] = foreign.split('.');
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
    for (const token of [foreign, none, 'a.b.c', '', '{}']) {
      await expect(tokens.verify('directline', token)).rejects.toMatchObject({
        code: 'Forbidden',
        status: 403,
      });
    }
  });
});

import { createCredentials } from '../../../../src/channels/connector/credentials.ts';
import { type MicrosoftApp, publicCloud } from '../../../../src/channels/connector/settings.ts';

const id = '0f0e6c1e-3c4c-4f0a-9d49-7a2f5a8b1c2d';
const tenantId = '4d3f8a52-7c11-4f0e-9a43-6a1f5b0d7e10';
const { ToChannelFromBotOAuthScope: audience, ToChannelFromBotLoginUrl: login } = publicCloud;

/** What the SDK would ask a token of, and for. */
async function askedFor(proof: MicrosoftApp['proof']) {
  const factory = createCredentials({ id, tenantId, proof });
  expect(await factory.isAuthenticationDisabled()).toBeFalsy();
  expect([await factory.isValidAppId(id), await factory.isValidAppId(tenantId)]).toEqual([true, false]);
  const credentials = await factory.createCredentials(id, audience, login, true);
  return JSON.parse(JSON.stringify(credentials)) as Record<string, unknown>;
}

describe('the bot’s own credentials', () => {
  it.each<[string, MicrosoftApp['proof']]>([
    ['a secret', { by: 'secret', secret: 'secret' }],
    ['a certificate', { by: 'certificate', thumbprint: 'a1'.repeat(20), key: 'a key' }],
  ])('ask the registration’s tenant for a token, with %s', async (_, proof) => {
    expect(await askedFor(proof)).toMatchObject({
      appId: id,
      oAuthEndpoint: `https://login.microsoftonline.com/${tenantId}`,
      oAuthScope: audience,
    });
  });

  it('are those of the machine with a managed identity', async () => {
    expect(await askedFor({ by: 'managed-identity' })).toMatchObject({
      name: 'ManagedIdentityAppCredentials',
      appId: id,
      oAuthScope: audience,
    });
  });

  it('are none without a registration', async () => {
    expect(await createCredentials(undefined).isAuthenticationDisabled()).toBe(true);
  });
});

import { readConfig } from '../../../../src/config.ts';

const id = '0f0e6c1e-3c4c-4f0a-9d49-7a2f5a8b1c2d';
const tenant = '4d3f8a52-7c11-4f0e-9a43-6a1f5b0d7e10';
const app = { MICROSOFT_APP_ID: id, MICROSOFT_APP_TENANT_ID: tenant };
const key = '-----BEGIN PRIVATE KEY-----\\nAAAA\\n-----END PRIVATE KEY-----';
const thumbprint = 'A1'.repeat(20);

describe('the settings of Teams', () => {
  it('take a secret, a certificate or a managed identity', () => {
    const proof = (settings: object) => readConfig({ ...app, ...settings }).connector?.app?.proof;
    expect(proof({ MICROSOFT_APP_PASSWORD: 'secret' })).toEqual({ by: 'secret', secret: 'secret' });
    expect(proof({ MICROSOFT_APP_TYPE: 'UserAssignedMSI' })).toEqual({ by: 'managed-identity' });
    expect(
      proof({ MICROSOFT_APP_CERTIFICATE_THUMBPRINT: thumbprint, MICROSOFT_APP_CERTIFICATE_KEY: key }),
    ).toEqual({ by: 'certificate', thumbprint, key: key.replaceAll('\\n', '\n') });
  });

  it('serve the people of the registration’s tenant unless others are named', () => {
    const tenants = (settings: object) =>
      readConfig({ ...app, MICROSOFT_APP_PASSWORD: 'secret', ...settings }).connector?.allowedTenants;
    expect(tenants({})).toEqual([tenant]);
    expect(tenants({ MICROSOFT_ALLOWED_TENANTS: `${id}, ${tenant}` })).toEqual([id, tenant]);
    expect(tenants({ MICROSOFT_ALLOWED_TENANTS: '*' })).toEqual(['*']);
  });

  it.each([
    ['no tenant', { MICROSOFT_APP_TENANT_ID: '' }, /MICROSOFT_APP_TENANT_ID/],
    ['nothing that proves who the bot is', {}, /needs one of/],
    [
      'two proofs',
      { MICROSOFT_APP_PASSWORD: 'secret', MICROSOFT_APP_TYPE: 'UserAssignedMSI' },
      /needs one of/,
    ],
    ['half a certificate', { MICROSOFT_APP_CERTIFICATE_THUMBPRINT: thumbprint }, /needs one of/],
    ['a thumbprint that is none', { MICROSOFT_APP_CERTIFICATE_THUMBPRINT: 'abc' }, /THUMBPRINT: /],
    ['an id that is none', { MICROSOFT_APP_ID: 'my-bot', MICROSOFT_APP_PASSWORD: 's' }, /MICROSOFT_APP_ID: /],
    ['a host with a path', { MICROSOFT_SERVICE_HOSTS: 'a.example/b', MICROSOFT_APP_PASSWORD: 's' }, /HOSTS/],
    ['a type that is gone', { MICROSOFT_APP_TYPE: 'MultiTenant' }, /MICROSOFT_APP_TYPE: /],
  ])('stop the start with %s', (_, settings, message) => {
    expect(() => readConfig({ ...app, ...settings })).toThrow(message);
  });

  it('without a registration open the address to this machine only', () => {
    for (const HOST of ['127.0.0.1', 'localhost', '::1'])
      expect(readConfig({ HOST }).connector).toEqual({
        allowedTenants: ['*'],
        serviceHosts: ['127.0.0.1', 'localhost', '::1'],
        fileHosts: ['127.0.0.1', 'localhost', '::1'],
      });
    for (const HOST of ['0.0.0.0', '::', '192.0.2.7']) expect(readConfig({ HOST }).connector).toBeUndefined();
  });

  it.each([
    '19:abc_1@thread.tacv2',
    'https://teams.microsoft.com/l/channel/19%3aabc_1%40thread.tacv2/Support?groupId=1&tenantId=2',
  ])('know the channel of the support team by its id or its link: %s', (TEAMS_SUPPORT_CHANNEL) => {
    const { connector, escalation } = readConfig({
      ...{ ...app, MICROSOFT_APP_PASSWORD: 'secret', TEAMS_SUPPORT_CHANNEL },
    });
    const channel = {
      channelId: '19:abc_1@thread.tacv2',
      serviceUrl: 'https://smba.trafficmanager.net/teams/',
    };
    expect(connector?.supportChannel).toEqual(channel);
    expect(escalation.teamsChannel).toEqual(channel);
  });

  it.each([
    ['a channel that is none', { TEAMS_SUPPORT_CHANNEL: 'support' }, /TEAMS_SUPPORT_CHANNEL: /],
    [
      'a link that is broken',
      { TEAMS_SUPPORT_CHANNEL: 'https://x/l/channel/19%3/' },
      /TEAMS_SUPPORT_CHANNEL: /,
    ],
    ['hours that are none', { QUIET_HOURS: '20-8' }, /QUIET_HOURS: /],
    ['a file host with a path', { TEAMS_FILE_HOSTS: 'a.example/b' }, /TEAMS_FILE_HOSTS/],
    [
      'a channel and no bot that could be in it',
      { TEAMS_SUPPORT_CHANNEL: '19:a@thread.tacv2', HOST: '0.0.0.0' },
      /needs MICROSOFT_APP_ID/,
    ],
  ])('stop the start with %s', (_, settings, message) => {
    expect(() => readConfig(settings)).toThrow(message);
  });
});

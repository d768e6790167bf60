import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

/**
 * A real OpenID provider on a free port, where everybody may claim to be anybody. A process of its own, as Jest cannot
 * load the package. Arguments: the client's id, its secret, and where it is sent back to. Prints its issuer.
 */
const [clientId = '', clientSecret = '', redirectUri = ''] = process.argv.slice(2);

/** People of the provider: groups by account. */
const groups: Record<string, string[]> = {
  ada: ['support-team', 'everybody'],
  boss: ['leads'],
  mallory: ['everybody'],
};

const node = createServer((request, response) => void handle(request, response));
await new Promise<void>((resolve) => node.listen(0, '127.0.0.1', resolve));
const issuer = `http://127.0.0.1:${(node.address() as AddressInfo).port}`;
const provider = new Provider(issuer, {
  clients: [
    {
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uris: [redirectUri],
      token_endpoint_auth_method: 'client_secret_post',
    },
  ],
  claims: { openid: ['sub'], profile: ['name', 'groups'] },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, name: id === 'ada' ? 'Ada Lovelace' : id, groups: groups[id] ?? [] }),
  }),
  pkce: { required: () => true },
  features: { devInteractions: { enabled: true } },
  cookies: { keys: ['only for tests'] },
});
const handle = provider.callback();
process.stdout.write(`${issuer}\n`);

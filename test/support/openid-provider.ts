import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export const clientId = 'desk';
export const clientSecret = 'a secret only for tests, long enough for the client';

export type OpenIdProvider = Awaited<ReturnType<typeof startOpenIdProvider>>;

/** Starts a real OpenID provider for one client. Close it after use. */
export async function startOpenIdProvider(redirectUri: string) {
  const program = join(__dirname, 'openid-provider-process.ts');
  const child = spawn(process.execPath, [program, clientId, clientSecret, redirectUri], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [printed] = (await once(child.stdout, 'data')) as [Buffer];
  const issuer = printed.toString().trim();
  return {
    issuer,
    async close() {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
    /** Goes through the provider's pages as this account. @returns where it sends the browser in the end. */
    async signIn(location: string, account: string): Promise<string> {
      const jar = new Map<string, string>();
      let address = location;
      let form: URLSearchParams | undefined;
      for (let step = 0; step < 20; step += 1) {
        const response = await fetch(address, {
          redirect: 'manual',
          method: form ? 'POST' : 'GET',
          body: form,
          headers: { Cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
        });
        for (const cookie of response.headers.getSetCookie()) {
          const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
          jar.set(name, value);
        }
        const next = response.headers.get('location');
        if (next) {
          address = new URL(next, address).href;
          form = undefined;
          if (!address.startsWith(issuer)) return address;
          continue;
        }
        const page = await response.text();
        const [, prompt = ''] = /name="prompt" value="(\w+)"/.exec(page) ?? [];
        const [, action = address] = /action="([^"]+)"/.exec(page) ?? [];
        address = new URL(action, address).href;
        form = new URLSearchParams({ prompt, login: account, password: 'any' });
      }
      throw new Error('The provider goes in circles.');
    },
  };
}

import { ConfigurationServiceClientCredentialFactory } from 'botbuilder';

type Credentials = Awaited<ReturnType<ConfigurationServiceClientCredentialFactory['createCredentials']>>;

/** Gets the bot's tokens from a local identity provider, as the SDK's own only ask Microsoft's. */
export class LocalCredentials extends ConfigurationServiceClientCredentialFactory {
  readonly #url: string;

  constructor({ appId, url }: { appId: string; url: string }) {
    super({
      MicrosoftAppId: appId,
      MicrosoftAppPassword: 'secret',
      MicrosoftAppTenantId: 'tenant',
      MicrosoftAppType: 'SingleTenant',
    });
    this.#url = url;
  }

  override createCredentials(appId: string, audience: string): Promise<Credentials> {
    const url = this.#url;
    return Promise.resolve({
      async signRequest(request) {
        const body = new URLSearchParams({
          grant_type: 'client_credentials',
          client_id: appId,
          client_secret: 'secret',
          scope: `${audience}/.default`,
        });
        const response = await fetch(`${url}/oauth2/v2.0/token`, { method: 'POST', body });
        const { access_token: token } = (await response.json()) as { access_token: string };
        request.headers.set('authorization', `Bearer ${token}`);
        return request;
      },
    });
  }
}

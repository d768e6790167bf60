import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type CryptoKey, SignJWT, type JWTPayload } from 'jose';
import type { Cloud } from '../../../src/channels/connector/settings.ts';

export interface SigningKey {
  kid: string;
  privateKey: CryptoKey;
}

/** What a token says; `undefined` leaves out what it says otherwise. */
export type Claims = { [name in keyof JWTPayload]: JWTPayload[name] | undefined } & { serviceurl?: string };

/** A request for a token of the bot, as Microsoft Entra ID gets it. */
export interface TokenRequest {
  path: string;
  form: Record<string, string>;
}

/** Stands in for Microsoft's identity provider: signs what channels send, and gives the bot its tokens. */
export class IdentityProvider {
  readonly #server: Server;
  readonly #keys: object[] = [];
  readonly tokenRequests: TokenRequest[] = [];
  /** The key that Teams signs with. */
  teams: SigningKey;

  private constructor(server: Server, teams: SigningKey) {
    this.#server = server;
    this.teams = teams;
  }

  static async start(): Promise<IdentityProvider> {
    const teams = await generateKeyPair('RS256');
    // Node hangs up after 5 s without a request, and whoever sends in that very moment gets no answer.
    const server = createServer({ keepAliveTimeout: 0 });
    const provider = new IdentityProvider(server, { kid: 'teams', privateKey: teams.privateKey });
    provider.#keys.push({
      ...(await exportJWK(teams.publicKey)),
      kid: 'teams',
      endorsements: ['msteams', 'webchat'],
    });
    server.on('request', (request, response) => {
      void provider.#answer(request).then((body) => {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(body));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return provider;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get cloud(): Cloud {
    return {
      ToChannelFromBotLoginUrl: `${this.url}/tenant`,
      ToChannelFromBotOAuthScope: 'https://api.botframework.com',
      ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
      OAuthUrl: this.url,
      ToBotFromChannelOpenIdMetadataUrl: `${this.url}/openid`,
      ToBotFromEmulatorOpenIdMetadataUrl: `${this.url}/openid`,
      CallerId: 'urn:botframework:azure',
    };
  }

  /** A further published key. */
  async addKey(kid: string, endorsements?: string[]): Promise<SigningKey> {
    const { publicKey, privateKey } = await generateKeyPair('RS256');
    this.#keys.push({ ...(await exportJWK(publicKey)), kid, ...(endorsements ? { endorsements } : {}) });
    return { kid, privateKey };
  }

  /** A token as the connector service makes it; claims that are undefined are left out. */
  token(claims: Claims, key: SigningKey = this.teams): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const said: Claims = { iss: 'https://api.botframework.com', nbf: now - 10, exp: now + 3600, ...claims };
    const payload = Object.entries(said).filter(([, value]) => value !== undefined);
    return new SignJWT(Object.fromEntries(payload))
      .setProtectedHeader({ alg: 'RS256', kid: key.kid, typ: 'JWT' })
      .sign(key.privateKey);
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  async #answer(request: IncomingMessage): Promise<object> {
    if (request.url === '/openid') {
      return { issuer: 'https://api.botframework.com', jwks_uri: `${this.url}/keys` };
    }
    if (request.url === '/keys') return { keys: this.#keys };
    const form = Object.fromEntries(new URLSearchParams(await textOf(request)));
    this.tokenRequests.push({ path: request.url ?? '', form });
    return { token_type: 'Bearer', expires_in: 3600, access_token: `bot-token-${form.client_id}` };
  }
}

export async function textOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}

import { SignJWT, jwtVerify } from 'jose';
import type { Configuration } from 'openid-client';
import { z } from 'zod';
import type { DeskAgent } from '../../escalation/desk.ts';
import { cookieHeader, cookieIn } from './cookies.ts';
import { DeskError } from './errors.ts';

/** Where agents sign in, and which of them may work at the desk. */
export interface OpenIdSettings {
  issuer: string;
  clientId: string;
  /** None for a public client. */
  clientSecret?: string;
  /** The claim that tells an agent from others, such as `groups`. */
  agentClaim: string;
  /** By value of the claim, the queues it opens; `*` among the values is everybody, among the queues all of them. */
  queuesByValue: Readonly<Record<string, readonly string[]>>;
}

export interface OpenIdParts {
  settings: OpenIdSettings;
  /** Every queue there is. */
  queues: readonly string[];
  /** Signs what the browser keeps between leaving and coming back. */
  key: string;
  clock: () => Date;
}

/** Seconds somebody may take at the provider. */
const attemptSeconds = 600;
const cookieName = 'desk-sign-in';
const callbackPath = '/api/desk/sign-in/callback';
const attemptSchema = z.object({ state: z.string(), nonce: z.string(), verifier: z.string() });
const textClaim = z.string().trim().min(1).max(200);

/** Sign-in by OpenID Connect: authorization code with PKCE, state and nonce. */
export class OpenIdSignIn {
  readonly #parts: OpenIdParts;
  readonly #key: Uint8Array;
  #provider: Promise<Configuration> | undefined;

  constructor(parts: OpenIdParts) {
    this.#parts = parts;
    this.#key = new TextEncoder().encode(parts.key);
  }

  /**
   * Begins a sign-in.
   * @param request.baseUrl where the browser reaches us.
   * @returns where the browser goes, and the Set-Cookie header it goes with.
   * @throws DeskError `SignInFailed` when the provider does not answer.
   */
  async begin({ baseUrl }: { baseUrl: string }): Promise<{ location: string; cookie: string }> {
    const client = await import('openid-client');
    const provider = await this.#discover();
    const verifier = client.randomPKCECodeVerifier();
    const attempt = { state: client.randomState(), nonce: client.randomNonce(), verifier };
    const location = client.buildAuthorizationUrl(provider, {
      redirect_uri: baseUrl + callbackPath,
      scope: 'openid profile email',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state: attempt.state,
      nonce: attempt.nonce,
    });
    return { location: location.href, cookie: attemptCookie(await this.#sign(attempt), baseUrl) };
  }

  /**
   * Ends a sign-in when the provider has sent the browser back.
   * @param request.query as it came, with its `?`.
   * @throws DeskError `SignInFailed`, or `NoAgent` for who may not work here.
   */
  async finish(request: { baseUrl: string; query: string; cookie: string | undefined }): Promise<DeskAgent> {
    const { state, nonce, verifier } = await this.#attempt(request.cookie);
    const client = await import('openid-client');
    const provider = await this.#discover();
    try {
      const address = new URL(callbackPath + request.query, request.baseUrl);
      const tokens = await client.authorizationCodeGrant(provider, address, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (!claims) throw new DeskError('SignInFailed');
      const told = provider.serverMetadata().userinfo_endpoint
        ? await client.fetchUserInfo(provider, tokens.access_token, claims.sub)
        : {};
      return this.#agentFrom({ ...told, ...claims });
    } catch (error) {
      throw error instanceof DeskError ? error : failed(error);
    }
  }

  /** The Set-Cookie header that takes an attempt away. */
  forget(baseUrl: string): string {
    return attemptCookie('', baseUrl, 0);
  }

  #agentFrom(claims: Record<string, unknown>): DeskAgent {
    const { settings, queues: all } = this.#parts;
    const claimed: unknown = claims[settings.agentClaim];
    const values = ['*', ...(Array.isArray(claimed) ? (claimed as unknown[]) : [claimed])];
    const opened = values.flatMap((value) => settings.queuesByValue[String(value)] ?? []);
    const queues = opened.includes('*') ? all : [...new Set(opened)];
    if (queues.length === 0) throw new DeskError('NoAgent');
    const name = [claims.name, claims.preferred_username, claims.email, claims.sub]
      .map((claim) => textClaim.safeParse(claim).data)
      .find((text) => text !== undefined);
    // Ids of two providers, or of a provider and of sign-in links, must not meet.
    return { id: `${settings.issuer}#${String(claims.sub)}`, name: name ?? String(claims.sub), queues };
  }

  async #discover(): Promise<Configuration> {
    const { issuer, clientId, clientSecret } = this.#parts.settings;
    this.#provider ??= import('openid-client').then((client) =>
      client.discovery(
        new URL(issuer),
        clientId,
        undefined,
        clientSecret === undefined ? client.None() : client.ClientSecretPost(clientSecret),
        // A provider on this machine, behind a proxy or in a test, may speak plain HTTP; the issuer says so itself.
        issuer.startsWith('http:') ? { execute: [client.allowInsecureRequests] } : {},
      ),
    );
    try {
      return await this.#provider;
    } catch (error) {
      this.#provider = undefined;
      throw failed(error);
    }
  }

  #sign(attempt: z.infer<typeof attemptSchema>): Promise<string> {
    const now = Math.floor(this.#parts.clock().getTime() / 1000);
    return new SignJWT(attempt)
      .setProtectedHeader({ alg: 'HS256' })
      .setAudience(cookieName)
      .setExpirationTime(now + attemptSeconds)
      .sign(this.#key);
  }

  async #attempt(cookie: string | undefined): Promise<z.infer<typeof attemptSchema>> {
    try {
      const options = { algorithms: ['HS256'], audience: cookieName, currentDate: this.#parts.clock() };
      const { payload } = await jwtVerify(cookieIn(cookie, cookieName) ?? '', this.#key, options);
      return attemptSchema.parse(payload);
    } catch (error) {
      throw failed(error);
    }
  }
}

/** `Lax`, as the provider's site leads back here. */
function attemptCookie(value: string, baseUrl: string, maxAge = attemptSeconds): string {
  const secure = baseUrl.startsWith('https:');
  return cookieHeader(
    { name: cookieName, value },
    { maxAge, secure, path: '/api/desk/sign-in', sameSite: 'Lax' },
  );
}

function failed(cause: unknown): DeskError {
  return new DeskError('SignInFailed', undefined, cause);
}

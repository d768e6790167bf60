import {
  type Activity,
  ConfigurationBotFrameworkAuthentication,
  type ConfigurationServiceClientCredentialFactory,
} from 'botbuilder';
import { decodeProtectedHeader, jwtVerify, type JWTPayload } from 'jose';
import { SupportError } from '../../errors.ts';
import { ChannelKeys, type ChannelKey } from './channel-keys.ts';
import { type ClientOptions, createHttpClient } from './http-client.ts';
import { keepClients } from './kept-clients.ts';
import { isSafeAddress } from './safe-address.ts';
import type { Cloud, ConnectorSettings } from './settings.ts';

/** Seconds that clocks may differ. Source: Bot Connector authentication, "industry-standard clock-skew". */
const clockTolerance = 5 * 60;

/** Asymmetric ones only: with a shared secret everybody who can check a token could make one. */
const algorithms = ['RS256', 'RS384', 'RS512'];

/** What gets the bot's own tokens. */
export type Credentials = Pick<
  ConfigurationServiceClientCredentialFactory,
  'isValidAppId' | 'isAuthenticationDisabled' | 'createCredentials'
>;

export interface AuthenticationParts {
  settings: ConnectorSettings;
  cloud: Cloud;
  credentials: Credentials;
  clock: () => Date;
}

/** The SDK's class, which asks for credentials of a class that its own are not of. */
const SdkAuthentication: new (
  cloud: Record<string, string>,
  credentials: Credentials,
  authentication: undefined,
  botFetch: undefined,
  client: ClientOptions,
) => ConfigurationBotFrameworkAuthentication = ConfigurationBotFrameworkAuthentication;

type Authenticated = Awaited<ReturnType<ConfigurationBotFrameworkAuthentication['authenticateRequest']>>;
type Identity = Authenticated['claimsIdentity'];
type Clients = ReturnType<ConfigurationBotFrameworkAuthentication['createConnectorFactory']>;
type UserTokens = ReturnType<ConfigurationBotFrameworkAuthentication['createUserTokenClient']>;

/**
 * The SDK's authentication behind a stricter one. The SDK takes tokens without expiry, keys without endorsements,
 * activities without a service URL and tokens of the emulator's issuers, and answers bad signatures with an internal
 * error; all of that is refused before it sees the request.
 */
export class ConnectorAuthentication extends SdkAuthentication {
  readonly #settings: ConnectorSettings;
  readonly #cloud: Cloud;
  readonly #keys: ChannelKeys;
  readonly #clock: () => Date;
  #clients: Clients | undefined;
  #userTokens: UserTokens | undefined;

  constructor({ settings, cloud, credentials, clock }: AuthenticationParts) {
    super({ ...cloud }, credentials, undefined, undefined, { httpClient: createHttpClient() });
    this.#settings = settings;
    this.#cloud = cloud;
    this.#keys = new ChannelKeys({ metadataUrl: cloud.ToBotFromChannelOpenIdMetadataUrl, clock });
    this.#clock = clock;
  }

  /**
   * @throws SupportError `connector.unauthorized`, `connector.tenant-not-allowed` or `connector.keys-unavailable`.
   */
  override async authenticateRequest(activity: Activity, authHeader: string): Promise<Authenticated> {
    const { app } = this.#settings;
    if (app) this.#checkClaims(await this.#verify(authHeader, app.id, activity.channelId), activity);
    this.#checkServiceHost(activity.serviceUrl);
    if (app) this.#checkTenant(activity);
    try {
      const authenticated = await super.authenticateRequest(activity, app ? authHeader : '');
      return {
        ...authenticated,
        connectorFactory: this.createConnectorFactory(authenticated.claimsIdentity),
      };
    } catch (cause) {
      throw new SupportError('connector.unauthorized', 'The SDK refused the token.', cause);
    }
  }

  /** There is one bot, so the clients are the same whoever asks. */
  override createConnectorFactory(identity: Identity): Clients {
    this.#clients ??= keepClients(super.createConnectorFactory(identity));
    return this.#clients;
  }

  /** The SDK wants one for every turn, and nothing here uses it. */
  override createUserTokenClient(identity: Identity): UserTokens {
    this.#userTokens ??= super.createUserTokenClient(identity).catch((error: unknown) => {
      this.#userTokens = undefined;
      throw error;
    });
    return this.#userTokens;
  }

  /** Streaming and skills are not served. */
  override authenticateStreamingRequest(): Promise<never> {
    return Promise.reject(unauthorized('Streaming is not served.'));
  }

  override authenticateChannelRequest(): Promise<never> {
    return Promise.reject(unauthorized('Skills are not served.'));
  }

  /** Signature, issuer, audience and times, and that the key may speak for the channel. */
  async #verify(authHeader: string, audience: string, channel: string): Promise<JWTPayload> {
    const [scheme, token, ...more] = authHeader.split(' ');
    if (scheme !== 'Bearer' || !token || more.length > 0) throw unauthorized('There is no bearer token.');
    const { key, endorsements } = await this.#keyOf(token);
    if (!endorsements.includes(channel)) throw unauthorized(`The key is not endorsed for ${channel}.`);
    try {
      const { payload } = await jwtVerify(token, key, {
        algorithms,
        audience,
        issuer: this.#cloud.ToBotFromChannelTokenIssuer,
        clockTolerance,
        currentDate: this.#clock(),
        requiredClaims: ['exp'],
      });
      return payload;
    } catch (cause) {
      throw new SupportError('connector.unauthorized', 'The token does not hold.', cause);
    }
  }

  async #keyOf(token: string): Promise<ChannelKey> {
    const kid = keyIdOf(token);
    const found = kid === undefined ? undefined : await this.#keys.find(kid);
    if (!found) throw unauthorized('The token is signed with no known key.');
    return found;
  }

  #checkClaims({ serviceurl }: JWTPayload, { serviceUrl }: Activity): void {
    if (!serviceUrl || serviceurl !== serviceUrl) throw unauthorized('The service URL is not the token’s.');
  }

  /** The bot's own token is sent there, so it must not be anybody's. */
  #checkServiceHost(serviceUrl: string): void {
    if (!isSafeAddress(serviceUrl, this.#settings.serviceHosts))
      throw unauthorized(`Answers may not be sent to ${serviceUrl}.`);
  }

  #checkTenant(activity: Activity): void {
    const { allowedTenants } = this.#settings;
    if (allowedTenants.includes('*')) return;
    const tenant = tenantOf(activity);
    if (tenant === undefined && activity.channelId !== 'msteams') return;
    if (tenant !== undefined && allowedTenants.some((allowed) => allowed.toLowerCase() === tenant)) return;
    throw new SupportError('connector.tenant-not-allowed', `Tenant ${tenant ?? '(none)'} is not served.`);
  }
}

function keyIdOf(token: string): string | undefined {
  try {
    return decodeProtectedHeader(token).kid;
  } catch {
    return undefined;
  }
}

function tenantOf({ conversation, channelData }: Activity): string | undefined {
  const { tenant } = (channelData ?? {}) as { tenant?: { id?: unknown } };
  const id: unknown = (conversation as { tenantId?: unknown }).tenantId ?? tenant?.id;
  return typeof id === 'string' ? id.toLowerCase() : undefined;
}

function unauthorized(message: string): SupportError {
  return new SupportError('connector.unauthorized', message);
}

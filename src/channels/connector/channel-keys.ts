import { importJWK, type CryptoKey } from 'jose';
import { z } from 'zod';
import { SupportError } from '../../errors.ts';

/** Milliseconds. Keys are read anew after a day, and for a key that is not known at most this often. */
const keptFor = 24 * 60 * 60 * 1000;
const againAfter = 5 * 60 * 1000;
const patience = 10_000;

const metadataSchema = z.object({ jwks_uri: z.url({ protocol: /^https?$/ }) });
const keysSchema = z.object({
  keys: z.array(
    z.looseObject({
      kty: z.string().default('RSA'),
      kid: z.string(),
      n: z.string().optional(),
      e: z.string().optional(),
      endorsements: z.array(z.string()).default([]),
    }),
  ),
});

export interface ChannelKey {
  key: CryptoKey;
  /** The channels whose activities may be signed with it. */
  endorsements: readonly string[];
}

/**
 * The keys that channels sign with, as their OpenID metadata publishes them. Source: Bot Connector authentication,
 * "OpenID metadata document"; the endorsements of keys are an extension of it.
 */
export class ChannelKeys {
  readonly #metadataUrl: string;
  readonly #clock: () => Date;
  #keys = new Map<string, ChannelKey>();
  #readAt = -Infinity;
  #reading: Promise<void> | undefined;

  constructor(parts: { metadataUrl: string; clock: () => Date }) {
    this.#metadataUrl = parts.metadataUrl;
    this.#clock = parts.clock;
  }

  /** @throws SupportError `connector.keys-unavailable` when there are none to look in. */
  async find(kid: string): Promise<ChannelKey | undefined> {
    const age = this.#clock().getTime() - this.#readAt;
    if (age > keptFor || (!this.#keys.has(kid) && age > againAfter)) await this.#read();
    return this.#keys.get(kid);
  }

  /** At once for all who ask meanwhile. Old keys stay when new ones cannot be had. */
  async #read(): Promise<void> {
    this.#reading ??= this.#fetch().finally(() => {
      this.#reading = undefined;
    });
    try {
      await this.#reading;
    } catch (cause) {
      if (this.#keys.size === 0)
        throw new SupportError('connector.keys-unavailable', `No keys from ${this.#metadataUrl}.`, cause);
    }
  }

  async #fetch(): Promise<void> {
    const { jwks_uri: address } = metadataSchema.parse(await fetchJson(this.#metadataUrl));
    const { keys } = keysSchema.parse(await fetchJson(address));
    const found = new Map<string, ChannelKey>();
    for (const { kid, kty, n, e, endorsements } of keys) {
      if (kty !== 'RSA' || n === undefined || e === undefined) continue;
      const key = await importJWK({ kty, n, e }, 'RS256');
      if (!(key instanceof Uint8Array)) found.set(kid, { key, endorsements });
    }
    this.#keys = found;
    this.#readAt = this.#clock().getTime();
  }
}

async function fetchJson(url: string): Promise<unknown> {
  const response = await fetch(url, { signal: AbortSignal.timeout(patience), redirect: 'error' });
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`);
  return response.json();
}

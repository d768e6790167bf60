import { createHmac, timingSafeEqual } from 'node:crypto';

/** How far a signature's time may be from ours, either way. Seconds. */
const signatureWindow = 300;

/**
 * Signs a body with the time of signing, in the form of Standard Webhooks: HMAC-SHA256 over `id.timestamp.body`.
 * Source: https://github.com/standard-webhooks/standard-webhooks, "Signature scheme".
 * @param input.timestamp seconds since 1970.
 * @returns `v1,` and the signature in base64.
 */
export function sign(input: { id: string; timestamp: number; body: string; secret: string }): string {
  const { id, timestamp, body, secret } = input;
  const digest = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
  return `v1,${digest}`;
}

/**
 * Whether a body was signed with this secret, lately. Takes a time that does not tell how much of it is right.
 * @param input.signature one or more signatures with spaces between; one that fits is enough, so that secrets can
 * change without a gap.
 */
export function isSigned(input: {
  id: string;
  timestamp: string;
  body: string;
  signature: string;
  secret: string;
  now: Date;
}): boolean {
  const { id, timestamp, body, signature, secret, now } = input;
  if (id === '' || !/^\d{1,12}$/.test(timestamp)) return false;
  const seconds = Number(timestamp);
  if (Math.abs(now.getTime() / 1000 - seconds) > signatureWindow) return false;
  const expected = Buffer.from(sign({ id, timestamp: seconds, body, secret }));
  return signature
    .split(' ')
    .slice(0, 5)
    .map((given) => Buffer.from(given))
    .some((given) => given.length === expected.length && timingSafeEqual(given, expected));
}

import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';

/**
 * Whose request this is, for limits. A household has 2^64 addresses of IPv6, so those count by their first half.
 * @param trustedProxies how many proxies of ours a request passes. Each adds the address it was asked from to the end
 * of X-Forwarded-For; what stands before those can be anybody's invention.
 */
export function clientAddress(
  request: Pick<IncomingMessage, 'headers'> & { socket: { remoteAddress?: string } },
  trustedProxies: number,
): string {
  const direct = request.socket.remoteAddress ?? '';
  if (trustedProxies === 0) return grouped(direct);
  const header = request.headers['x-forwarded-for'];
  const forwarded = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',');
  const told = forwarded.map((address) => address.trim()).filter((address) => address !== '');
  return grouped(told.at(-trustedProxies) ?? told[0] ?? direct);
}

function grouped(address: string): string {
  if (/^[\d.]{7,15}$/.test(address)) return address;
  const [, bare = address] = /^\[?([^\]]*)\]?(?::\d+)?$/.exec(address) ?? [];
  const plain = (isIPv6(address) ? address : bare).replace(/^::ffff:(?=\d+\.)/i, '');
  if (!isIPv6(plain)) return plain.replace(/:\d+$/, '').slice(0, 64);
  return `${firstHalf(plain)}::/64`;
}

/** The first four groups of an address, with what `::` leaves out written out. */
function firstHalf(address: string): string {
  const [head = '', tail] = address.toLowerCase().split('::', 2);
  const groups = head === '' ? [] : head.split(':');
  const rest = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = tail === undefined ? 0 : Math.max(0, 8 - groups.length - rest.length);
  return [...groups, ...Array<string>(missing).fill('0'), ...rest].slice(0, 4).join(':');
}

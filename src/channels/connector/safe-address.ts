const loopback: readonly string[] = ['127.0.0.1', 'localhost', '::1'];

/**
 * Whether something may be sent to an address, or read from it: https, and a host of the list; plain http only on this
 * machine.
 * @param hosts `*.` in front stands for every host below.
 */
export function isSafeAddress(address: string, hosts: readonly string[]): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username } = new URL(address);
  const host = hostname.replace(/^\[|\]$/g, '');
  const isListed = hosts.some((listed) =>
    listed.startsWith('*.') ? host.endsWith(listed.slice(1).toLowerCase()) : host === listed.toLowerCase(),
  );
  const isSafe = protocol === 'https:' || (protocol === 'http:' && loopback.includes(host));
  return isListed && isSafe && username === '';
}

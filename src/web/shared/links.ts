/** What may be done with an address: open it in a new tab, hand it to Windows here, only on the PC, or nothing. */
export type LinkKind = 'web' | 'settings' | 'settings-elsewhere' | 'refused';

/** Addresses the page follows; everything else (javascript:, data:, http:, relative ones) is refused. */
export const followedAddress = /^(https:\/\/|mailto:|ms-settings:)/i;

/** Decides what a click on this address does in a browser that runs on Windows or elsewhere. */
export function linkKind(address: string, onWindows: boolean): LinkKind {
  const url = address.trim();
  if (!followedAddress.test(url)) return 'refused';
  if (!/^ms-settings:/i.test(url)) return 'web';
  return onWindows ? 'settings' : 'settings-elsewhere';
}

/** Whether a browser that calls itself this runs on a Windows PC. */
export function isWindows(userAgent: string): boolean {
  return /Windows NT/.test(userAgent);
}

/** Addresses of our own server, and secure ones; anything else leads nowhere. */
export function safeAddress(address: string | undefined, server: string): string | undefined {
  if (address === undefined || !URL.canParse(address, server)) return undefined;
  const url = new URL(address, server);
  const isOurs = url.protocol === 'http:' && url.origin === server;
  return isOurs || url.protocol === 'https:' ? url.href : undefined;
}

/** Where the desk hears what happens. */
export function liveAddress(): string {
  return `${window.location.origin.replace(/^http/, 'ws')}/api/desk/live`;
}

/** The case that the page's address names. */
export function idInAddress(): string | undefined {
  const id = window.location.hash.slice(1);
  return /^[\w-]{1,100}$/.test(id) && id !== 'conversation' ? id : undefined;
}

/** Tells which case the address names: now, and when somebody goes back and forth. */
export function onAddress(open: (id: string) => void): void {
  const tell = (): void => {
    const id = idInAddress();
    if (id !== undefined) open(id);
  };
  window.addEventListener('popstate', tell);
  tell();
}

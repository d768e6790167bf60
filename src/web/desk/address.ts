/** Where the desk hears what happens. */
export function liveAddress(): string {
  return `${window.location.origin.replace(/^http/, 'ws')}/api/desk/live`;
}

/** The case that the page's address names. */
export function idInAddress(): string | undefined {
  const id = window.location.hash.slice(1);
  return /^[\w-]{1,100}$/.test(id) && id !== 'conversation' ? id : undefined;
}

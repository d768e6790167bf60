/** The one-time link that stands behind the address as `#link=…`, where servers do not see it. */
export function linkInAddress(): string | null {
  return new URLSearchParams(window.location.hash.slice(1)).get('link');
}

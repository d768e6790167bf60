/** One address somewhere in a text: what mail servers accept in practice, and nothing that could end a header line. */
const address = /(?<![\w.+%-])[\w.+%-]{1,64}@(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z]{2,63}(?![\w-])/i;

/** The e-mail address in what a visitor typed; undefined when there is none. */
export function readEmail(text: string): string | undefined {
  const [found] = address.exec(text.slice(0, 1000)) ?? [];
  return found === undefined || found.length > 254 ? undefined : found;
}

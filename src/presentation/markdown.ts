/** Text by a stranger, made safe to stand inside markdown: cut to `limit` characters, every sign escaped. */
export function quoteForMarkdown(text: string, limit = 200): string {
  const flat = text.replace(/\s+/gu, ' ').trim();
  const characters = [...flat];
  const cut = characters.length > limit ? `${characters.slice(0, limit - 1).join('')}…` : flat;
  return cut.replace(/[\\`*_{}[\]()#+\-!|<>~&]/g, (sign) => `\\${sign}`);
}

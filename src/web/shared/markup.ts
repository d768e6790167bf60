/**
 * Puts texts (`{{composer.label}}`) and icons (`{{icon:send}}`) into markup.
 * @throws Error naming a placeholder that stands for nothing
 */
export function fillMarkup(markup: string, values: { texts: object; icons: Record<string, string> }): string {
  return markup.replace(/\{\{([\w.:-]+)\}\}/g, (placeholder, name: string) => {
    const found = name.startsWith('icon:') ? values.icons[name.slice(5)] : textAt(values.texts, name);
    if (found === undefined) throw new Error(`Nothing is known for ${placeholder}`);
    return found;
  });
}

function textAt(texts: object, path: string): string | undefined {
  const found = path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], texts);
  return typeof found === 'string' ? escapeHtml(found) : undefined;
}

/** Text as it stands in markup, outside of tags or in an attribute. */
function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** Characters of a name that are kept. Longer ones lose their middle, so that the ending stays. */
const maxCharacters = 120;
const parameter = /;\s*([\w!#$&+.^`|~-]+\*?)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;"\s]*))/gu;

/**
 * The file name a Content-Disposition header gives; `filename*` goes before `filename`.
 * Source: RFC 6266, section 4, and RFC 8187. A bare `name="…"; filename="…"` is taken too, as Direct Line shows it.
 * @returns undefined when there is none.
 */
export function fileNameFrom(header: string | undefined): string | undefined {
  const parameters = new Map<string, string>();
  for (const [, name = '', quoted, token = ''] of `;${header ?? ''}`.matchAll(parameter)) {
    const value = quoted === undefined ? token : quoted.replace(/\\(.)/g, '$1');
    if (!parameters.has(name.toLowerCase())) parameters.set(name.toLowerCase(), value);
  }
  const name = extendedValue(parameters.get('filename*')) ?? utf8(parameters.get('filename'));
  return name === undefined ? undefined : labelFrom(name);
}

/** A name as people may read it: one line, no control characters or ones that turn the text around, not too long. */
export function labelFrom(name: string): string {
  const line = name
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .toWellFormed()
    .trim();
  const characters = [...line];
  if (characters.length <= maxCharacters) return line;
  return [...characters.slice(0, maxCharacters - 20), '…', ...characters.slice(-19)].join('');
}

/** The header a file is served with. A browser that saves it gets a name without any folder. */
export function contentDisposition(kind: 'inline' | 'attachment', name: string): string {
  const file = name.replace(/[\\/:*?"<>|]/g, '_').replace(/^[.\s]+/, '') || 'file';
  const ascii = file.replace(/[^\x20-\x7e]|[%;]/g, '_');
  const extended = encodeURIComponent(file).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${extended}`;
}

function extendedValue(value: string | undefined): string | undefined {
  const [, encoded] = /^utf-8'[^']*'(.*)$/i.exec(value ?? '') ?? [];
  if (encoded === undefined) return undefined;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}

/** Node reads headers as Latin-1; browsers send UTF-8 in them. */
function utf8(value: string | undefined): string | undefined {
  if (value === undefined || /[^\p{ASCII}\u0080-\u00ff]/u.test(value)) return value;
  const text = Buffer.from(value, 'latin1').toString('utf8');
  return text.includes('\ufffd') ? value : text;
}

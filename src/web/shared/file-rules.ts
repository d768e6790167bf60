/** What may be sent. The server decides; asking here first spares the visitor the wait. */
export const fileRules = {
  /** Bytes. */
  largest: 10 * 1024 * 1024,
  /** With one message. */
  most: 10,
  types: [
    ...['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/heic', 'image/heif'],
    ...['video/mp4', 'video/quicktime', 'application/pdf', 'application/zip', 'text/plain', 'text/csv'],
  ],
} as const;

/** Why a file cannot be sent. */
export type FileProblem = 'tooLarge' | 'tooMany' | 'empty' | 'wrongType';

/**
 * A browser that does not know a file's type says nothing of it; the server then looks at its bytes.
 * @returns undefined when the file may be sent beside so many others
 */
export function problemWith(
  file: { type: string; size: number },
  alreadyChosen: number,
): FileProblem | undefined {
  if (alreadyChosen >= fileRules.most) return 'tooMany';
  if (file.size === 0) return 'empty';
  if (file.size > fileRules.largest) return 'tooLarge';
  const type = file.type.split(';')[0]?.toLowerCase() ?? '';
  const isKnown = type === '' || fileRules.types.some((allowed) => allowed === type);
  return isKnown ? undefined : 'wrongType';
}

/** `1.4 MB`, in the words of the language. */
export function formatSize(bytes: number, locale: string): string {
  const [value, unit] = bytes < 1_000_000 ? [bytes / 1000, 'kilobyte'] : [bytes / 1_000_000, 'megabyte'];
  return new Intl.NumberFormat(locale, {
    ...{ style: 'unit', unit, unitDisplay: 'short' },
    maximumFractionDigits: value < 10 ? 1 : 0,
  }).format(value);
}

export interface FileRules {
  /** Bytes. */
  largest: number;
  /** With one message. */
  most: number;
  types: readonly string[];
}

/**
 * What may be sent. The server decides; asking here first spares the visitor the wait. These are its usual limits,
 * until it has said which it has.
 */
export const fileRules: FileRules = {
  largest: 10 * 1024 * 1024,
  most: 10,
  types: [
    ...['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/heic', 'image/heif'],
    ...['video/mp4', 'video/quicktime', 'application/pdf', 'application/zip', 'text/plain', 'text/csv'],
  ],
};

/** Goes by the server's limits from now on. */
export function useFileRules(rules: FileRules): void {
  Object.assign(fileRules, rules);
}

/** The limits in an answer of `/api/chat/…`; undefined when it tells none. */
export function parseFileRules(value: unknown): FileRules | undefined {
  const { bytes, count, types } = (value ?? {}) as Record<string, unknown>;
  if (typeof bytes !== 'number' || typeof count !== 'number' || !Array.isArray(types)) return undefined;
  return { largest: bytes, most: count, types: types.filter((type) => typeof type === 'string') };
}

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

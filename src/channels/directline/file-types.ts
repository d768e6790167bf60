/** A type of file that is taken, and how its first bytes tell it. */
interface FileType {
  contentType: string;
  /** Whether a browser may show it in place: pictures that cannot hold anything that runs. */
  isShownInline?: true;
  matches(head: Buffer): boolean;
}

/** Bytes at the start of a file that are enough to tell its type. */
export const headBytes = 4096;

const startsWith = (...starts: (string | number[])[]) => {
  const buffers = starts.map((start) => Buffer.from(typeof start === 'string' ? latin1(start) : start));
  return (head: Buffer) => buffers.some((start) => head.subarray(0, start.length).equals(start));
};

/** Brands of an ISO base media file. Source: ISO/IEC 14496-12, "File Type Box". */
const hasBrand = (brands: RegExp) => (head: Buffer) =>
  head.toString('latin1', 4, 8) === 'ftyp' && brands.test(head.toString('latin1', 8, 12));

const types: FileType[] = [
  {
    contentType: 'image/png',
    isShownInline: true,
    matches: startsWith([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  },
  { contentType: 'image/jpeg', isShownInline: true, matches: startsWith([0xff, 0xd8, 0xff]) },
  { contentType: 'image/gif', isShownInline: true, matches: startsWith('GIF87a', 'GIF89a') },
  {
    contentType: 'image/webp',
    isShownInline: true,
    matches: (head) => head.toString('latin1', 0, 4) === 'RIFF' && head.toString('latin1', 8, 12) === 'WEBP',
  },
  { contentType: 'image/heic', matches: hasBrand(/^(hei[cmxs]|hev[cmxs]|mif1|msf1)$/) },
  { contentType: 'video/mp4', matches: hasBrand(/^(isom|iso[2-9]|mp4[12v]|avc1|M4V |MSNV|dash|3gp.)$/) },
  { contentType: 'video/quicktime', matches: hasBrand(/^qt {2}$/) },
  { contentType: 'application/pdf', matches: startsWith('%PDF-') },
  { contentType: 'application/zip', matches: startsWith([0x50, 0x4b, 3, 4], [0x50, 0x4b, 5, 6]) },
  { contentType: 'text/csv', matches: isText },
  { contentType: 'text/plain', matches: isText },
];

/** What browsers call some of these types too, and what they say when they do not know. */
const otherNames: Readonly<Record<string, string>> = {
  'image/jpg': 'image/jpeg',
  'image/heif': 'image/heic',
  'application/x-zip-compressed': 'application/zip',
  'application/vnd.ms-excel': 'text/csv',
};
const unknown = new Set(['', 'application/octet-stream']);

/**
 * The type a file is kept and served with: what it claims to be, if its bytes agree. A picture or video is whatever
 * its bytes say it is, as senders often mix these up; a file that claims nothing is what its bytes tell.
 * @param claimed the Content-Type it came with.
 * @returns undefined when it is none of those that are taken, or not what it says.
 */
export function typeOfFile(claimed: string, head: Buffer): string | undefined {
  const [plain = ''] = claimed.split(';', 1).map((text) => text.trim().toLowerCase());
  const name = otherNames[plain] ?? plain;
  const found = types.filter((type) => type.matches(head)).map(({ contentType }) => contentType);
  if (unknown.has(name)) return found.at(-1);
  if (!types.some(({ contentType }) => contentType === name)) return undefined;
  if (found.includes(name)) return name;
  return found.find((contentType) => isMedia(contentType) && isMedia(name));
}

/** Whether a browser may show a file of this type, rather than only save it. */
export function isShownInline(contentType: string): boolean {
  return types.some((type) => type.contentType === contentType && type.isShownInline === true);
}

/** The Content-Types that are taken, for messages. */
export const takenTypes = types.map(({ contentType }) => contentType);

function isMedia(contentType: string): boolean {
  return /^(image|video)\//.test(contentType);
}

/** Text holds no zero bytes, and nothing that is not UTF-8, but for a character that is cut off at the end. */
function isText(head: Buffer): boolean {
  if (head.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function latin1(text: string): number[] {
  return [...Buffer.from(text, 'latin1')];
}

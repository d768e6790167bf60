import type { Readable } from 'node:stream';

/**
 * The body of a request as text.
 * @param limit.bytes it may have at most
 * @throws what `limit.exceeded` makes, as soon as more than that came.
 */
export async function readBody(
  content: Readable,
  limit: { bytes: number; exceeded: () => Error },
): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of content) {
    const bytes = Buffer.from(piece as Uint8Array);
    size += bytes.length;
    if (size > limit.bytes) throw limit.exceeded();
    pieces.push(bytes);
  }
  return Buffer.concat(pieces).toString('utf8');
}

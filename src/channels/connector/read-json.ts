import type { Readable } from 'node:stream';
import { SupportError } from '../../errors.ts';

/** Bytes of an activity. Teams sends at most about 100 KB. */
const largestBody = 256 * 1024;

/** @throws SupportError `connector.invalid` or `connector.too-large`. */
export async function readJson(content: Readable): Promise<unknown> {
  return parseJson(await readBody(content));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SupportError('connector.invalid', 'The body is no JSON.', cause);
  }
}

async function readBody(content: Readable): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of content) {
    const bytes = Buffer.from(piece as Uint8Array);
    size += bytes.length;
    if (size > largestBody)
      throw new SupportError('connector.too-large', `An activity has more than ${largestBody} bytes.`);
    pieces.push(bytes);
  }
  return Buffer.concat(pieces).toString('utf8');
}

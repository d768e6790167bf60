import type { Readable } from 'node:stream';
import { SupportError } from '../../errors.ts';
import { readBody } from '../read-body.ts';

/** Bytes of an activity. Teams sends at most about 100 KB. */
const largestBody = 256 * 1024;

/** @throws SupportError `connector.invalid` or `connector.too-large`. */
export async function readJson(content: Readable): Promise<unknown> {
  const exceeded = () =>
    new SupportError('connector.too-large', `An activity has more than ${largestBody} bytes.`);
  return parseJson(await readBody(content, { bytes: largestBody, exceeded }));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SupportError('connector.invalid', 'The body is no JSON.', cause);
  }
}

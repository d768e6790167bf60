import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { Dicer } from '@fastify/busboy';
import { DirectLineError } from './errors.ts';

/** One part of a multipart body. Header names are lower case. */
export interface Part {
  headers: Readonly<Record<string, string | undefined>>;
  content: AsyncIterable<Buffer>;
}

const maxHeadersPerPart = 20;

/** The boundary a Content-Type names. Source: RFC 2046, section 5.1.1. */
export function boundaryOf(contentType: string): string | undefined {
  const [, quoted, token] =
    /^multipart\/[\w-]+\s*;(?:.*;)?\s*boundary=(?:"([^"\r\n]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType) ??
    [];
  return quoted ?? token;
}

/**
 * Reads a multipart body as it comes in and gives each part to `take`, which has to read it or to throw. Nothing is
 * read ahead of it but a few pieces. The body is left open when this fails, so that an answer can still be sent.
 * @throws DirectLineError `BadArgument` when the body is malformed or breaks off, `FileTooLarge` when all of it is
 * longer than `maxBytes`; and whatever `take` throws.
 */
export async function readMultipart(input: {
  body: Readable;
  boundary: string;
  maxBytes: number;
  take: (part: Part) => Promise<void>;
}): Promise<void> {
  const { body, boundary, maxBytes, take } = input;
  const parser = new Dicer({ boundary, maxHeaderPairs: maxHeadersPerPart });
  const { promise: failed, reject: fail } = Promise.withResolvers<never>();
  failed.catch(() => undefined);
  const { open, taken } = takeParts(parser, { take, fail });
  let length = 0;
  const measure = (chunk: Buffer) => {
    length += chunk.length;
    if (length > maxBytes) fail(new DirectLineError('FileTooLarge'));
  };
  const breakOff = () => {
    if (!body.readableEnded) fail(new Error('The client has hung up.'));
  };
  const finished = once(parser, 'finish');
  finished.catch(() => undefined);
  body.on('data', measure).on('close', breakOff).pipe(parser);
  try {
    await Promise.race([failed, finished]);
    await Promise.all(taken);
  } catch (error) {
    for (const part of open) part.destroy(new Error('The upload has failed.'));
    await Promise.allSettled(taken);
    throw error;
  } finally {
    body.unpipe(parser).off('data', measure).off('close', breakOff);
  }
}

/** @returns the parts that are being read, and what `take` does with each. */
function takeParts(
  parser: Dicer,
  { take, fail }: { take: (part: Part) => Promise<void>; fail: (reason: unknown) => void },
): { open: Set<Readable>; taken: Promise<void>[] } {
  const open = new Set<Readable>();
  const taken: Promise<void>[] = [];
  parser.on('error', () => fail(new DirectLineError('BadArgument', 'The multipart body is malformed.')));
  parser.on('part', (part) => {
    open.add(part);
    // Who reads the part hears of it too; without a listener here an error that nobody reads ends the process.
    part.on('error', () => undefined);
    part.on('close', () => open.delete(part));
    part.on('header', (headers) => {
      const work = take({ headers: firstValues(headers), content: part as AsyncIterable<Buffer> });
      work.catch(fail);
      taken.push(work);
    });
  });
  return { open, taken };
}

function firstValues(headers: object): Part['headers'] {
  const entries = Object.entries(headers as Record<string, string[]>);
  return Object.fromEntries(entries.map(([name, [value]]) => [name.toLowerCase(), value]));
}

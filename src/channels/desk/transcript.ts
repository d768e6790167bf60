import type { DeskCase } from '../../escalation/desk.ts';
import { packageToMarkdown } from '../../escalation/package/markdown.ts';
import { packageToPage } from '../../escalation/package/page.ts';
import { packageToText } from '../../escalation/package/text.ts';
import type { Wording } from '../../escalation/package/wording.ts';
import { contentDisposition } from '../directline/content-disposition.ts';

/** A file to keep. */
export interface TranscriptFile {
  headers: Record<string, string>;
  content: AsyncIterable<Uint8Array>;
}

type Form = 'html' | 'txt' | 'md' | 'json';

/** Characters that are encoded at once. */
const pieceCharacters = 256 * 1024;

const types: Record<Form, string> = {
  html: 'text/html; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  json: 'application/json; charset=utf-8',
};

/** A case with its transcript as a download; `json` is the Bot Framework transcript form, a list of activities. */
export function transcriptFile(
  { package: handOver, escalation }: DeskCase,
  { as: form, wording }: { as: Form; wording: Wording },
): TranscriptFile {
  const texts: Record<Form, () => string> = {
    html: () => packageToPage(handOver),
    txt: () => packageToText(handOver, wording),
    md: () => packageToMarkdown(handOver),
    json: () => `${JSON.stringify(handOver.activities, null, 2)}\n`,
  };
  return {
    headers: {
      'Content-Type': types[form],
      'Content-Disposition': contentDisposition('attachment', `case-${escalation.caseId}.${form}`),
      'Content-Security-Policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
      'Cache-Control': 'no-store',
    },
    content: inPieces(texts[form]()),
  };
}

async function* inPieces(text: string): AsyncIterable<Uint8Array> {
  for (let from = 0; from < text.length; from += pieceCharacters) {
    yield Buffer.from(text.slice(from, from + pieceCharacters));
  }
}

import { markdownForm } from '../../escalation/package/markdown.ts';
import type { CaseFacts, TranscriptPart } from '../../escalation/package/package.ts';
import { pageForm } from '../../escalation/package/page.ts';
import { textForm } from '../../escalation/package/text.ts';
import type { TranscriptForm } from '../../escalation/package/transcript-form.ts';
import type { Wording } from '../../escalation/package/wording.ts';
import { contentDisposition } from '../directline/content-disposition.ts';

/** A file to keep. */
export interface TranscriptFile {
  headers: Record<string, string>;
  content: AsyncIterable<Uint8Array>;
}

type Form = 'html' | 'txt' | 'md' | 'json';

const types: Record<Form, string> = {
  html: 'text/html; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  json: 'application/json; charset=utf-8',
};

/**
 * A case with its transcript as a download, made while it is read; `json` is the Bot Framework transcript form, a list
 * of activities.
 */
export function transcriptFile(
  { facts, parts }: { facts: CaseFacts; parts: AsyncIterable<TranscriptPart[]> },
  { as: form, wording }: { as: Form; wording: Wording },
): TranscriptFile {
  const forms: Record<Exclude<Form, 'json'>, () => TranscriptForm> = {
    html: () => pageForm,
    txt: () => textForm(wording),
    md: () => markdownForm,
  };
  const pieces = form === 'json' ? activitiesOf(parts) : written(forms[form](), facts, parts);
  return {
    headers: {
      'Content-Type': types[form],
      'Content-Disposition': contentDisposition('attachment', `case-${facts.escalation.caseId}.${form}`),
      'Content-Security-Policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
      'Cache-Control': 'no-store',
    },
    content: encoded(pieces),
  };
}

async function* written(
  form: TranscriptForm,
  facts: CaseFacts,
  parts: AsyncIterable<TranscriptPart[]>,
): AsyncIterable<string> {
  yield form.head(facts);
  for await (const page of parts) {
    yield page.map(({ line }) => (line ? form.line(line) : '')).join('');
  }
  yield form.foot;
}

async function* activitiesOf(parts: AsyncIterable<TranscriptPart[]>): AsyncIterable<string> {
  let before = '[\n';
  for await (const page of parts) {
    for (const { activity } of page) {
      yield before + JSON.stringify(activity);
      before = ',\n';
    }
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

async function* encoded(pieces: AsyncIterable<string>): AsyncIterable<Uint8Array> {
  for await (const piece of pieces) if (piece !== '') yield Buffer.from(piece);
}

import { isDataPicture } from './data-pictures.ts';
import type { HandOverPackage, TranscriptLine } from './package.ts';
import { readableTime, saidIn } from './text.ts';
import { type TranscriptForm, wholeOf } from './transcript-form.ts';

const style =
  'body{font:15px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}' +
  'dt{font-weight:600}dd{margin:0 0 .5rem}article{border-left:4px solid #c8c8c8;margin:.75rem 0;padding:.1rem .75rem}' +
  'article.visitor{border-color:#0f6cbd}article.agent{border-color:#107c10}h3{font-size:.85rem;margin:0}' +
  'time{font-weight:400;color:#5c5c5c}p{margin:.2rem 0;white-space:pre-wrap;overflow-wrap:anywhere}img{max-width:100%;max-height:30rem}';

/** One page without scripts, links or anything from elsewhere. What people wrote is text and nothing else. */
export const pageForm: TranscriptForm = {
  head: ({ summary, checks, untried, escalation }) => {
    const title = `Case ${escaped(escalation.caseId)}`;
    return [
      '<!doctype html>',
      `<html lang="en"><head><meta charset="utf-8"><title>${title}</title>`,
      `<meta name="viewport" content="width=device-width"><style>${style}</style></head><body><main>`,
      `<h1>${title}</h1><p>${escaped(summary)}</p>`,
      list(
        'Checks',
        checks.map(({ result, at }) => `${result} (${readableTime(at)} UTC)`),
      ),
      list(
        'Not tried',
        untried.map(({ title: name, why }) => `${name}: ${why}`),
      ),
      '<h2>Transcript</h2>\n',
    ].join('\n');
  },
  line: (said) => `${line(said)}\n`,
  foot: '</main></body></html>\n',
};

export function packageToPage(handOver: HandOverPackage): string {
  return wholeOf(handOver, pageForm);
}

function list(title: string, items: string[]): string {
  if (items.length === 0) return '';
  return `<h2>${title}</h2><ul>${items.map((item) => `<li>${escaped(item)}</li>`).join('')}</ul>`;
}

function line(said: TranscriptLine): string {
  const how = said.replaces === undefined ? '' : ' (now reads)';
  const head = `${escaped(said.who)}${how} <time datetime="${escaped(said.at)}">${readableTime(escaped(said.at))} UTC</time>`;
  return `<article class="${said.from}"><h3>${head}</h3><p>${escaped(saidIn(said))}</p>${pictures(said)}</article>`;
}

/** Those that are in the page itself: it loads nothing. */
function pictures({ files = [] }: TranscriptLine): string {
  const shown = files.filter(({ url = '' }) => isDataPicture(url));
  return shown.map(({ name, url = '' }) => `<img alt="${escaped(name)}" src="${escaped(url)}">`).join('');
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}

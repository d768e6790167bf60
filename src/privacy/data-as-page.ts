import type { Activity } from '../conversation/activity.ts';
import type { Case } from '../conversation/case.ts';
import type { LogEntry } from '../conversation/store.ts';
import type { PersonalData } from './personal-data.ts';

/** What the page says, in the language of the guide. */
export interface PageWords {
  /** As BCP 47 has it, such as `en`. */
  language: string;
  title: string;
  /** With `{time}`. */
  text: string;
  /** With `{time}`. */
  conversation: string;
  /** With `{case}`. */
  case: string;
  said: string;
  files: string;
  person: string;
  you: string;
  us: string;
  /** Everything an activity says; cards as plain text. */
  textOf(activity: Activity): string;
  checkTitle(id: string): string;
}

const style =
  ':root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}' +
  'h2{margin-top:2.5rem}dt{font-weight:600}dd{margin:0 0 .4rem}p{margin:.2rem 0;white-space:pre-wrap;overflow-wrap:anywhere}' +
  'article{border-left:3px solid #8884;margin:.6rem 0;padding:.1rem .75rem}article.you{border-color:#0f6cbd}time{opacity:.7}';

/** Everything as one page without scripts, links or anything from elsewhere, piece by piece. */
export async function* dataAsPage(
  data: AsyncIterable<PersonalData>,
  { at, words }: { at: Date; words: PageWords },
): AsyncIterable<string> {
  const title = escaped(words.title);
  yield `<!doctype html><html lang="${escaped(words.language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">`;
  yield `<title>${title}</title><style>${style}</style></head><body><h1>${title}</h1>`;
  yield `<p>${escaped(words.text.replace('{time}', readable(at.toISOString())))}</p>`;
  for await (const kept of data) {
    yield `<h2>${escaped(words.conversation.replace('{time}', readable(kept.conversation.startedAt)))}</h2>`;
    yield kept.cases.map((value) => caseOf(value, words)).join('');
    yield escalationsOf(kept, words) + filesOf(kept, words);
    yield `<h3>${escaped(words.said)}</h3>`;
    for await (const page of kept.log) yield page.map((entry) => entryOf(entry, words)).join('');
  }
  yield '</body></html>\n';
}

function caseOf(value: Case, words: PageWords): string {
  const { id, openedAt, symptoms, facets, answers, outcome, rating } = value;
  const facts = Object.entries(facets).map(([name, fact]) => `${name}: ${String(fact)}`);
  const lines = [
    readable(openedAt),
    ...symptoms.map((symptom) => `“${symptom}”`),
    ...facts,
    ...answers.map(({ check, answer, typed }) => `${words.checkTitle(check)}: ${typed ?? answer}`),
    ...(outcome ? [outcome] : []),
    ...(rating ? [`${rating.score}/5 ${rating.comment ?? ''}`] : []),
  ];
  return `<h3>${escaped(words.case.replace('{case}', id))}</h3>${paragraphs(lines)}`;
}

function escalationsOf({ escalations }: PersonalData, words: PageWords): string {
  if (escalations.length === 0) return '';
  const lines = escalations.flatMap(({ escalation, changes }) => [
    ...(escalation.note ? [escalation.note] : []),
    ...(escalation.email ? [escalation.email] : []),
    ...changes.map(({ at, event }) => `${readable(at)}: ${event.is}`),
  ]);
  return `<h3>${escaped(words.person)}</h3>${paragraphs(lines)}`;
}

function filesOf({ files }: PersonalData, words: PageWords): string {
  if (files.length === 0) return '';
  const lines = files.map(({ name, contentType, size }) => `${name} (${contentType}, ${size} bytes)`);
  return `<h3>${escaped(words.files)}</h3>${paragraphs(lines)}`;
}

function entryOf({ direction, activity }: LogEntry, words: PageWords): string {
  const said = words.textOf(activity);
  if (said === '') return '';
  const who = direction === 'in' ? words.you : words.us;
  const kind = direction === 'in' ? ' class="you"' : '';
  const time = `<time>${escaped(readable(activity.timestamp ?? ''))}</time>`;
  return `<article${kind}><b>${escaped(who)}</b> ${time}<p>${escaped(said)}</p></article>`;
}

function paragraphs(lines: readonly string[]): string {
  return lines.map((line) => `<p>${escaped(line)}</p>`).join('');
}

/** `2026-11-22 16:35 UTC`. */
function readable(at: string): string {
  return at === '' ? '' : `${at.slice(0, 16).replace('T', ' ')} UTC`;
}

/** What people wrote is text and nothing else. */
function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

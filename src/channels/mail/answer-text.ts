/** What stands alone in a line above quoted mail, in English, German and what neighbours' mail programs write. */
const divider =
  /^-{2,}\s*(?:original message|forwarded message|original-?nachricht|ursprüngliche (?:nachricht|mail)|weitergeleitete nachricht|message d'origine|mensaje original|messaggio originale|oorspronkelijk bericht)\s*-{2,}$/iu;
/** Outlook draws a line of these above the lines that begin with From. */
const rule = /^_{10,}$/;
/** `On …, Vera <vera@example.org> wrote:`, and the same with the name first. */
const introduction =
  /^(?:on|am|le|el|il|op)\s.*\b(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef)\b.*:$|^.+\b(?:schrieb am|wrote on)\b.*:$/iu;
/** A line of the head that a mail program copies above the mail it answers. */
const headLine = /^\*?(from|von|de|da|van|sent|date|gesendet|datum|to|an|subject|betreff|cc)\s*:\*?\s/iu;
const firstHeadLine = /^\*?(?:from|von|de|da|van)\s*:\*?\s/iu;
/** Source: RFC 3676, 4.3; many programs lose the space at its end. */
const signatureLine = /^-- ?$/;
const deviceLine =
  /^(?:sent from (?:my|mail|outlook)\b.*|get outlook for\b.*|von meinem .+ gesendet|gesendet (?:von|mit) .+)$/iu;
/** What stands for a picture within the text. */
const pictureMark = /\[(?:cid:[^\]\s]{1,300}|(?:image|inline image|bild):[^\]\n]{1,300})\]/giu;

/** Lines over which programs break an introduction, and of a copied head that are looked at. */
const introductionLines = 4;
/** Characters. */
const longestIntroduction = 600;
const headLines = 6;

/**
 * What somebody wrote in a mail, without the mail they answer, signature and marks of pictures. What is below `On …
 * wrote:` counts again when lines with `>` come first: some people answer below. Pure; takes time in proportion to its
 * length.
 */
export function answerText(text: string): string {
  const lines = text
    .replace(/\r\n?/g, '\n')
    .replace(/\u00a0/g, ' ')
    .replace(pictureMark, '')
    .split('\n')
    .map((line) => line.trimEnd());
  const own = withoutSignature(withoutQuotes(lines));
  return own
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function withoutQuotes(lines: readonly string[]): string[] {
  const kept: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (divider.test(line.trim()) || isCopiedHead(lines, at)) break;
    const length = introductionAt(lines, at);
    if (length > 0) {
      const isMarked = nextSaid(lines, at + length).startsWith('>');
      if (!isMarked) break;
      at += length - 1;
    } else if (!line.trimStart().startsWith('>')) kept.push(line);
  }
  return kept;
}

/** How many lines an introduction takes from here; 0 when none begins. A date is what tells it from a sentence. */
function introductionAt(lines: readonly string[], at: number): number {
  if (!/\S/.test(lines[at] ?? '')) return 0;
  for (let length = 1; length <= introductionLines; length += 1) {
    const part = lines.slice(at, at + length);
    if (part.at(-1)?.trim() === '') return 0;
    if (!part.at(-1)?.trimEnd().endsWith(':')) continue;
    const joined = part.join(' ').trim();
    if (joined.length > longestIntroduction) return 0;
    const isDated = /\d{1,2}[:.]\d{2}|\b\d{4}\b/.test(joined);
    return isDated && introduction.test(joined) ? length : 0;
  }
  return 0;
}

/** Three lines of a head, or two below a drawn line, of which the first says who wrote. */
function isCopiedHead(lines: readonly string[], at: number): boolean {
  const isRuled = rule.test((lines[at] ?? '').trim());
  const next = lines.slice(isRuled ? at + 1 : at, at + headLines + 1).filter((line) => line.trim() !== '');
  if (!firstHeadLine.test(next[0] ?? '')) return false;
  return next.filter((line) => headLine.test(line)).length >= (isRuled ? 2 : 3);
}

function withoutSignature(lines: readonly string[]): string[] {
  const at = lines.findIndex((line) => signatureLine.test(line));
  const kept = at === -1 ? [...lines] : lines.slice(0, at);
  while (kept.length > 0 && (kept.at(-1)?.trim() === '' || deviceLine.test(kept.at(-1)?.trim() ?? '')))
    kept.pop();
  return kept;
}

function nextSaid(lines: readonly string[], from: number): string {
  for (let at = from; at < lines.length; at += 1) {
    const line = lines[at]?.trim() ?? '';
    if (line !== '') return line;
  }
  return '';
}

/** What an agent orders by a line of its own. */
export type MailOrder = 'solved' | 'unsolved' | 'bot' | 'queue';

const order = /^\/(solved|unsolved|bot|queue)$/i;

/** Takes an order out of the first or the last line. Pure. */
export function orderIn(text: string): { text: string; order?: MailOrder } {
  const lines = text.split('\n');
  for (const at of [lines.length - 1, 0]) {
    const [, found] = order.exec((lines[at] ?? '').trim()) ?? [];
    if (found === undefined) continue;
    return { text: lines.toSpliced(at, 1).join('\n').trim(), order: found.toLowerCase() as MailOrder };
  }
  return { text };
}

/** What ends a line where a client shows the HTML. */
const lineEnd = /<(?:br|\/p|\/div|\/li|\/tr|\/h[1-6]|\/blockquote|\/pre|hr)\b[^<>]*>/gi;
/** Up to the next sign that could begin another tag, so that no text takes longer than its length. */
const tag = /<[a-z/!?][^<>]*>/gi;

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** What a person reads of a message in HTML. Nothing of it is run or loaded. */
export function htmlToText(html: string): string {
  const shown = withoutHidden(html).replace(lineEnd, '\n').replace(tag, '');
  return shown
    .replace(/&(#x?)?([a-z0-9]{1,8});/gi, characterOf)
    .replace(/\p{Cc}/gu, (sign) => (sign === '\n' ? sign : ' '))
    .split('\n')
    .map((line) =>
      line
        .split(/[^\S\n]+/u)
        .join(' ')
        .trim(),
    )
    .filter((line, index, lines) => line !== '' || (lines[index - 1] ?? '') !== '')
    .join('\n')
    .trim();
}

/** The parts between these tags are never shown. One that does not end hides the rest, as it does in a browser. */
function withoutHidden(html: string): string {
  const [first = '', ...others] = html.split(/<(?=(?:script|style|template)\b)/i);
  const kept = others.map((part) => {
    const [, name = ''] = /^([a-z]+)/i.exec(part) ?? [];
    const end = part.toLowerCase().indexOf(`</${name.toLowerCase()}`);
    return end === -1 ? '' : part.slice(end);
  });
  return first + kept.join('');
}

function characterOf(whole: string, numeric: string | undefined, name: string): string {
  if (numeric === undefined) return named[name.toLowerCase()] ?? whole;
  const code = Number.parseInt(name, numeric === '#' ? 10 : 16);
  // Half a surrogate pair is no character, and neither is what lies beyond Unicode.
  return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : '';
}

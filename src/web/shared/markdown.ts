import DOMPurify from 'dompurify';
import MarkdownIt from 'markdown-it';
import { followedAddress, linkKind } from './links.ts';
import { plainParagraph } from './plain-paragraph.ts';
import { fill, texts } from './texts.ts';

/** Turns the bot's Markdown into HTML that is safe to put into the page. */
export type RenderMarkdown = (text: string) => string;

const allowedTags = [
  ...['p', 'br', 'strong', 'em', 's', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'a', 'hr'],
  ...['h1', 'h2', 'h3', 'h4', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
];

/**
 * Raw HTML in the text is shown as text. Links open in a new tab; one into Windows Settings works only on Windows and
 * says so elsewhere.
 */
export function createMarkdown(onWindows: boolean): RenderMarkdown {
  let parse: RenderMarkdown | undefined;
  return (text) => {
    // The bot's first words are such, and would otherwise wait until the parser is set up.
    const plain = plainParagraph(text);
    if (plain !== undefined) return plain;
    parse ??= createParser(onWindows);
    return parse(text);
  };
}

function createParser(onWindows: boolean): RenderMarkdown {
  const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true }).disable('image');
  markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
  markdown.validateLink = (address) => followedAddress.test(address);

  DOMPurify.addHook('afterSanitizeAttributes', (node) => {
    if (node instanceof HTMLAnchorElement) setUpLink(node, onWindows);
  });
  return (text) =>
    DOMPurify.sanitize(markdown.render(text), {
      ALLOWED_TAGS: allowedTags,
      ALLOWED_ATTR: ['href', 'start'],
      ALLOWED_URI_REGEXP: followedAddress,
    });
}

function setUpLink(link: HTMLAnchorElement, onWindows: boolean): void {
  switch (linkKind(link.getAttribute('href') ?? '', onWindows)) {
    case 'web':
      link.target = '_blank';
      link.rel = 'noopener noreferrer';
      return;
    case 'settings':
      return;
    case 'settings-elsewhere':
      link.removeAttribute('href');
      link.className = 'on-pc';
      link.title = texts.card.onPcHint;
      link.textContent = fill(texts.card.onPc, { title: link.textContent });
      return;
    case 'refused':
      link.removeAttribute('href');
  }
}

/** One line of words, in which nothing can be Markdown, a link or HTML. */
const words = /^\p{L}[\p{L}\p{M}\p{N} ,;.?!'’“”…–—()%]*$/u;

/** What a Markdown parser makes of a text that is words and nothing else; undefined for any other. */
export function plainParagraph(text: string): string | undefined {
  return words.test(text) ? `<p>${text.trim()}</p>\n` : undefined;
}

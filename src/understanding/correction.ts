/** What somebody takes back and what they mean instead. */
export interface Correction {
  /** Missing where only what is meant is said: "sorry, I meant calls". */
  denied?: string;
  meant: string;
}

const lead = String.raw`^(?:(?:no|nope|sorry|wait|oh|oops|ah)\b[\s,.!]*)*`;
const phrase = String.raw`[\p{L} ’']{3,60}?`;
const forms = [
  // "Sorry, I meant calls", "I mean the photos, not the texts".
  String.raw`\b(?:i|we) meant?\b[\s:,]*(?<meant>${phrase})(?:\s*,?\s+not (?<denied>${phrase}))?[.!\s]*$`,
  // "No not messages, calls", "not the photos but my texts".
  String.raw`${lead}not (?<denied>${phrase})(?:\s*[,;.]\s*(?:but |rather |its |it's )?|\s+(?:but|rather)\s+)(?<meant>${phrase})[.!\s]*$`,
  // "Forget the texts, my calls are the problem".
  String.raw`${lead}(?:forget|never ?mind|leave|ignore|drop)(?: about)? (?<denied>${phrase})\s*[,;.:]\s*(?:its |it's |the problem is )?(?<meant>${phrase})[.!\s]*$`,
  // "No, it's calls that don't work", "actually it's the photos".
  String.raw`^(?:(?:no|nope|sorry|wait|actually|oh)\b[\s,.!]*)+(?:it is|its|it's|it’s|theyre|the problem is) (?!not\b)(?<meant>(?:the |my |only |just )*[\p{L}]{3,20}(?: [\p{L}]{3,20})?)(?: that .*| which .*)?[.!\s]*$`,
  // "Let's do the calls first".
  String.raw`\b(?:lets|let's|let’s|can we|could we) (?:do|fix|start with|begin with|look at) (?<meant>${phrase})(?: first| instead)?[.!?\s]*$`,
  // "Calls, not photos".
  String.raw`${lead}(?<meant>${phrase})\s*,?\s+not (?<denied>${phrase})[.!\s]*$`,
].map((form) => new RegExp(form, 'iu'));

/** Longer texts tell a story. Characters. */
const longest = 120;

/** Every way to read a text as a correction; whether it is one depends on what both parts name. */
export function corrections(text: string): Correction[] {
  if (text.length > longest) return [];
  return forms.flatMap((form) => {
    const { meant, denied } = form.exec(text.trim())?.groups ?? {};
    return meant === undefined ? [] : [{ meant, ...(denied === undefined ? {} : { denied }) }];
  });
}

/** Words that carry grammar and no subject; two of them side by side say nothing about what a text is about. */
const functionWords = new Set(
  (
    'i a an the my to is it for of in on do can you me and have was what how be this that with there so are at am ' +
    'if did im ive will would has been does get'
  ).split(' '),
);

/** Common endings with at least three letters before them: "ring" and "need" are whole. */
const endings = /(?<=^.{3,})(?:ations?|ings?|edly|ed|ies|es|s|ly|e|y)$/u;

/** Whether the word is about something: no article, pronoun, auxiliary or question word. */
export function isContentWord(word: string): boolean {
  return !functionWords.has(word);
}

/** Cuts one common ending off: "pairing", "paired" and "pairs" become "pair". */
export function stem(word: string): string {
  return word.replace(endings, '');
}

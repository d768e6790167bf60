/** Single words, pairs of neighbours, and pairs with one word between them. */
export function wordGrams(words: readonly string[]): string[] {
  const grams: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] as string;
    grams.push(word);
    const next = words[index + 1];
    const afterNext = words[index + 2];
    if (next !== undefined) grams.push(`${word} ${next}`);
    if (afterNext !== undefined) grams.push(`${word} _ ${afterNext}`);
  }
  return grams;
}

/** Runs of `shortest` to `longest` letters inside each word, with its ends marked. */
export function letterGrams(words: readonly string[], { shortest = 3, longest = 5 } = {}): string[] {
  const grams: string[] = [];
  for (const word of words) {
    const marked = `<${word}>`;
    for (let length = shortest; length <= longest; length += 1) {
      for (let from = 0; from + length <= marked.length; from += 1)
        grams.push(`#${marked.slice(from, from + length)}`);
    }
  }
  return grams;
}

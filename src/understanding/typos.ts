/** Puts one slip into every third word: letters swapped, left out, doubled or hit beside. Deterministic. */
export function withTypos(text: string, seed: number): string {
  let count = 0;
  return text.replace(/[\p{L}]{3,}/gu, (word, at: number) => {
    count += 1;
    if (count % 3 !== 0) return word;
    const place = 1 + ((at + seed) % (word.length - 2 || 1));
    const [before, letter, after] = [word.slice(0, place), word.charAt(place), word.slice(place + 1)];
    switch ((at + seed * 7 + word.length) % 4) {
      case 0:
        return `${before}${after}`;
      case 1:
        return `${before}${letter}${letter}${after}`;
      case 2:
        return `${before}${after.charAt(0)}${letter}${after.slice(1)}`;
      default:
        return `${before}${besideOf(letter)}${after}`;
    }
  });
}

/** The key to the right on an English keyboard. */
function besideOf(letter: string): string {
  const rows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
  const row = rows.find((keys) => keys.includes(letter.toLowerCase()));
  return row ? (row[(row.indexOf(letter.toLowerCase()) + 1) % row.length] ?? letter) : letter;
}

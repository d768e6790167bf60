/** Letters from the beginning of a word by which candidates are found. */
const keyLength = 8;
/** Letters of the shortest word that is corrected: in two, a slip leaves too little. */
const shortest = 3;
/** A word of so few letters is corrected only to one that begins the same and is found so often. */
const shortWord = { letters: 3, frequency: 30 };
/**
 * By so many times a word with another first letter must be more frequent to be preferred: slips hit the first letter
 * seldom (Yannakoudakis and Fawthrop, 1983).
 */
const otherBeginning = 10;
/** Corrections kept; then it starts afresh, so that no stranger can fill the memory. */
const mostRemembered = 20_000;

/**
 * Corrects words against a vocabulary: one slip (insertion, deletion, substitution, transposition) in words of
 * three letters or more, two in words of eight or more.
 * Source: the symmetric-delete method (Garbe, 2012), which finds candidates by the deletions both sides share; those
 * of the first letters are enough to find them all, and few also for a long word.
 */
export class Spelling {
  readonly #frequency: Map<string, number>;
  /** Answers given before; the same slips come again and again. */
  readonly #corrected = new Map<string, string>();
  readonly #byDeletion = new Map<string, string[]>();

  /** @param vocabulary words with how often they occur; of words equally near the more frequent one wins, then the alphabet. */
  constructor(vocabulary: Map<string, number>) {
    this.#frequency = vocabulary;
    for (const word of [...vocabulary.keys()].sort()) {
      if (word.length < shortest || /\d/u.test(word)) continue;
      for (const key of keysOf(word, word.length >= 7 ? 2 : 1)) {
        const list = this.#byDeletion.get(key);
        if (list) list.push(word);
        else this.#byDeletion.set(key, [word]);
      }
    }
  }

  knows(word: string): boolean {
    return this.#frequency.has(word);
  }

  /** The word itself when it is known or nothing is near enough. */
  correct(word: string): string {
    if (this.#frequency.has(word) || word.length < shortest || word.length > 24 || /\d/u.test(word))
      return word;
    const remembered = this.#corrected.get(word);
    if (remembered !== undefined) return remembered;
    if (this.#corrected.size >= mostRemembered) this.#corrected.clear();
    const corrected = this.#nearest(word);
    this.#corrected.set(word, corrected);
    return corrected;
  }

  #nearest(word: string): string {
    const reach = word.length >= 8 ? 2 : 1;
    let best = word;
    let bestDistance = reach + 1;
    let bestLikelihood = 0;
    for (const key of keysOf(word, reach)) {
      for (const candidate of this.#byDeletion.get(key) ?? []) {
        const distance = editDistance(word, candidate, reach);
        if (distance > reach || distance > bestDistance) continue;
        const likelihood = this.#likelihood(word, candidate);
        if (likelihood <= (distance === bestDistance ? bestLikelihood : 0)) continue;
        best = candidate;
        bestDistance = distance;
        bestLikelihood = likelihood;
      }
    }
    return best;
  }

  /** How likely the candidate was meant, beside others that are as near; 0 for one that is not taken at all. */
  #likelihood(word: string, candidate: string): number {
    const frequency = this.#frequency.get(candidate) ?? 0;
    const sameBeginning = candidate[0] === word[0];
    if (word.length <= shortWord.letters && !(sameBeginning && frequency >= shortWord.frequency)) return 0;
    return sameBeginning ? frequency * otherBeginning : frequency;
  }
}

/** The beginning of the word, and every form of it with up to `count` letters taken out. */
function keysOf(word: string, count: number): string[] {
  const beginning = word.slice(0, keyLength);
  return [beginning, ...deletions(beginning, count)];
}

/** Every form of the word with up to `count` letters taken out. */
function deletions(word: string, count: number): Set<string> {
  let previous = new Set([word]);
  const all = new Set<string>();
  for (let round = 0; round < count; round += 1) {
    const next = new Set<string>();
    for (const form of previous) {
      for (let index = 0; index < form.length; index += 1)
        next.add(form.slice(0, index) + form.slice(index + 1));
    }
    for (const form of next) all.add(form);
    previous = next;
  }
  return all;
}

/** Optimal string alignment distance, given up with `limit + 1` as soon as it is greater than `limit`. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let value = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        value = Math.min(value, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(value);
    }
    if (Math.min(...row) > limit) return limit + 1;
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? limit + 1;
}

import { words } from './text.ts';

/** A term found in a text: its value, and the words it covers. */
export interface Found<T> {
  value: T;
  /** Index of the first covered word. */
  from: number;
  /** Index after the last covered word. */
  to: number;
}

/** Finds terms of one or several words in a text; where terms overlap the longest, then the first wins. */
export class TermMatcher<T> {
  readonly #byFirstWord = new Map<string, { words: string[]; value: T }[]>();

  constructor(terms: Iterable<readonly [term: string, value: T]>) {
    for (const [term, value] of terms) {
      const parts = words(term);
      const first = parts[0];
      if (first === undefined) continue;
      const list = this.#byFirstWord.get(first) ?? [];
      list.push({ words: parts, value });
      this.#byFirstWord.set(first, list);
    }
    for (const list of this.#byFirstWord.values()) list.sort((a, b) => b.words.length - a.words.length);
  }

  find(text: readonly string[]): Found<T>[] {
    const found: Found<T>[] = [];
    for (let from = 0; from < text.length;) {
      const hit = this.#at(text, from);
      if (hit) found.push({ value: hit.value, from, to: from + hit.words.length });
      from += hit?.words.length ?? 1;
    }
    return found;
  }

  #at(text: readonly string[], from: number) {
    const first = text[from];
    const candidates = first === undefined ? undefined : this.#byFirstWord.get(first);
    return candidates?.find(({ words: parts }) => parts.every((part, index) => text[from + index] === part));
  }
}

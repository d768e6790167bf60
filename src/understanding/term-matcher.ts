import { words } from './text.ts';

/** A term found in a text: its value, and the words it covers. */
export interface Found<T> {
  value: T;
  /** Index of the first covered word. */
  from: number;
  /** Index after the last covered word. */
  to: number;
}

/** What may follow after the words so far. */
interface Branch<T> {
  /** Only where a term ends here. */
  term?: { value: T };
  next: Map<string, Branch<T>>;
}

/** Finds terms of one or several words in a text; where terms overlap the longest, then the first wins. */
export class TermMatcher<T> {
  readonly #root: Branch<T> = { next: new Map() };

  constructor(terms: Iterable<readonly [term: string, value: T]>) {
    for (const [term, value] of terms) {
      let branch = this.#root;
      for (const word of words(term)) {
        const next = branch.next.get(word) ?? { next: new Map() };
        branch.next.set(word, next);
        branch = next;
      }
      if (branch !== this.#root) branch.term ??= { value };
    }
  }

  find(text: readonly string[]): Found<T>[] {
    const found: Found<T>[] = [];
    for (let from = 0; from < text.length;) {
      const hit = this.#at(text, from);
      if (hit) found.push(hit);
      from = hit?.to ?? from + 1;
    }
    return found;
  }

  /** The longest term that begins there. */
  #at(text: readonly string[], from: number): Found<T> | undefined {
    let longest: Found<T> | undefined;
    let branch = this.#root.next.get(text[from] ?? '');
    for (let to = from + 1; branch; to += 1) {
      if (branch.term) longest = { value: branch.term.value, from, to };
      branch = branch.next.get(text[to] ?? '');
    }
    return longest;
  }
}

import type { Guide } from '../guide/guide.ts';
import { TermMatcher } from './term-matcher.ts';
import { words } from './text.ts';

/** Finds quoted messages and tell-tale expressions that point at a check, or at several equally. */
export class SignReader {
  readonly #matcher: TermMatcher<readonly string[]>;

  constructor(guide: Guide) {
    const checksOf = new Map<string, string[]>();
    for (const { id, signs } of guide.checks) {
      for (const sign of signs ?? []) {
        const term = words(sign).join(' ');
        checksOf.set(term, [...(checksOf.get(term) ?? []), id]);
      }
    }
    this.#matcher = new TermMatcher(checksOf);
  }

  /** Ids of the checks that the text points at, each once. */
  find(text: string): string[] {
    return [...new Set(this.#matcher.find(words(text)).flatMap(({ value }) => value))];
  }
}

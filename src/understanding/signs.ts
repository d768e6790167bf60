import type { Guide } from '../guide/guide.ts';
import { TermMatcher } from './term-matcher.ts';
import { words } from './text.ts';

/** Finds quoted messages and tell-tale expressions that point at one check. */
export class SignReader {
  readonly #matcher: TermMatcher<string>;

  constructor(guide: Guide) {
    this.#matcher = new TermMatcher(
      guide.checks.flatMap(({ id, signs }) => (signs ?? []).map((sign) => [sign, id] as const)),
    );
  }

  /** Ids of the checks that the text points at, each once. */
  find(text: string): string[] {
    return [...new Set(this.#matcher.find(words(text)).map(({ value }) => value))];
  }
}

import type { Lexicon } from '../guide/schema.ts';
import type { Spelling } from './spelling.ts';
import { TermMatcher } from './term-matcher.ts';
import { words } from './text.ts';

/** What a typed reply means, in the words of the lexicon. */
export type Reply = keyof Lexicon['replies'];

/** The longest reply that is still read as one, in words; longer texts tell a story. */
const longestReply = 40;

/** Reads what visitors type in place of a button: "yes it was already on", "cant find it", "go back". */
export class ReplyReader {
  readonly #matcher: TermMatcher<Reply>;
  readonly #spelling: Spelling;

  constructor(lexicon: Lexicon, spelling: Spelling) {
    const entries = Object.entries(lexicon.replies) as [Reply, string[]][];
    this.#matcher = new TermMatcher(
      entries.flatMap(([reply, terms]) => terms.map((term) => [term, reply] as const)),
    );
    this.#spelling = spelling;
  }

  /**
   * Every reply found in the text, the one that covers most words first. `certainty` is the share of the text's
   * words that it covers, 0 to 1.
   */
  read(text: string): { reply: Reply; certainty: number }[] {
    const plain = words(text);
    if (plain.length === 0 || plain.length > longestReply) return [];
    const covered = new Map<Reply, number>();
    for (const { value, from, to } of this.#matcher.find(plain.map((word) => this.#spelling.correct(word)))) {
      covered.set(value, (covered.get(value) ?? 0) + to - from);
    }
    return [...covered]
      .map(([reply, count]) => ({ reply, certainty: count / plain.length }))
      .sort((a, b) => b.certainty - a.certainty);
  }
}

/**
 * How a reply is built, whatever its words: kinds of words in their order ("was BAD, DEED, now GOOD"), its first and
 * last words, how long it is and whether it asks. Two replies of one shape mean the same more often than two of one
 * subject.
 */

/** How far apart two words of a kind may be to make a pair. */
const pairReach = 4;
/** From so many words on a text is simply long, in steps of so many. */
const [lengthStep, mostSteps] = [4, 4];
const mostClauses = 3;

const clauseEnds = /[,.;!?\n]+|\b(?:but|so|and)\b/iu;

/** Reads shapes by the kinds of words that a lexicon names. */
export class ReplyShapes {
  readonly #kindOf: ReadonlyMap<string, string>;

  /** @param kinds words by what kind of words they are; a word in two kinds counts for the first. */
  constructor(kinds: Readonly<Record<string, readonly string[]>>) {
    const pairs = Object.entries(kinds).flatMap(([kind, words]) =>
      words.map((word) => [word, kind] as const),
    );
    this.#kindOf = new Map(pairs.reverse());
  }

  /** @param words of the text, corrected. */
  of(text: string, words: readonly string[]): string[] {
    const kinds = words.flatMap((word) => this.#kindOf.get(word) ?? []);
    const clauses = text.split(clauseEnds).filter((clause) => clause.trim() !== '');
    return [
      `length=${Math.min(mostSteps, Math.ceil(words.length / lengthStep))}`,
      `clauses=${Math.min(mostClauses, clauses.length)}`,
      ...['?', '!'].filter((mark) => text.includes(mark)),
      ...(words.length === 0
        ? []
        : [`first=${words[0]}`, `last=${words.at(-1)}`, `begins=${words.slice(0, 2).join(' ')}`]),
      ...new Set(runsOf(kinds)),
    ];
  }
}

/** Kinds alone, in runs of two and three, in pairs with others between, and all of them. */
function runsOf(kinds: readonly string[]): string[] {
  if (kinds.length === 0) return [];
  const runs = kinds.flatMap((kind, at) => [
    kind,
    ...(at > 0 ? [kinds.slice(at - 1, at + 1).join(' ')] : []),
    ...(at > 1 ? [kinds.slice(at - 2, at + 1).join(' ')] : []),
    ...kinds.slice(Math.max(0, at - pairReach), Math.max(0, at - 1)).map((other) => `${other} … ${kind}`),
  ]);
  return [...runs, `begins ${kinds[0]}`, `ends ${kinds.at(-1)}`, `all ${kinds.join(' ')}`];
}

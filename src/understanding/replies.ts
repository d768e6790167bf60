import type { Lexicon } from '../guide/schema.ts';
import { isInOtherLanguage } from './other-language.ts';
import type { Spelling } from './spelling.ts';
import { TermMatcher } from './term-matcher.ts';
import { words } from './text.ts';

/** Tells how probable each reply is. */
interface SharesReader {
  shares(text: string): { reply: Reply; share: number }[];
}

/** A place in a list, from 1. */
export type Choice = number | 'last';

/** What a typed reply means, in the words of the lexicon. */
export type Reply = keyof Lexicon['replies'];

/** The longest reply that is still read as one, in words; longer texts tell a story. */
const longestReply = 40;

/** Reads what visitors type in place of a button: "yes it was already on", "cant find it", "go back". */
export class ReplyReader {
  readonly #matcher: TermMatcher<Reply>;
  readonly #spelling: Spelling;
  readonly #classifier: SharesReader;
  readonly #choices: ReadonlyMap<string, Choice>;
  readonly #ratings: ReadonlyMap<string, number>;
  readonly #noEnglish: TermMatcher<true>;
  readonly #languages: Readonly<Record<string, ReadonlySet<string>>>;

  constructor(parts: {
    lexicon: Pick<Lexicon, 'replies' | 'choices' | 'ratings' | 'languages' | 'no-english'>;
    spelling: Spelling;
    classifier: SharesReader;
  }) {
    const { lexicon, spelling, classifier } = parts;
    const entries = Object.entries(lexicon.replies) as [Reply, string[]][];
    this.#matcher = new TermMatcher(
      entries.flatMap(([reply, terms]) => terms.map((term) => [term, reply] as const)),
    );
    this.#spelling = spelling;
    this.#classifier = classifier;
    this.#choices = wholeTexts(lexicon.choices, (place) => (place === 'last' ? place : Number(place)));
    this.#ratings = wholeTexts(lexicon.ratings, Number);
    this.#noEnglish = new TermMatcher((lexicon['no-english'] ?? []).map((term) => [term, true] as const));
    this.#languages = Object.fromEntries(
      Object.entries(lexicon.languages ?? {}).map(([name, terms]) => [name, new Set(terms.flatMap(words))]),
    );
  }

  /**
   * Every reply whose own words are in the text, the one that covers most words first. `certainty` is the share of the text's
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

  /** Whether a text says that its writer has no English. */
  saysNoEnglish(text: string): boolean {
    return this.#noEnglish.find(words(text)).length > 0;
  }

  /** Whether a text is in a language that the bot does not read. */
  isOtherLanguage(text: string): boolean {
    return isInOtherLanguage(text, this.#languages);
  }

  /** Which entry of a list a text chooses by its place. */
  choice(text: string): Choice | undefined {
    return this.#choices.get(wholeText(text));
  }

  /** How well it went, 1 to 5, when a text says nothing else. */
  rating(text: string): number | undefined {
    return this.#ratings.get(wholeText(text));
  }

  /** How probable each reply is when a question is open; what is missing to 1 is that the text answers nothing. */
  shares(text: string): { reply: Reply; share: number }[] {
    return words(text).length === 0 ? [] : this.#classifier.shares(text);
  }
}

/** What may stand beside anything that is said. */
const polite = new Set([
  'please',
  'pls',
  'plz',
  'thanks',
  'thx',
  'maybe',
  'probably',
  'perhaps',
  'i',
  'guess',
  'think',
  'id',
  'say',
]);

function wholeText(text: string): string {
  return words(text)
    .filter((word) => !polite.has(word))
    .join(' ');
}

function wholeTexts<T>(terms: Record<string, string[]>, valueOf: (key: string) => T): ReadonlyMap<string, T> {
  return new Map(
    Object.entries(terms).flatMap(([key, texts]) =>
      texts.map((text) => [wholeText(text), valueOf(key)] as const),
    ),
  );
}

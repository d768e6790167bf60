import type { Lexicon } from '../guide/schema.ts';
import { TermMatcher, type Found } from './term-matcher.ts';
import { words } from './text.ts';

/** What a visitor may ask of what is kept about them. */
export type PrivacyRequest = 'delete' | 'give';

type Term = keyof Lexicon['privacy'];

/** Longer texts tell a story, in which such words mean something else. */
const longestRequest = 30;
/** How many words may stand between "delete" and "my data". */
const widestGap = 6;

/** Reads "delete my data" and "what do you know about me", however it is put. */
export class PrivacyRequestReader {
  readonly #matcher: TermMatcher<Term>;

  constructor({ privacy }: Pick<Lexicon, 'privacy'>) {
    const entries = Object.entries(privacy) as [Term, string[]][];
    this.#matcher = new TermMatcher(
      entries.flatMap(([term, texts]) => texts.map((text) => [text, term] as const)),
    );
  }

  /**
   * @returns undefined when it is about something else: about data on the phone, or about what the bot may do with
   * data when a setting is changed.
   */
  read(text: string): PrivacyRequest | undefined {
    const plain = words(text);
    if (plain.length === 0 || plain.length > longestRequest) return undefined;
    const found = this.#matcher.find(plain);
    for (const { value } of found) {
      if (value === 'delete-request') return 'delete';
      if (value === 'give-request') return 'give';
    }
    if (found.some(({ value }) => value === 'refused')) return undefined;
    const asked = found.find((verb) => isVerb(verb) && objectOf(verb, found));
    return asked && (asked.value as PrivacyRequest);
  }
}

function isVerb({ value }: Found<Term>): boolean {
  return value === 'delete' || value === 'give';
}

/** What is to be deleted or given. Data that only may be ours counts when the text is about nothing else. */
function objectOf(verb: Found<Term>, found: Found<Term>[]): boolean {
  const isElsewhere = found.some(({ value }) => value === 'elsewhere');
  return found.some(
    ({ value, from }) =>
      from >= verb.to &&
      from - verb.to <= widestGap &&
      (value === 'kept-here' ||
        (!isElsewhere && (value === 'mine' || (value === 'to-delete' && verb.value === 'delete')))),
  );
}

import type { Guide } from '../guide/guide.ts';
import type { Phone } from '../guide/schema.ts';
import { FacetReader, mainFeature, type NamedFacets } from './facets.ts';
import { Spelling } from './spelling.ts';
import { TermMatcher } from './term-matcher.ts';
import { words } from './text.ts';
import type { FeatureBlocks } from './vectorizer.ts';
import { WordFeatures } from './word-features.ts';

/** The most words of a text that are read. What decides is nearly always said before. */
const mostWords = 160;

/** A text after reading: its words, what they stand for, and the features the classifier sees. */
export interface ReadText {
  /** Corrected words, with every name of a product replaced by its own. */
  words: string[];
  named: NamedFacets;
  /** Concepts and facets by name, alone and in pairs. */
  standsFor: string[];
  blocks: FeatureBlocks;
}

/** Reads texts with the guide's lexicon: slips, product names, concepts, facets. */
export class TextReader {
  readonly spelling: Spelling;
  readonly #products: TermMatcher<string>;
  readonly #concepts: TermMatcher<string>;
  readonly #foreign: TermMatcher<string>;
  readonly #facets: FacetReader;
  readonly #features = new WordFeatures();

  constructor(guide: Guide) {
    const { lexicon } = guide;
    this.spelling = new Spelling(vocabularyOf(guide));
    this.#products = matcherOf(withKeys(lexicon.products));
    this.#concepts = matcherOf(lexicon.concepts);
    this.#foreign = matcherOf(lexicon.foreign);
    this.#facets = new FacetReader(lexicon);
  }

  /** @param told the phone that was told before, for the features of a text that names none. */
  read(text: string, told?: Phone): ReadText {
    const plain = words(text).slice(0, mostWords);
    const corrected = this.#withProducts(plain.map((word) => this.spelling.correct(word)));
    const named = this.#facets.read(corrected);
    const facets = told === undefined ? named.facets : { phone: told, ...named.facets };
    const concepts = this.#concepts.find(corrected).map(({ value }) => value);
    const standsFor = [...conceptGrams(concepts), ...this.#signals(corrected, { ...named, facets })];
    const blocks = this.#features.blocks({ words: corrected, plain, named: standsFor });
    return { words: corrected, named, standsFor, blocks };
  }

  #withProducts(text: string[]): string[] {
    const result: string[] = [];
    let from = 0;
    for (const product of this.#products.find(text)) {
      result.push(...text.slice(from, product.from), product.value.replaceAll(' ', '-'));
      from = product.to;
    }
    return [...result, ...text.slice(from)];
  }

  /** What the text names, as features of their own and in pairs that change a meaning. */
  #signals(text: string[], { facets, features, fine }: NamedFacets): string[] {
    const main = mainFeature(features);
    const named = Object.entries({ ...facets, ...(main ? { feature: main } : {}) }).map(
      ([facet, value]) => `${facet}=${value}`,
    );
    const pairs = named.flatMap((a, index) => named.slice(index + 1).map((b) => `${a}&${b}`));
    const foreign = this.#foreign.find(text).map(({ value }) => `foreign=${value}`);
    const product = text.some((word) => word === 'phone-link' || word === 'link-to-windows')
      ? ['product']
      : ['no product'];
    const length =
      text.length <= 2
        ? ['length=1']
        : text.length <= 5
          ? ['length=2']
          : text.length > 30
            ? ['length=4']
            : [];
    return [
      ...named,
      ...pairs,
      ...fine.map((feature) => `fine=${feature}`),
      ...foreign,
      ...(foreign.length > 0 ? ['foreign'] : []),
      ...product,
      ...length,
    ];
  }
}

function conceptGrams(concepts: string[]): string[] {
  const named = concepts.map((concept) => `~${concept}`);
  return [...named, ...named.slice(1).map((concept, index) => `${named[index]} ${concept}`)];
}

function matcherOf(record: Record<string, string[]>): TermMatcher<string> {
  return new TermMatcher(
    Object.entries(record).flatMap(([value, terms]) => terms.map((term) => [term, value] as const)),
  );
}

/** Every word the guide's authors use, with how often. */
function vocabularyOf(guide: Guide): Map<string, number> {
  const { lexicon } = guide;
  const { person, 'small-talk': smallTalk, 'off-topic': offTopic } = lexicon.intents;
  const counts = new Map<string, number>();
  const add = (texts: string[], weight: number) => {
    for (const text of texts)
      for (const word of words(text)) counts.set(word, (counts.get(word) ?? 0) + weight);
  };
  for (const section of guide.sections) add([section.title, section.choice, ...section.phrases], 1);
  for (const check of guide.checks) add([check.title, ...check.names, ...(check.signs ?? [])], 1);
  add([...person, ...Object.values(smallTalk).flat(), ...offTopic], 1);
  return trusted(counts, lexicon);
}

/** Words seen once may be slips themselves: only those of the lexicon and those seen twice are corrected to. */
function trusted(counts: Map<string, number>, lexicon: Guide['lexicon']): Map<string, number> {
  const kept = new Map([...counts].filter(([, count]) => count >= 3));
  const sure = [
    lexicon.products,
    lexicon.phone,
    lexicon.maker,
    lexicon.feature,
    lexicon.trigger,
    lexicon.concepts,
    lexicon.foreign,
    lexicon.replies,
  ];
  const terms = sure.flatMap((record) => Object.values(record).flat());
  for (const word of terms.flatMap(words)) kept.set(word, (kept.get(word) ?? 0) + 1);
  for (const slip of commonSlips(kept)) kept.delete(slip);
  return kept;
}

/** From so many letters on a word is hardly another word with a letter missing, doubled or swapped with the next. */
const slipLetters = 4;
/** By so many times the word must be more frequent than its slip. */
const slipRarer = 10;

/**
 * Words that are another with one letter missing, doubled or swapped with the next, and so much rarer that they are
 * slips of it: authors write as visitors do, and what they misspell on purpose is corrected as well.
 */
function commonSlips(counts: ReadonlyMap<string, number>): string[] {
  return [...counts].flatMap(([word, count]) =>
    slipsOf(word).filter((slip) => (counts.get(slip) ?? Infinity) * slipRarer <= count),
  );
}

function slipsOf(word: string): string[] {
  const slips = Array.from(word, (letter, at) => {
    const [before, next = '', after] = [word.slice(0, at), word[at + 1], word.slice(at + 2)];
    return [
      `${before}${next}${after}`,
      `${before}${letter}${letter}${next}${after}`,
      `${before}${next}${letter}${after}`,
    ];
  });
  return slips.flat().filter((slip) => slip.length >= slipLetters && slip !== word);
}

function withKeys(record: Record<string, string[]>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(record).map(([key, terms]) => [key, [key, ...terms]]));
}

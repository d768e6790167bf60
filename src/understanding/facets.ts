import type { Facets } from '../conversation/case.ts';
import type { Feature, Lexicon, Maker, Phone, Trigger, WindowsVersion } from '../guide/schema.ts';
import { TermMatcher } from './term-matcher.ts';

/** Words after which a named feature is the one that is not at fault: "notifications are fine". */
const workingWords = new Set('fine ok okay works working work perfect perfectly good great'.split(' '));
/** Words that turn those around: "not working", "stopped working". */
const failingWords = new Set(
  'not no never dont doesnt isnt arent wont cant didnt wasnt stopped stop stops quit without nothing barely hardly only'.split(' '),
);

/** Reads facets out of the words of a text. */
export class FacetReader {
  readonly #phone: TermMatcher<Phone>;
  readonly #maker: TermMatcher<Maker>;
  readonly #windows: TermMatcher<WindowsVersion>;
  readonly #feature: TermMatcher<Feature>;
  readonly #trigger: TermMatcher<Trigger>;

  constructor(lexicon: Lexicon) {
    this.#phone = matcherOf(lexicon.phone);
    this.#maker = matcherOf(lexicon.maker);
    this.#windows = new TermMatcher(
      ([10, 11] as const).flatMap((version) => lexicon.windows[`${version}`].map((term) => [term, version] as const)),
    );
    this.#feature = matcherOf(lexicon.feature);
    this.#trigger = matcherOf(lexicon.trigger);
  }

  /** The facets the words name, and the features they call fine. The feature is the first that is not called fine. */
  read(text: readonly string[]): { facets: Facets; fine: Feature[] } {
    const makers = this.#maker.find(text).map(({ value }) => value);
    const features = this.#feature.find(text).map((hit) => ({ feature: hit.value, fine: isSaidToWork(text, hit) }));
    const facets: Facets = {
      phone: phoneOf(this.#phone.find(text).map(({ value }) => value), makers),
      maker: makers.find((maker) => maker !== 'other'),
      windows: this.#windows.find(text)[0]?.value,
      feature: mainFeature(features.filter(({ fine }) => !fine).map(({ feature }) => feature)),
      trigger: this.#trigger.find(text)[0]?.value,
    };
    return {
      facets: Object.fromEntries(Object.entries(facets).filter(([, value]) => value !== undefined)),
      fine: [...new Set(features.filter(({ fine }) => fine).map(({ feature }) => feature))],
    };
  }
}

/** A named feature says more than the connection, and the connection more than everything. */
function mainFeature(features: Feature[]): Feature | undefined {
  return (
    features.find((feature) => feature !== 'everything' && feature !== 'connection') ??
    features.find((feature) => feature === 'connection') ??
    features[0]
  );
}

function matcherOf<V extends string>(record: Partial<Record<V, string[]>>): TermMatcher<V> {
  const entries = Object.entries(record) as [V, string[]][];
  return new TermMatcher(entries.flatMap(([value, terms]) => terms.map((term) => [term, value] as const)));
}

/** A named maker tells the phone too. When both kinds are named neither is taken. */
function phoneOf(phones: Phone[], makers: Maker[]): Phone | undefined {
  const named = new Set<Phone>(makers.length > 0 ? [...phones, 'android'] : phones);
  return named.size === 1 ? [...named][0] : undefined;
}

/** Looks at the few words after the feature: "calls work", "texts are fine", but not "calls dont work". */
function isSaidToWork(text: readonly string[], { from, to }: { from: number; to: number }): boolean {
  const after = text.slice(to, to + 4);
  const before = text.slice(Math.max(0, from - 2), from);
  const works = after.findIndex((word) => workingWords.has(word));
  if (works < 0) return false;
  return ![...after.slice(0, works), ...before].some((word) => failingWords.has(word));
}

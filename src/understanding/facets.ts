import type { Facets } from '../conversation/case.ts';
import type { Feature, Lexicon, Maker, Phone, Trigger, WindowsVersion } from '../guide/schema.ts';
import { TermMatcher, type Found } from './term-matcher.ts';

/** Words after which a named feature is the one that is not at fault: "notifications are fine". */
const workingWords = new Set('fine ok okay works working work perfect perfectly good great'.split(' '));
/** Words that turn those around: "not working", "stopped working". */
const failingWords = new Set(
  'not no never dont doesnt isnt arent wont cant didnt wasnt stopped stop stops quit without nothing barely hardly only'.split(
    ' ',
  ),
);

/** Words that give a phone to somebody else. Apostrophes are gone by now. */
const otherOwners = new Set(
  'friend colleague neighbour neighbor coworker friends colleagues cousins brothers sisters neighbours neighbors bosss coworkers workmates someones everyones'.split(
    ' ',
  ),
);

/** Devices of a maker of phones that are none. */
const otherDevices = new Set(
  'tv monitor laptop notebook printer fridge washer soundbar speaker speakers'.split(' '),
);

/** Those whose phone may well be the one that fails: they only count when another phone is named too. */
const family = new Set(
  'wife wifes husband husbands partner partners mother mothers mum mums mom moms father fathers dad dads son sons daughter daughters girlfriend girlfriends boyfriend boyfriends'.split(
    ' ',
  ),
);

const switchingWords = new Set(
  'switched switching moved moving changed went upgraded came coming swapped'.split(' '),
);

/** Words that may stand around the names of devices and say no more. */
const wordsAroundDevices = new Set(
  'a an and as but by for from got has have hello here hey hi i im in is it its laptop me mine model my of on or phone computer pc running the this use using version well with yes'.split(
    ' ',
  ),
);

/** What the words of a text name. */
export interface NamedFacets {
  /** Without the feature, which depends on what the text is about. */
  facets: Facets;
  /** Features that are not called fine, in the order of naming. */
  features: Feature[];
  /** Features that are called fine. */
  fine: Feature[];
  /** Whether devices are named, and nothing else is said. */
  onlyDevices: boolean;
}

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
      ([10, 11] as const).flatMap((version) =>
        lexicon.windows[`${version}`].map((term) => [term, version] as const),
      ),
    );
    this.#feature = matcherOf(lexicon.feature);
    this.#trigger = matcherOf(lexicon.trigger);
  }

  /** What the words name. */
  read(text: readonly string[]): NamedFacets {
    const features = this.#feature
      .find(text)
      .map((hit) => ({ feature: hit.value, fine: isSaidToWork(text, hit) }));
    const unique = (fine: boolean) => [
      ...new Set(features.filter((hit) => hit.fine === fine).map(({ feature }) => feature)),
    ];
    const makers = this.#maker.find(text).filter((hit) => isOwn(text, hit) && !isDenied(text, hit));
    const phones: Found<Phone>[] = [
      ...this.#phone.find(text).filter((hit) => isOwn(text, hit)),
      ...makers.map((hit) => ({ ...hit, value: 'android' as const })),
    ];
    const windows = this.#windows.find(text);
    const named = {
      phone: phoneOf(text, phones),
      maker: makers.map(({ value }) => value).find((maker) => maker !== 'other'),
      windows: windows[0]?.value,
      trigger: this.#trigger.find(text)[0]?.value,
    };
    const facets = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
    const onlyDevices = isCovered(text, [...phones, ...windows]);
    return { facets, features: unique(false), fine: unique(true), onlyDevices };
  }
}

/** Whether all words are those of the names, names of models, or words that say no more. */
function isCovered(text: readonly string[], names: readonly Found<unknown>[]): boolean {
  const isNamed = (at: number) => names.some(({ from, to }) => from <= at && at < to);
  const says = (word: string) => !wordsAroundDevices.has(word) && !/\d/u.test(word);
  return names.length > 0 && text.every((word, at) => isNamed(at) || !says(word));
}

function matcherOf<V extends string>(record: Partial<Record<V, string[]>>): TermMatcher<V> {
  const entries = Object.entries(record) as [V, string[]][];
  return new TermMatcher(entries.flatMap(([value, terms]) => terms.map((term) => [term, value] as const)));
}

/** A named maker tells the phone too. Of both kinds the one that was not left, then the one called "my". */
function phoneOf(text: readonly string[], named: Found<Phone>[]): Phone | undefined {
  const denied = named.find((hit) => isKind(text, hit) && isDenied(text, hit))?.value;
  if (denied !== undefined) return otherThan(denied);
  const kinds = new Set(named.map(({ value }) => value));
  if (kinds.size === 1) return named[0]?.value;
  const left = named.find((hit) => isLeft(text, hit))?.value;
  if (left !== undefined) return otherThan(left);
  const own = kindsOf(named.filter(({ from }) => !before(text, from, 4).some((word) => family.has(word))));
  if (own.length === 1) return own[0];
  const mine = kindsOf(
    named.filter(
      ({ from }) => before(text, from, 2).includes('my') || before(text, from, 3).includes('mine'),
    ),
  );
  return mine.length === 1 ? mine[0] : undefined;
}

function otherThan(phone: Phone): Phone {
  return phone === 'android' ? 'iphone' : 'android';
}

/** Both kinds of phones by their name: who has no Galaxy may have another Android phone. */
const kindNames = new Set(['android', 'android phone', 'iphone']);

function isKind(text: readonly string[], { from, to }: Found<Phone>): boolean {
  return kindNames.has(text.slice(from, to).join(' '));
}

/** A text of more words tells of a trouble: "not all notifications of my iphone". */
const mostWordsOfDenial = 10;

/** "I don't have an iPhone", "it's not an android", "an iphone, not android". */
function isDenied(text: readonly string[], { from, to }: Found<unknown>): boolean {
  if (text.length > mostWordsOfDenial) return false;
  const near = before(text, from, 3).join(' ');
  const isNamed = /^(?:.*\b)?(?<!but )(?:not|isnt|no)(?: an?)?$/u.test(near);
  const isOwned = /\b(?:dont|do not|didnt) (?:have|own|use|got)(?: an?)?$/u.test(
    before(text, from, 4).join(' '),
  );
  // "No iphone notifications" denies no phone.
  if (isOfSomething(text, to)) return false;
  return isOwned || (isNamed && (to === text.length || !near.endsWith('no')));
}

const wordsAfterDenied = new Set(
  'its it but i im we phone android iphone samsung pixel sorry so just only anymore here at all though'.split(
    ' ',
  ),
);

/** "Not iphone messages but calls": the phone is whose things it is about. */
function isOfSomething(text: readonly string[], to: number): boolean {
  const next = text[to];
  return next !== undefined && !wordsAfterDenied.has(next);
}

function kindsOf(named: Found<Phone>[]): Phone[] {
  return [...new Set(named.map(({ value }) => value))];
}

/** Not somebody else's phone, nor another device: "my colleagues samsung", "a samsung tv". */
function isOwn(text: readonly string[], { from, to }: { from: number; to: number }): boolean {
  return !before(text, from, 3).some((word) => otherOwners.has(word)) && !otherDevices.has(text[to] ?? '');
}

/** The phone before: "switched from a galaxy". */
function isLeft(text: readonly string[], { from }: { from: number }): boolean {
  const words = before(text, from, 4);
  return words.includes('from') && words.some((word) => switchingWords.has(word));
}

function before(text: readonly string[], index: number, count: number): readonly string[] {
  return text.slice(Math.max(0, index - count), index);
}

/** Where something works: "calls on the pc are fine". */
const placeWords = new Set(
  'on in at to from the my this our pc laptop computer desktop windows phone-link'.split(' '),
);
/** What a place is followed by where it still belongs to what works. */
const beingWords = new Set('is are r was were seem seems work works working still always all'.split(' '));
/** Ends a text that says what can be done: "pictures I can see". */
const doneWords = new Set('see hear make send get read'.split(' '));

/** Looks at the few words after the feature: "calls work", "texts are fine", but not "calls dont work". */
function isSaidToWork(text: readonly string[], { from, to }: { from: number; to: number }): boolean {
  const place = text.slice(to).findIndex((word) => !placeWords.has(word));
  const begin = place > 0 && beingWords.has(text[to + place] ?? '') ? to + place : to;
  const after = text.slice(begin, begin + 4);
  const [who = '', can = '', done = '', ...more] = text.slice(to, to + 4);
  if (['i', 'we'].includes(who) && can === 'can' && doneWords.has(done) && more.length === 0) return true;
  const works = after.findIndex((word) => workingWords.has(word));
  if (works < 0) return false;
  return ![...after.slice(0, works), ...before(text, from, 2)].some((word) => failingWords.has(word));
}

/** The first concrete feature; else the connection; else everything. */
export function mainFeature(features: Feature[]): Feature | undefined {
  return features.find(isConcrete) ?? features.find((feature) => feature === 'connection') ?? features[0];
}

/** Whether the feature is one thing that Phone Link shows, in place of the link itself. */
export function isConcrete(feature: Feature): boolean {
  return feature !== 'everything' && feature !== 'connection';
}

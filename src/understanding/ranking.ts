import type { Guide } from '../guide/guide.ts';
import type { Phone, Section } from '../guide/schema.ts';
import type { IntentClassifier } from './intent-model.ts';
import type { SignReader } from './signs.ts';
import type { ReadText, TextReader } from './text-reader.ts';

/** What is left of a section's share of a symptom when the visitor has the other kind of phone. */
const otherPhoneFactor = 0.02;

/** By how much likelier a section becomes when the text points at all of its checks, in times on top of once. */
const signsOfAll = 8;

/** Texts that are remembered as read: those of a few turns. */
const mostRecent = 16;

/** A section's id, or what else a text may be about, with its probability. */
export interface Ranked {
  label: string;
  share: number;
}

interface Weighed {
  read: ReadText;
  /** Checks that the text points at. */
  pointedAt: string[];
  /** By label, in the order of the classifier. */
  shares: ArrayLike<number>;
}

/** What a text is about, as far as the classifier can tell. */
export class Ranking {
  readonly #guide: Guide;
  readonly #classifier: IntentClassifier;
  readonly #weigh: (text: string) => Weighed;
  /** The same with the phone that was told before. */
  readonly #weighFor: Record<Phone, (text: string) => Weighed>;

  constructor(parts: { guide: Guide; reader: TextReader; signs: SignReader; classifier: IntentClassifier }) {
    const { guide, reader, signs, classifier } = parts;
    this.#guide = guide;
    this.#classifier = classifier;
    const weigher = (told?: Phone) =>
      rememberRecent((text: string) => {
        const read = reader.read(text, told);
        return { read, pointedAt: signs.find(text), shares: classifier.probabilities(read.blocks) };
      });
    this.#weigh = weigher();
    this.#weighFor = { android: weigher('android'), iphone: weigher('iphone') };
  }

  read(text: string): ReadText {
    return this.#weigh(text).read;
  }

  pointedAt(text: string): string[] {
    return this.#weigh(text).pointedAt;
  }

  /**
   * All labels, the likeliest first, summing to 1. The phone tells the sections apart; how much of the text is a
   * symptom at all, its own words say. Signs
   * of a section's checks make the section likelier.
   * @param phone named in the text, or told before.
   */
  of(text: string, phone: Phone | undefined): Ranked[] {
    const alone = this.#weigh(text);
    const isToldBefore = phone !== undefined && alone.read.named.facets.phone === undefined;
    const { shares } = isToldBefore ? this.#weighFor[phone](text) : alone;
    const sections: Ranked[] = [];
    const others: Ranked[] = [];
    let symptom = 0;
    for (const [index, label] of this.#classifier.labels.entries()) {
      const section = this.#guide.section(label);
      const own = alone.shares[index] ?? 0;
      if (section) {
        symptom += own;
        sections.push({ label, share: (shares[index] ?? 0) * fit(section, phone) });
      } else others.push({ label, share: own });
    }
    const factor = symptom / (sections.reduce((sum, { share }) => sum + share, 0) || 1);
    const told = sections.map(({ label, share }) => ({
      label,
      share: share * factor * this.#signFactor(label, alone.pointedAt),
    }));
    const all = [...told, ...others];
    const total = all.reduce((sum, { share }) => sum + share, 0) || 1;
    return all.map(({ label, share }) => ({ label, share: share / total })).sort((a, b) => b.share - a.share);
  }

  #signFactor(label: string, pointedAt: readonly string[]): number {
    if (pointedAt.length === 0) return 1;
    const checks = this.#guide.section(label)?.checks ?? [];
    const weigh = (some: typeof checks) => some.reduce((sum, { weight }) => sum + weight, 0);
    const meant = weigh(checks.filter(({ check }) => pointedAt.includes(check)));
    return 1 + (signsOfAll * meant) / (weigh(checks) || 1);
  }
}

function fit(section: Section, phone: Phone | undefined): number {
  return phone === undefined || section.phone === 'any' || section.phone === phone ? 1 : otherPhoneFactor;
}

/** One turn asks for the same text several times: with and without what is known, for the intent and for the case. */
function rememberRecent<T>(compute: (text: string) => T): (text: string) => T {
  const recent = new Map<string, T>();
  return (text) => {
    const known = recent.get(text) ?? compute(text);
    recent.set(text, known);
    const [oldest] = recent.keys();
    if (recent.size > mostRecent && oldest !== undefined) recent.delete(oldest);
    return known;
  };
}

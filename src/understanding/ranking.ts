import type { Guide } from '../guide/guide.ts';
import type { Phone, Section } from '../guide/schema.ts';
import type { IntentClassifier } from './intent-model.ts';
import type { ReadText, TextReader } from './text-reader.ts';

/** What is left of a section's share of a symptom when the visitor has the other kind of phone. */
const otherPhoneFactor = 0.02;

/** Texts that are remembered as read: those of a few turns. */
const mostRecent = 16;

/** A section's id, or what else a text may be about, with its probability. */
export interface Ranked {
  label: string;
  share: number;
}

interface Weighed {
  read: ReadText;
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

  constructor(parts: { guide: Guide; reader: TextReader; classifier: IntentClassifier }) {
    const { guide, reader, classifier } = parts;
    this.#guide = guide;
    this.#classifier = classifier;
    const weigher = (told?: Phone) =>
      rememberRecent((text: string) => {
        const read = reader.read(text, told);
        return { read, shares: classifier.probabilities(read.blocks) };
      });
    this.#weigh = weigher();
    this.#weighFor = { android: weigher('android'), iphone: weigher('iphone') };
  }

  read(text: string): ReadText {
    return this.#weigh(text).read;
  }

  /**
   * All labels, the likeliest first, summing to 1. The phone tells the sections apart; how much of the text is a
   * symptom at all, its own words say.
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
    return [...sections.map(({ label, share }) => ({ label, share: share * factor })), ...others].sort(
      (a, b) => b.share - a.share,
    );
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

import type { Facets } from '../conversation/case.ts';
import type { Guide } from '../guide/guide.ts';
import type { Feature, Section } from '../guide/schema.ts';
import { isConcrete } from './facets.ts';
import type { ReadText } from './text-reader.ts';

/** From this share a section for one kind of phone tells the phone, though no word does. */
const phoneFrom = 0.9;
/** Texts of fewer words name a feature, and every phone has it: "no texts" sounds like Android and may be either. */
const phoneFromWords = 5;

/** Facets that the words name, and those that follow from what the text is about. */
export function inferFacets(input: {
  guide: Guide;
  read: ReadText;
  sections: { label: string; share: number }[];
}): Facets {
  const { guide, read, sections } = input;
  const best = guide.section(sections[0]?.label ?? '');
  if (!best) return read.named.facets;
  const tellsPhone = (sections[0]?.share ?? 0) >= phoneFrom && read.words.length >= phoneFromWords;
  const phone = best.phone !== 'any' && tellsPhone ? { phone: best.phone } : {};
  return { ...phone, ...read.named.facets, feature: featureOf(best, read.named.features) };
}

/** The feature at fault: what is named, as far as the section is about it; the section's first feature otherwise. */
function featureOf({ features }: Section, named: Feature[]): Feature {
  const [first = 'everything'] = features;
  if (features.length === 1) return first;
  const concrete = named.filter((feature) => isConcrete(feature) && features.includes(feature));
  if (first === 'everything') {
    if (concrete.length > 1) return 'everything';
    return (
      concrete[0] ??
      (features[1] === 'connection' && named.includes('connection') ? 'connection' : 'everything')
    );
  }
  if (isConcrete(first) && concrete.includes(first)) return first;
  return concrete[0] ?? first;
}

import type { Facets } from '../conversation/case.ts';
import type { Guide } from '../guide/guide.ts';
import type { Feature, Section } from '../guide/schema.ts';
import { isConcrete } from './facets.ts';
import type { ReadText } from './text-reader.ts';

/**
 * Facets that the words name, and the feature that follows from what the text is about. The phone does not: "no texts
 * on my laptop" is nearest to a section for Android, and owners of iPhones say it as well. Where the section told the
 * phone, it was wrong three times as often as it was right.
 */
export function inferFacets(input: { guide: Guide; read: ReadText; sections: { label: string }[] }): Facets {
  const { guide, read, sections } = input;
  const best = guide.section(sections[0]?.label ?? '');
  if (!best) return read.named.facets;
  return { ...read.named.facets, feature: featureOf(best, read.named.features) };
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

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

/** From so many that are named on, nothing in particular is at fault. */
const manyFeatures = 3;

/** The feature at fault: what is named (each once), as far as the section is about it; the section's first feature otherwise. */
function featureOf({ features }: Section, named: Feature[]): Feature {
  const [first = 'everything', second] = features;
  if (features.length === 1) return first;
  const concrete = named.filter((feature) => isConcrete(feature) && features.includes(feature));
  if (isConcrete(first) && concrete.includes(first)) return missingNames(concrete) ?? first;
  if (named.filter(isConcrete).length >= manyFeatures) return 'everything';
  if (first === 'everything') {
    if (concrete.length > 1) return missingNames(concrete) ?? 'everything';
    const isLink = second === 'connection' && named.includes('connection');
    return concrete[0] ?? (isLink ? 'connection' : 'everything');
  }
  const isAll = second === 'everything' && named.includes('everything') && !named.includes('connection');
  return concrete[0] ?? (isAll ? 'everything' : first);
}

/** Whoever tells of names and of messages or calls tells where the names are missing. */
function missingNames(named: Feature[]): Feature | undefined {
  const isPair = named.length === 2 && (named.includes('messages') || named.includes('calls'));
  return isPair && named.includes('contacts') ? 'contacts' : undefined;
}

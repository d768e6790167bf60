import type { Facets } from '../conversation/case.ts';
import type { Guide } from '../guide/guide.ts';
import type { ReadText } from './text-reader.ts';

/** Facets that the words name, and those that follow from what the text is about. */
export function inferFacets(input: {
  guide: Guide;
  read: ReadText;
  sections: { label: string; share: number }[];
}): Facets {
  const { guide, read, sections } = input;
  const facets: Facets = { ...read.facets };
  const best = guide.section(sections[0]?.label ?? '');
  if (!best) return facets;
  if (facets.feature === undefined && best.features.length === 1) facets.feature = best.features[0];
  return facets;
}

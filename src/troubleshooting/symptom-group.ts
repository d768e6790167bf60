import type { Facets } from '../conversation/case.ts';
import type { SymptomGroup } from '../guide/schema.ts';

/** Of the phones whose kind is not known, the share that runs Android: most cases reported in public do. */
export const shareOfAndroid = 0.6;

/** The columns of the table of priors that fit the facets, with their shares summing to 1. */
export function symptomGroups(facets: Facets): { group: SymptomGroup; share: number }[] {
  const feature = facets.feature ?? 'everything';
  switch (feature) {
    case 'notifications':
    case 'messages':
    case 'calls':
      return splitByPhone(facets, `${feature}-android`, `${feature}-iphone`);
    case 'photos':
    case 'contacts':
    case 'apps':
    case 'connection':
    case 'everything':
      return [{ group: feature, share: 1 }];
  }
}

function splitByPhone(facets: Facets, android: SymptomGroup, iphone: SymptomGroup) {
  if (facets.phone === 'android') return [{ group: android, share: 1 }];
  if (facets.phone === 'iphone') return [{ group: iphone, share: 1 }];
  return [
    { group: android, share: shareOfAndroid },
    { group: iphone, share: 1 - shareOfAndroid },
  ];
}

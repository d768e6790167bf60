import type { Facets } from '../conversation/case.ts';
import type { Guide } from '../guide/guide.ts';
import type { Check } from '../guide/schema.ts';

/** Visitor seconds a check costs, with what must be redone afterwards. */
export function checkCost(guide: Guide, check: Check, facets: Facets): number {
  const seconds = (facets.maker && check.seconds.makers?.[facets.maker]) ?? check.seconds.median;
  return seconds + (check.redo === undefined ? 0 : guide.settings.costs.redo);
}

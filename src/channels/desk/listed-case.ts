import type { ListedEscalation } from '../../conversation/escalation-store.ts';

/** Characters of a symptom that a list shows. */
const shownCharacters = 200;

/** A line of the desk's lists, with no more of the visitor's words than it shows. Pure. */
export function shortened(listed: ListedEscalation): ListedEscalation {
  const { symptom } = listed;
  // Characters may take two units each.
  const cut = [...symptom.slice(0, shownCharacters * 2)].slice(0, shownCharacters).join('');
  return { ...listed, symptom: cut };
}

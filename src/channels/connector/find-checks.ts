import type { Guide } from '../../guide/guide.ts';
import { planNext } from '../../troubleshooting/plan.ts';
import type { Understanding } from '../../understanding/diagnosis.ts';

/** Finds checks by plain words: ids, those most likely to help first. Without words, those that help most people. */
export type FindChecks = (text: string) => string[];

export function createFindChecks({
  guide,
  understanding,
}: {
  guide: Guide;
  understanding: () => Understanding;
}): FindChecks {
  const ranked = (subject: Parameters<typeof planNext>[0]['subject']) =>
    planNext({ guide, subject, mayAsk: false })
      .beliefs.causes.toSorted((one, other) => other.probability - one.probability)
      .map(({ check }) => check.id);
  return (text) => {
    if (text === '') return ranked({ facets: {}, sections: [], pointedAt: [], answers: [] });
    const { diagnose, searchNames } = understanding();
    const first = diagnose(text);
    const second = searchNames(text, first);
    const diagnosis = first.kind === 'symptom' && first.sure ? first : second;
    if (diagnosis.kind !== 'symptom') return [];
    // Whoever names a setting wants that one before those that would be likelier.
    const named = second.pointedAt.filter((id) => !first.pointedAt.includes(id));
    return [...new Set([...named, ...ranked({ ...diagnosis, answers: [] })])];
  };
}

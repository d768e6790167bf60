import type { Attachment } from '../conversation/activity.ts';

/** Cards that are remembered, the last used ones: about 10 KB each. */
const mostRemembered = 200;

/** Says to which question of which case a button belongs. */
interface Place {
  case?: string;
  step?: number;
}

/**
 * Fills a card once for all conversations that see the same. Filling a template takes a tenth of a turn, and a card
 * differs between conversations mostly in `case` and `step`, which stand in the data of its buttons and nowhere else.
 */
export function rememberCards<Name extends string>(
  fill: (name: Name, data: object) => Attachment,
): (name: Name, data: object) => Attachment {
  const remembered = new Map<string, Attachment>();
  return (name, data) => {
    const { case: caseId, step, ...shown }: Place = data;
    const key = `${name} ${JSON.stringify(shown)}`;
    const card = remembered.get(key) ?? fill(name, { ...shown, case: '', step: 0 });
    // Taken out and put in again, it is the last one to be forgotten.
    remembered.delete(key);
    remembered.set(key, card);
    const [oldest] = remembered.keys();
    if (remembered.size > mostRemembered && oldest !== undefined) remembered.delete(oldest);
    return { ...card, content: placed(card.content, { case: caseId, step }) };
  };
}

/** A copy whose buttons belong to this place. */
function placed(part: unknown, place: Place): unknown {
  if (Array.isArray(part)) return part.map((item: unknown) => placed(item, place));
  if (typeof part !== 'object' || part === null) return part;
  const copy: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(part)) copy[name] = placed(value, place);
  if (!('do' in copy)) return copy;
  if ('case' in copy) copy['case'] = place.case;
  if ('step' in copy) copy['step'] = place.step;
  return copy;
}

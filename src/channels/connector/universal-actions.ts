import { refreshVerb } from './read-inbound.ts';

export interface CardPlace {
  /** The message that the card is in; its buttons carry it as `nonce`. */
  activityId: string;
  /** Whose card it is, by the channel's id: Teams asks for its present form when they look at it. */
  visitorId: string;
}

/**
 * A card whose buttons are Universal Actions, which are answered with the card that stands in their place afterwards;
 * clients that do not know them fall back to the submit they were made of. A copy: cards are shared.
 * Source: Teams, "Work with Universal Actions for Adaptive Cards", "Backward compatibility".
 */
export function withUniversalActions(card: object, place: CardPlace): Record<string, unknown> {
  const found = { buttons: 0 };
  const copy = convert(card, { place, found }) as Record<string, unknown>;
  if (found.buttons === 0) return copy;
  const action = { type: 'Action.Execute', verb: refreshVerb, data: { nonce: place.activityId } };
  return { ...copy, refresh: { action, userIds: [place.visitorId] } };
}

/** The same for a card that everybody may answer: nobody's clicks are told apart, and it is not asked for anew. */
export function withExecuteActions(card: object): Record<string, unknown> {
  return convert(card, { found: { buttons: 0 } }) as Record<string, unknown>;
}

function convert(part: unknown, input: { place?: CardPlace; found: { buttons: number } }): unknown {
  if (Array.isArray(part)) return part.map((item: unknown) => convert(item, input));
  if (typeof part !== 'object' || part === null) return part;
  const fields = part as Record<string, unknown>;
  const { type, data } = fields;
  if (type === 'Action.Submit' && typeof data === 'object' && data !== null) {
    input.found.buttons += 1;
    const sent = input.place ? { ...data, nonce: input.place.activityId } : data;
    return {
      ...fields,
      type: 'Action.Execute',
      verb: 'do' in data ? String(data.do) : 'submit',
      data: sent,
      fallback: { ...fields, data: sent },
    };
  }
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, convert(value, input)]));
}

import type { Activity } from '../../conversation/activity.ts';
import type { Utterance } from '../shared/outgoing.ts';

/** One suggested answer, and what pressing it says. */
export interface Suggestion {
  title: string;
  utterance: Utterance;
}

/**
 * The suggested actions of a message that can be answered here: `imBack` says its value, `postBack` and `messageBack`
 * send theirs as data. Source: Bot Framework activity schema, card actions.
 */
export function suggestionsOf(activity: Activity): Suggestion[] {
  const actions = (activity.suggestedActions as { actions?: unknown } | undefined)?.actions;
  return Array.isArray(actions) ? actions.flatMap(toSuggestion) : [];
}

function toSuggestion(action: unknown): Suggestion[] {
  const { type, title, value, text, displayText } = action as Record<string, unknown>;
  if (typeof title !== 'string' || title === '') return [];
  switch (type) {
    case 'imBack':
      return [{ title, utterance: { text: typeof value === 'string' ? value : title } }];
    case 'postBack':
    case 'messageBack': {
      const words = [displayText, text, title].find((candidate) => typeof candidate === 'string');
      return [{ title, utterance: { text: words ?? title, value } }];
    }
    default:
      return [];
  }
}

import { element } from '../shared/dom.ts';
import type { Utterance } from '../shared/outgoing.ts';
import type { Suggestion } from './suggested-actions.ts';

/** Shows the suggestions in place of earlier ones; an empty list hides them. */
export function showSuggestions(
  place: HTMLElement,
  suggestions: Suggestion[],
  onChoose: (utterance: Utterance) => void,
): void {
  place.hidden = suggestions.length === 0;
  place.replaceChildren(
    ...suggestions.map(({ title, utterance }) => {
      const button = element('button', { class: 'suggestion', text: title });
      button.type = 'button';
      button.addEventListener('click', () => onChoose(utterance));
      return button;
    }),
  );
}

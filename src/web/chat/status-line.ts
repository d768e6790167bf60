import type { ConnectionState } from './connection.ts';
import { byId, element } from './dom.ts';
import { texts } from './texts.ts';

/** The line that tells when the connection is away. Returns the function that shows the connection's state. */
export function setUpStatusLine(onUseHere: () => void): (state: ConnectionState, onLine: boolean) => void {
  const line = byId('status', HTMLDivElement);
  return (state, onLine) => {
    const shown = onLine || state === 'elsewhere' ? state : 'offline';
    if (line.dataset.state === shown) return;
    line.dataset.state = shown;
    line.replaceChildren(...(shown === 'online' ? [] : [element('span', { text: texts.connection[shown] })]));
    if (shown === 'elsewhere') line.append(useHereButton(onUseHere));
  };
}

function useHereButton(onUseHere: () => void): HTMLButtonElement {
  const button = element('button', { class: 'status__button', text: texts.connection.useHere });
  button.type = 'button';
  button.addEventListener('click', onUseHere);
  return button;
}

import type { ConnectionState } from '../shared/connection.ts';
import { byId, element } from '../shared/dom.ts';
import { texts } from '../shared/texts.ts';

/** The line that tells when the connection is away. Returns the function that shows the connection's state. */
export function setUpStatusLine(root: ShadowRoot): (state: ConnectionState, onLine: boolean) => void {
  const line = byId(root, 'status', HTMLDivElement);
  return (state, onLine) => {
    const shown = onLine ? state : 'offline';
    if (line.dataset.state === shown) return;
    line.dataset.state = shown;
    line.replaceChildren(...(shown === 'online' ? [] : [element('bdi', { text: texts.connection[shown] })]));
  };
}

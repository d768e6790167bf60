import type { ConnectionState } from '../shared/connection.ts';
import { byId, element } from '../shared/dom.ts';
import { fill, texts } from '../shared/texts.ts';

/** The line that tells when the connection is away. Returns the function that shows the connection's state. */
export function setUpStatusLine(
  root: ShadowRoot,
  server: string,
): (state: ConnectionState, onLine: boolean) => void {
  const line = byId(root, 'status', HTMLDivElement);
  const footer = byId(root, 'footer', HTMLDivElement);
  let told = false;
  return (state, onLine) => {
    const shown = onLine ? state : 'offline';
    if (line.dataset.state === shown) return;
    line.dataset.state = shown;
    line.replaceChildren(...(shown === 'online' ? [] : [element('bdi', { text: texts.connection[shown] })]));
    const hadFocus = footer.contains(root.activeElement);
    // What is written there would go nowhere.
    footer.inert = shown === 'refused';
    if (shown !== 'refused') return;
    const link = linkToChat(server);
    line.append(' ', link);
    if (hadFocus) link.focus();
    if (!told) tellOwner(server);
    told = true;
  };
}

/** The server's own page may always have the chat. */
function linkToChat(server: string): HTMLAnchorElement {
  const link = element('a', { text: texts.connection.elsewhere });
  Object.assign(link, { href: `${server}/chat`, target: '_blank', rel: 'noopener' });
  return link;
}

/** As an error of the page: in the browser's console, and wherever the site collects its errors. */
function tellOwner(server: string): void {
  const { origin } = window.location;
  window.reportError(new Error(fill(texts.connection.forOwner, { server, origin })));
}

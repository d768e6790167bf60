import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A page that shows one chat, and what it loads from its own site. */
export interface Host {
  url: string;
  close(): Promise<void>;
}

/** A site on an origin of its own, with these files by their path; scripts are packed with gzip already. */
export async function startHost(files: Readonly<Record<string, () => string | Buffer>>): Promise<Host> {
  const server = createServer((request, response) => {
    const content = files[request.url ?? '']?.();
    if (content === undefined) return response.writeHead(404).end();
    const headers =
      typeof content === 'string'
        ? { 'Content-Type': 'text/html; charset=utf-8' }
        : { 'Content-Type': 'text/javascript', 'Content-Encoding': 'gzip' };
    return response.writeHead(200, headers).end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A page with our widget; it opens by itself when the address ends in `?open`. */
export function ownPage(server: string, open: boolean): string {
  const attributes = `async src="${server}/widget.js"${open ? ' data-open' : ''}`;
  return `<!doctype html><title>A site</title><h1>A site</h1><script ${attributes}></script>`;
}

/** A page with Web Chat, connected to the same server in the way its documentation shows. */
export function webChatPage(server: string): string {
  return `<!doctype html><title>A site</title><h1>A site</h1>
    <div id="chat" style="height: 600px; width: 420px"></div>
    <script src="/webchat.js"></script>
    <script>
      (async () => {
        const answer = await fetch('${server}/api/chat/token', { method: 'POST', body: '{}',
          headers: { 'Content-Type': 'application/json' } });
        const { token } = await answer.json();
        const directLine = WebChat.createDirectLine({ domain: '${server}/v3/directline', token });
        WebChat.renderWebChat({ directLine, locale: 'en-US' }, document.getElementById('chat'));
      })();
    </script>`;
}

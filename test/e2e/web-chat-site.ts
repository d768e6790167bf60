import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** dist/webchat.js of botframework-webchat, packed with gzip. */
const webChat = readFileSync(new URL('../vendor/webchat-4.18.1.js.gz', import.meta.url));
const nonce = 'bm9uY2Ugb2YgdGhlIHRlc3Q=';

/**
 * What a site writes that puts Web Chat onto its page: a token to begin with, and a fresh one when the page is loaded
 * again or the token has expired.
 */
const script = (server: string) => `
  const line = '${server}/v3/directline';
  const ask = async (path, body) => {
    const headers = { 'Content-Type': 'application/json' };
    const answer = await fetch('${server}/api/chat/' + path, { method: 'POST', headers, body: JSON.stringify(body) });
    return answer.json();
  };
  const show = (chat, known) => {
    sessionStorage.setItem('resumeToken', chat.resumeToken);
    const directLine = WebChat.createDirectLine({ domain: line, token: chat.token, ...known });
    const expired = 3;
    const subscription = directLine.connectionStatus$.subscribe((status) => {
      if (status === expired) setTimeout(() => resume(chat.resumeToken));
    });
    const frame = document.createElement('div');
    document.getElementById('chat').replaceChildren(frame);
    WebChat.renderWebChat({ directLine, locale: 'en-US', nonce: '${nonce}' }, frame);
    shown?.unsubscribe();
    shown = subscription;
  };
  let shown;
  const resume = async (resumeToken) => {
    const chat = await ask('resume', { resumeToken });
    show(chat, { conversationId: chat.conversationId, watermark: '0' });
  };
  (async () => {
    const resumeToken = sessionStorage.getItem('resumeToken');
    if (resumeToken) await resume(resumeToken);
    else show(await ask('token', {}), {});
  })();`;

/** A site on an origin of its own whose one page has Web Chat in it, under a strict Content-Security-Policy. */
export class WebChatSite {
  readonly #site: Server;

  private constructor(site: Server) {
    this.#site = site;
  }

  /** @param server where our own server is. */
  static async start(server: string): Promise<WebChatSite> {
    const socket = server.replace(/^http/, 'ws');
    const policy = [
      `default-src 'none'`,
      `script-src 'nonce-${nonce}' 'strict-dynamic'`,
      `style-src 'nonce-${nonce}'`,
      `img-src data: blob: ${server}`,
      `connect-src 'self' blob: ${server} ${socket}`,
    ].join('; ');
    const page = `<!doctype html><html lang="en"><head><title>A site</title>
      <style nonce="${nonce}">#chat, #chat > div { height: 100vh; }</style>
      <script nonce="${nonce}" src="/webchat.js"></script></head>
      <body><div id="chat"></div><script nonce="${nonce}">${script(server)}</script></body></html>`;
    const site = createServer((request, response) => {
      if (request.url === '/webchat.js') {
        response.setHeader('Content-Type', 'text/javascript; charset=utf-8');
        response.setHeader('Content-Encoding', 'gzip');
        response.end(webChat);
        return;
      }
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.setHeader('Content-Security-Policy', policy);
      response.end(page);
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    return new WebChatSite(site);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#site.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#site.closeAllConnections();
    await new Promise((resolve) => this.#site.close(resolve));
  }
}

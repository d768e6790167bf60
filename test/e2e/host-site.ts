import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Somebody's own web site, on an origin of its own, with one page. */
export class HostSite {
  readonly #server: Server;
  #page: { html: string; policy?: string } = { html: '' };

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<HostSite> {
    const server = createServer();
    const site = new HostSite(server);
    server.on('request', (_, response) => {
      const { html, policy } = site.#page;
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      if (policy !== undefined) response.setHeader('Content-Security-Policy', policy);
      response.end(html);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return site;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What the site shows from now on: a page with the widget of this server in it. */
  show(parts: { widgetOf: string; attributes?: string; style?: string; policy?: string }): void {
    const { widgetOf, attributes = '', style = '', policy } = parts;
    const sheet = style === '' ? '' : `<style>${style}</style>`;
    const html = `<!doctype html><html lang="en"><head><title>A site</title>${sheet}
      <script async src="${widgetOf}/widget.js" ${attributes}></script></head>
      <body><main><h1>A site</h1><p><a href="#top">A link of the site</a></p></main></body></html>`;
    this.#page = { html, policy };
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

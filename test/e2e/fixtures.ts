import { test as base } from '@playwright/test';
import { expect } from '@playwright/test';
import { SupportServer } from './support-server.ts';
import { WidgetPage } from './widget-page.ts';

/** `server` is shared by the tests of a worker; `chat` is the chat on a page of its own, begun anew. */
export const test = base.extend<
  { widget: WidgetPage; chat: WidgetPage; ownServer: SupportServer },
  { server: SupportServer }
>({
  server: [
    // Playwright reads from the braces what a fixture needs.
    async ({ browserName: _ }, use) => {
      const server = await SupportServer.start();
      await use(server);
      await server.remove();
    },
    { scope: 'worker' },
  ],
  ownServer: async ({ browserName: _ }, use) => {
    const server = await SupportServer.start();
    await use(server);
    await server.remove();
  },
  widget: async ({ page }, use) => {
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    await use(new WidgetPage(page));
    expect(problems).toEqual([]);
  },
  chat: async ({ widget, server }, use) => {
    await widget.goToChat(server.url);
    await use(widget);
  },
});

export { expect };

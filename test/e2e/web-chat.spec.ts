import { startDirectLineStack, type StackOptions } from '../support/direct-line-stack.ts';
import { expect, test as base } from './fixtures.ts';
import { WebChatPage } from './web-chat-page.ts';
import { WebChatSite } from './web-chat-site.ts';
import { clearSymptom } from './widget-page.ts';

/** A red pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

/**
 * Web Chat reconnects 3 to 15 s after it has lost its stream, and 20 s after each attempt that found no server: a slow
 * start costs one or two of them.
 */
const reconnected = { timeout: 90_000 };

/** `siteOf` puts Web Chat onto a page of its own that talks to this server. */
const test = base.extend<{ webChat: WebChatPage; siteOf: (server: string) => Promise<string> }>({
  webChat: async ({ page }, use) => use(new WebChatPage(page)),
  siteOf: async ({ browserName: _ }, use) => {
    const sites: WebChatSite[] = [];
    await use(async (server) => {
      const site = await WebChatSite.start(server);
      sites.push(site);
      return site.url;
    });
    for (const site of sites) await site.close();
  },
});

/** The real server with a clock and a bot that the test holds in its hand. */
async function withStack(
  options: StackOptions,
  work: (stack: Awaited<ReturnType<typeof startDirectLineStack>>) => Promise<void>,
): Promise<void> {
  const stack = await startDirectLineStack(options);
  try {
    await work(stack);
  } finally {
    await stack.close();
  }
}

test('Web Chat walks a case by its cards, and an answered card becomes one line in its place', async ({
  webChat,
  siteOf,
  server,
}) => {
  await webChat.goTo(await siteOf(server.url));
  await webChat.write(clearSymptom);
  const fixed = webChat.button('It was off, I fixed it');
  await expect(fixed).toBeVisible();
  await fixed.click();

  const works = webChat.button(/works/);
  await expect(works).toBeVisible();
  const record = webChat.messages.filter({ hasText: 'Notification access for Link to Windows' });
  await expect(record).toHaveCount(1);
  await expect(record).toContainText('✓');
  await expect(record.getByRole('button')).toHaveCount(0);
  await works.click();
  await webChat.page.getByRole('radio', { name: /Very well/ }).check();
  await webChat.button('Send rating').click();
  await expect(webChat.button('Send rating')).toHaveCount(0);
  await expect(webChat.fromBot.last()).toContainText(/thank/i);
});

test('Web Chat shows the whole conversation again after a reload, and goes on with it', async ({
  webChat,
  siteOf,
  server,
}) => {
  await webChat.goTo(await siteOf(server.url));
  await webChat.write(clearSymptom);
  await expect(webChat.button('Already right')).toBeVisible();
  await webChat.button('Already right').click();
  await expect(webChat.page.getByText(/Check 2 of/)).toBeVisible();
  const before = await webChat.contents();

  await webChat.page.reload();

  await expect.poll(() => webChat.contents()).toEqual(before);
  await webChat.write('where am I');
  await expect.poll(() => webChat.messages.count()).toBeGreaterThan(before.length + 1);
});

test('Web Chat sends a picture, which stands in the conversation after a reload', async ({
  webChat,
  siteOf,
  server,
}) => {
  await webChat.goTo(await siteOf(server.url));
  await webChat.page
    .locator('.webchat__upload-button--file-input')
    .setInputFiles({ name: 'screenshot.png', mimeType: 'image/png', buffer: png });
  // It reads the file by itself; what is sent before goes without it.
  await expect(webChat.page.locator('.webchat__attachment-icon--checked')).toHaveCount(1);
  await webChat.write('This is what I see');
  await expect(webChat.fromBot).toHaveCount(2);

  await webChat.page.reload();

  const picture = webChat.own.getByRole('img', { name: 'screenshot.png' });
  await expect(picture).toHaveCount(1);
  await expect.poll(() => picture.evaluate((image) => Reflect.get(image, 'naturalWidth') as number)).toBe(1);
});

test('Web Chat comes back after its stream was cut, and what was said meanwhile is there once', async ({
  webChat,
  siteOf,
}) => {
  await withStack({}, async (stack) => {
    await webChat.goTo(await siteOf(stack.url));
    await webChat.write('before');
    await expect(webChat.messages.last()).toContainText('echo before');

    stack.sockets.terminateAll();
    await webChat.write('meanwhile');

    await expect(webChat.messages.last()).toContainText('echo meanwhile', reconnected);
    await webChat.write('after');
    await expect(webChat.messages.last()).toContainText('echo after');
    await expect
      .poll(() => webChat.contents())
      .toEqual(['hello', 'before', 'echo before', 'meanwhile', 'echo meanwhile', 'after', 'echo after']);
  });
});

test('Web Chat, shown again with a fresh token when its own has expired, goes on where it was', async ({
  webChat,
  siteOf,
}) => {
  let passed = 0;
  await withStack({ clock: () => new Date(Date.now() + passed) }, async (stack) => {
    await webChat.goTo(await siteOf(stack.url));
    await webChat.write('before');
    await expect(webChat.messages.last()).toContainText('echo before');
    passed = 31 * 60_000;
    const refused = webChat.page.waitForResponse((response) => response.status() === 403);
    // The stream of the one that is shown in its place.
    const shownAgain = webChat.page.waitForEvent('websocket');
    await webChat.write('refused');
    await refused;
    await shownAgain;
    await expect(webChat.messages).toHaveCount(3);

    await webChat.write('after half an hour');

    await expect(webChat.messages.last()).toContainText('echo after half an hour');
    await expect
      .poll(() => webChat.contents())
      .toEqual(['hello', 'before', 'echo before', 'after half an hour', 'echo after half an hour']);
  });
});

test('Web Chat comes back after the server was killed and started again', async ({
  webChat,
  siteOf,
  ownServer: server,
}) => {
  test.setTimeout(180_000);
  await webChat.goTo(await siteOf(server.url));
  await webChat.write(clearSymptom);
  await expect(webChat.button('Already right')).toBeVisible();
  const before = await webChat.contents();

  await server.kill();
  const stream = webChat.page.waitForEvent('websocket', reconnected);
  await server.restart();
  await stream;

  await webChat.button('Already right').click();
  await expect(webChat.page.getByText(/Check 2 of/)).toBeVisible();
  const [greeting, symptom] = before;
  expect((await webChat.contents()).slice(0, 2)).toEqual([greeting, symptom]);
});

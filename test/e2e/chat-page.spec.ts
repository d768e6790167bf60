import AxeBuilder from '@axe-core/playwright';
import { expect, test as base } from '@playwright/test';
import { ChatPage } from './chat-page.ts';
import { SupportServer } from './support-server.ts';

const test = base.extend<{ chat: ChatPage; ownServer: SupportServer }, { server: SupportServer }>({
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
  chat: async ({ page, server }, use) => {
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    const chat = new ChatPage(page);
    await chat.open(server.url);
    await use(chat);
    expect(problems).toEqual([]);
  },
});

test('the bot speaks first', async ({ chat }) => {
  await expect(chat.fromBot).toHaveCount(1);
  await expect(chat.own).toHaveCount(0);
});

test('a typed symptom is shown at once, marked as sent and answered', async ({ chat }) => {
  await chat.answerTo(() => chat.write('My text messages no longer sync'));

  await expect(chat.own).toHaveCount(1);
  await expect(chat.own).toContainText('My text messages no longer sync');
  await expect(chat.own).toContainText('Sent');
});

test('an answered check folds to a record and the next question follows', async ({ chat }) => {
  await chat.reachFirstCheck();
  const folded = await chat.records.count();

  await chat.answerTo(() => chat.checkCard.getByRole('button', { name: 'Skip' }).click());

  await expect(chat.records).toHaveCount(folded + 1);
  await expect(chat.own.last()).toContainText('Skip');
});

test('the position among the checks is shown while a check is on screen', async ({ chat }) => {
  await chat.reachFirstCheck();

  await expect(chat.page.getByRole('progressbar', { name: /Check \d+ of about \d+/ })).toBeVisible();
});

test('a card cannot be answered twice while its answer is on the way', async ({ chat }) => {
  await chat.page.route('**/activities', (route) =>
    route.request().method() === 'POST' ? undefined : route.continue(),
  );
  const button = chat.card.getByRole('button').first();

  await button.click();

  await expect(button).toBeDisabled();
});

test('a reload keeps the whole conversation and asks nothing again', async ({ chat }) => {
  await chat.reachFirstCheck();
  await chat.answerTo(() => chat.checkCard.getByRole('button', { name: 'Skip' }).click());
  await expect(chat.own.last()).toContainText('Sent');
  const before = await chat.contents();

  await chat.page.reload();

  await expect(chat.messages).toHaveCount(before.length);
  expect(await chat.contents()).toEqual(before);
});

test('a reload goes on without browser storage as a new conversation', async ({ browser, server }) => {
  const page = await browser.newPage();
  await page.addInitScript(
    `Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError'); } })`,
  );
  const chat = new ChatPage(page);
  await chat.open(server.url);
  await chat.answerTo(() => chat.write('My text messages no longer sync'));

  await page.reload();

  await expect(chat.fromBot).toHaveCount(1);
  await page.close();
});

test('a conversation that cannot be had any more is followed by a new one, and the page says so', async ({
  chat,
}) => {
  await chat.page.route('**/api/chat/resume', (route) => route.fulfill({ status: 403, body: '{}' }));

  await chat.page.reload();

  await expect(chat.page.locator('.notice')).toBeVisible();
  await expect(chat.fromBot).toHaveCount(1);
});

test('everything can be done with the keyboard', async ({ chat }) => {
  const { keyboard } = chat.page;
  await chat.field.focus();
  await keyboard.type('First line');
  await keyboard.press('Shift+Enter');
  await keyboard.type('second line');
  await chat.answerTo(() => keyboard.press('Enter'));
  await expect(chat.own.first()).toContainText('First line\nsecond line');

  const button = chat.card.getByRole('button').first();
  await button.focus();
  await chat.answerTo(() => keyboard.press('Enter'));

  // The pressed button is gone; the next Tab leads into the new message and not to the top of the page.
  await keyboard.press('Tab');
  await expect(
    chat.fromBot
      .last()
      .locator(':focus')
      .or(chat.field.and(chat.page.locator(':focus'))),
  ).toHaveCount(1);
});

test('a phone-wide window scrolls in one direction only and keeps the commands in reach', async ({
  chat,
}) => {
  await chat.page.setViewportSize({ width: 360, height: 720 });
  await chat.reachFirstCheck();

  expect(await chat.scrollsSideways()).toBe(false);
  await expect(chat.page.getByRole('button', { name: 'Start over' }).first()).toBeInViewport();
  await expect(chat.page.getByRole('button', { name: 'Talk to a person' }).first()).toBeInViewport();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`accessibility rules hold in the ${colorScheme} theme`, async ({ chat }) => {
    await chat.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await chat.reachFirstCheck();
    await chat.answerTo(() => chat.checkCard.getByRole('button', { name: 'Skip' }).click());

    const { violations } = await new AxeBuilder({ page: chat.page }).analyze();

    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });
}

test('a change between light and dark reaches the cards on screen', async ({ chat }) => {
  const background = () => chat.styleOf('.card', 'backgroundColor');
  const ink = () => chat.styleOf('.card .ac-textBlock', 'color');
  await chat.page.emulateMedia({ colorScheme: 'light' });
  const light = [await background(), await ink()];

  await chat.page.emulateMedia({ colorScheme: 'dark' });

  await expect.poll(background).not.toBe(light[0]);
  await expect.poll(ink).not.toBe(light[1]);
});

test('after the server was killed, the page comes back by itself and a message from meanwhile arrives once', async ({
  page,
  ownServer: server,
}) => {
  const chat = new ChatPage(page);
  await chat.open(server.url);
  await server.kill();
  await expect(chat.status).toContainText('Reconnecting');
  await chat.write('Written while the server was away');
  await expect(chat.own.last()).toContainText('Sending');

  await chat.answerTo(() => server.restart());

  await expect(chat.own.last()).toContainText('Sent');
  await expect(chat.status).toBeEmpty();
  await page.reload();
  await expect(chat.own.filter({ hasText: 'Written while the server was away' })).toHaveCount(1);
});

test('a second window takes the conversation over, and the first gets it back when it is used', async ({
  chat,
  server,
}) => {
  await chat.answerTo(() => chat.write('My text messages no longer sync'));
  const second = new ChatPage(await chat.page.context().newPage());

  await second.open(server.url);
  await expect(second.own).toHaveCount(1);
  await expect(chat.status).toContainText('another window');
  await second.answerTo(() => second.write('Photos are missing as well'));

  await chat.page.getByRole('button', { name: 'Use it here' }).click();
  await expect(chat.own).toHaveCount(2);
  await expect(chat.status).toBeEmpty();
});

test('a message the server refuses can be sent again', async ({ chat }) => {
  const posts = '**/conversations/*/activities';
  await chat.page.route(posts, (route) => route.fulfill({ status: 400, body: '{}' }));
  await chat.write('My text messages no longer sync');
  await expect(chat.own).toContainText('Not sent');
  await chat.page.unroute(posts);

  await chat.answerTo(() => chat.page.getByRole('button', { name: 'Try again' }).click());

  await expect(chat.own).toContainText('Sent');
});

test('words written from right to left stand from right to left', async ({ chat }) => {
  await chat.write('الإشعارات لا تظهر');

  await expect(chat.own).toHaveCount(1);
  expect(await chat.styleOf('.message--visitor .bubble', 'direction')).toBe('rtl');
});

test('nothing the bot says can run a script or lead to a dangerous address', async ({ chat }) => {
  await chat.page.route('**/activities?watermark=*', (route) => route.fulfill({ json: hostileHistory }));
  await chat.page.reload();
  await expect(chat.page.getByText('hostile')).toHaveCount(2);

  const found = await chat.page.evaluate<unknown>(`({
    hacked: window.hacked ?? null,
    elements: document.querySelectorAll('#log script, #log img, #log iframe, #log [onerror]').length,
    addresses: [...document.querySelectorAll('#log a[href]')].map((link) => link.href + ' ' + link.rel),
  })`);

  expect(found).toEqual({
    hacked: null,
    elements: 0,
    // A picture is not fetched; its address becomes a link.
    addresses: [
      'https://support.microsoft.com/ noopener noreferrer',
      'https://example.org/d.png noopener noreferrer',
    ],
  });
  await expect(chat.page.getByRole('link', { name: 'Dangerous' })).toBeDisabled();
  // Outside of Windows its settings cannot be opened.
  await expect(chat.page.getByRole('link', { name: 'Settings (on your PC)' })).toBeDisabled();
});

const hostileText =
  'hostile <img src=x onerror="window.hacked=1"> <script>window.hacked=1</script> ' +
  '[a](javascript:window.hacked=1) [b](data:text/html,x) [c](https://support.microsoft.com) ![d](https://example.org/d.png)';

const hostileHistory = {
  watermark: '0',
  activities: [
    {
      type: 'message',
      id: 'hostile',
      from: { id: 'bot', role: 'bot' },
      text: hostileText,
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          content: {
            type: 'AdaptiveCard',
            version: '1.5',
            body: [{ type: 'TextBlock', text: 'hostile <img src=x onerror="window.hacked=1">', wrap: true }],
            actions: [
              { type: 'Action.OpenUrl', title: 'Dangerous', url: 'javascript:window.hacked=1' },
              { type: 'Action.OpenUrl', title: 'Settings', url: 'ms-settings:bluetooth' },
            ],
          },
        },
      ],
    },
  ],
};

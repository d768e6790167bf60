import { expect, test } from './fixtures.ts';
import { WidgetPage } from './widget-page.ts';

test('a reload keeps the whole conversation and asks nothing again', async ({ chat }) => {
  await chat.reachFirstCheck();
  await chat.answerTo(() => chat.checkCard.getByRole('button', { name: 'Skip' }).click());
  await expect(chat.own.last()).toContainText('Sent');
  const before = await chat.contents();

  await chat.page.reload();

  await expect.poll(() => chat.contents()).toEqual(before);
});

test('a reload goes on without browser storage as a new conversation', async ({ browser, server }) => {
  const page = await browser.newPage();
  await page.addInitScript(
    `for (const name of ['localStorage', 'sessionStorage'])
       Object.defineProperty(window, name, { get() { throw new DOMException('denied', 'SecurityError'); } })`,
  );
  const chat = new WidgetPage(page);
  await chat.goToChat(server.url);
  await chat.answerTo(() => chat.write('My text messages no longer sync'));

  await page.reload();

  await expect(chat.fromBot).toHaveCount(1);
  await page.close();
});

test('a conversation that cannot be had any more is followed by a new one, and the chat says so', async ({
  chat,
}) => {
  await chat.page.route('**/api/chat/resume', (route) => route.fulfill({ status: 403, body: '{}' }));

  await chat.page.reload();

  await expect(chat.page.locator('.notice')).toBeVisible();
  await expect(chat.fromBot).toHaveCount(1);
});

test('a second tab sees the same conversation, and both go on', async ({ chat, server }) => {
  await chat.answerTo(() => chat.write('My text messages no longer sync'));
  const second = new WidgetPage(await chat.page.context().newPage());
  await second.goToChat(server.url);
  await expect(second.own).toHaveCount(1);

  await second.answerTo(() => second.write('Photos are missing as well'));
  await expect(chat.messages).toHaveCount(await second.messages.count());
  await chat.answerTo(() => chat.write('where am I'));
  await expect(second.own).toHaveCount(3);

  await expect(chat.status).toBeEmpty();
  await expect(second.status).toBeEmpty();
  const said = await chat.contents();
  await expect.poll(() => second.contents()).toEqual(said);
});

test('what is written off line goes out once the network is back', async ({ chat }) => {
  const context = chat.page.context();
  await context.setOffline(true);
  await expect(chat.status).toContainText('You are offline');
  await chat.write('Written without a network');
  await expect(chat.own.last()).toContainText('Sending');

  await chat.answerTo(() => context.setOffline(false));

  await expect(chat.own.last()).toContainText('Sent');
  await expect(chat.own).toHaveCount(1);
  await expect(chat.status).toBeEmpty();
});

test('after the server was killed, the chat comes back by itself and a message from meanwhile arrives once', async ({
  widget: chat,
  ownServer: server,
}) => {
  await chat.goToChat(server.url);
  await server.kill();
  await expect(chat.status).toContainText('Reconnecting');
  await chat.expectAccessible();
  await chat.write('Written while the server was away');
  await expect(chat.own.last()).toContainText('Sending');

  await chat.answerTo(() => server.restart());

  await expect(chat.own.last()).toContainText('Sent');
  await expect(chat.status).toBeEmpty();
  await chat.page.reload();
  await expect(chat.own.filter({ hasText: 'Written while the server was away' })).toHaveCount(1);
});

test('a message that was written and not sent outlives a reload', async ({ chat }) => {
  await chat.page.route('**/conversations/*/activities', (route) =>
    route.request().method() === 'POST' ? route.abort() : route.continue(),
  );
  await chat.write('Written before the reload');
  await expect(chat.own).toContainText('Sending');
  await chat.page.unrouteAll({ behavior: 'ignoreErrors' });

  await chat.answerTo(async () => {
    await chat.page.reload();
    await expect(chat.fromBot).not.toHaveCount(0);
  });

  await expect(chat.own).toHaveCount(1);
  await expect(chat.own).toContainText('Sent');
});

test('the token is renewed while the chat stays open, and what is written goes out with the new one', async ({
  widget: chat,
  server,
}) => {
  await chat.page.clock.install();
  await chat.goToChat(server.url);
  // The bot has spoken before the line is open, which is what renews the token.
  await expect(chat.status).toHaveAttribute('data-state', 'online');
  const renewed = chat.page.waitForResponse('**/v3/directline/tokens/refresh');
  await chat.page.clock.runFor(15 * 60_000 + 1000);
  const { token } = (await (await renewed).json()) as { token: string };

  const sent = chat.page.waitForRequest('**/conversations/*/activities');
  await chat.answerTo(() => chat.write('My text messages no longer sync'));

  expect((await sent).headers().authorization).toBe(`Bearer ${token}`);
  await expect(chat.status).toBeEmpty();
});

test('a message the server refuses can be sent again', async ({ chat }) => {
  const posts = '**/conversations/*/activities';
  await chat.page.route(posts, (route) => route.fulfill({ status: 400, body: '{}' }));
  await chat.write('My text messages no longer sync');
  await expect(chat.own).toContainText('Not sent');
  await chat.expectAccessible();
  await chat.page.unroute(posts);

  await chat.answerTo(() => chat.page.getByRole('button', { name: 'Try again' }).click());

  await expect(chat.own).toContainText('Sent');
});

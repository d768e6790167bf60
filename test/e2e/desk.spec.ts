import { DeskPage } from './desk-page.ts';
import { agentAt, beginning, visitorAt } from './desk-visits.ts';
import { expect, test } from './fixtures.ts';
import { clearSymptom } from './widget-page.ts';

// Two or three browsers at once, each with a server of its own to start.
test.describe.configure({ timeout: 240_000 });

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs+9AAAAFUlEQVR42mNk+M9Qz0AEYBxVSF+FABJADveWkH6oAAAAAElFTkSuQmCC',
  'base64',
);

test('visitor and agent talk in two pages: ask, wait, take, pictures, reloads, bot, again, close, rate', async ({
  browser,
  ownServer: server,
}) => {
  const desk = await agentAt(browser, server.deskLink);
  await expect(desk.page.getByText('Nobody is waiting.')).toBeVisible();

  const visitor = await visitorAt(browser, server);
  await expect(visitor.fromBot.last()).toContainText('next in line');
  await expect(desk.cases).toHaveCount(1);
  await expect(desk.cases.first()).toContainText(/waiting/);
  await desk.picture('queue');

  await desk.take(beginning);
  await expect(desk.facts).toContainText(clearSymptom);
  await expect(desk.facts).toContainText('Samsung');
  await expect(visitor.page.locator('#headline')).toContainText(/^With/);

  await desk.write('Hello, I have **read** it all.');
  await expect(visitor.fromBot.last()).toContainText('Hello, I have read it all.');
  // Read as soon as it is on the visitor's screen.
  await expect(desk.said.last()).toContainText(/Sent|Read/);
  await visitor.write('good to know');
  await expect(desk.said.last()).toContainText('good to know');

  await desk.page.locator('#file-input').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: png });
  await desk.field.press('Enter');
  await expect(visitor.fromBot.last().getByRole('img', { name: 'Picture: a.png' })).toBeVisible();
  await visitor.page
    .locator('#file-input')
    .setInputFiles({ name: 'b.png', mimeType: 'image/png', buffer: png });
  await visitor.field.press('Enter');
  await expect(desk.said.last().getByRole('img', { name: 'Picture: b.png' })).toBeVisible();
  await desk.picture('conversation');

  const before = await desk.page.locator('.said__content').allInnerTexts();
  await desk.page.reload();
  await visitor.page.reload();
  await expect.poll(() => desk.page.locator('.said__content').allInnerTexts()).toEqual(before);
  await expect(visitor.own.last().getByRole('img', { name: 'Picture: b.png' })).toBeVisible();

  await desk.button('Return to the bot').click();
  await desk.confirm('Return to the bot');
  await expect(desk.page.locator('.tag', { hasText: 'Back with the bot' }).first()).toBeVisible();
  await expect(desk.cases).toHaveCount(0);
  await expect(visitor.checkCard).toBeVisible();

  await visitor.answerTo(() => visitor.write('talk to a person'));
  await desk.take(beginning);
  await desk.button('Close case').click();
  await desk.page.getByLabel('Yes, it is solved').check();
  await desk.picture('close');
  await desk.confirm('Close case');
  await expect(desk.facts).toContainText('Solved');

  await visitor.card.getByRole('radio', { name: 'Very well' }).check();
  await visitor.card.getByRole('button', { name: 'Send rating' }).click();
  await expect(desk.facts).toContainText('Rated 5 of 5');
  expect(desk.problems).toEqual([]);
});

test('a sign-in link works once, and who is not signed in sees nothing', async ({ browser, ownServer }) => {
  const desk = await agentAt(browser, ownServer.deskLink);
  expect(desk.page.url()).toBe(`${ownServer.url}/desk`);

  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(ownServer.deskLink);
  await expect(stranger.getByText('This link was used before')).toBeVisible();
  await stranger.goto(`${ownServer.url}/desk`);
  await expect(stranger.getByRole('heading', { name: 'Sign in to the support desk' })).toBeVisible();

  await desk.button('Sign out').click();
  await expect(desk.page.getByRole('heading', { name: 'Sign in to the support desk' })).toBeVisible();
  await desk.expectAccessible();
});

test('of two agents who take a case at once, the one who was late is told who has it', async ({
  browser,
  ownServer: server,
}) => {
  const ada = await agentAt(browser, await server.newDeskLink('Ada'));
  const bob = await agentAt(browser, await server.newDeskLink('Bob'));
  await visitorAt(browser, server);
  await expect(ada.button(/2 on duty/)).toBeVisible();
  await bob.cases.filter({ hasText: beginning }).click();
  await expect(bob.button('Take')).toBeVisible();
  // Bob's page does not hear in time that Ada took it.
  await bob.page.route('**/take', async (route) => {
    await ada.take(beginning);
    await route.continue();
  });

  await bob.button('Take').evaluate((button) => (button as unknown as { click(): void }).click());

  await expect(bob.toast).toHaveText('Ada took this case before you.');
  await expect(bob.page.getByText('Ada has this case.')).toBeVisible();
  await expect(bob.cases).toHaveCount(0);
});

test('a case is handed on with a private note, which the visitor never sees', async ({
  browser,
  ownServer: server,
}) => {
  const ada = await agentAt(browser, await server.newDeskLink('Ada'));
  const bob = await agentAt(browser, await server.newDeskLink('Bob'));
  const visitor = await visitorAt(browser, server);
  await ada.take(beginning);
  await ada.page.keyboard.press('Escape');
  await ada.page.keyboard.press('n');
  await ada.page.keyboard.type('It is the sleeping apps list.');
  await ada.page.keyboard.press('Enter');
  await expect(ada.notes).toContainText('It is the sleeping apps list.');

  await expect(ada.button(/2 on duty/)).toBeVisible();
  await ada.button('Hand on').click();
  await ada.page.getByRole('combobox').selectOption({ label: 'Bob' });
  await ada.confirm('Hand on');

  await bob.cases.filter({ hasText: beginning }).click();
  await expect(bob.notes).toContainText('It is the sleeping apps list.');
  await bob.write('Bob here.');
  await expect(visitor.fromBot.last()).toContainText('Bob here.');
  await expect(visitor.page.getByText('sleeping apps list')).toHaveCount(0);
});

test('script in what an agent or a visitor writes is text and nothing else', async ({
  browser,
  ownServer: server,
}) => {
  const script = '<img src=x onerror="alert(1)"><script>alert(2)</script>';
  const name = await server.newDeskLink(`Eve ${script}`.slice(0, 90));
  const desk = await agentAt(browser, name);
  const visitor = await visitorAt(browser, server, `notifications stopped ${script}`);
  await desk.take('notifications stopped');
  await desk.write(`${script} [link](javascript:alert(3))`);
  await expect(visitor.fromBot.last()).toContainText('<img src=x');
  await visitor.write(script);
  await expect(desk.said.last()).toContainText('<script>');
  await visitor.page
    .locator('#file-input')
    .setInputFiles({ name: '<img src=x onerror="alert(4)">.png', mimeType: 'image/png', buffer: png });
  await visitor.field.press('Enter');
  await expect(desk.said.last().getByRole('img', { name: /<img src=x/ })).toBeVisible();
  const from = JSON.stringify({ id: 'x', name: script });
  await visitor.page.evaluate(`(async () => {
    const { token, conversationId } = JSON.parse(localStorage['support-chat.session']);
    const headers = { Authorization: 'Bearer ' + token, 'Content-Type': 'application/json' };
    const body = JSON.stringify({ type: 'message', text: 'Who am I?', from: ${from} });
    const path = '/v3/directline/conversations/' + conversationId + '/activities';
    await fetch(path, { method: 'POST', headers, body });
  })()`);
  await expect(desk.said.last()).toContainText('Who am I?');
  await expect(desk.said.last().locator('.said__name')).toContainText('<img src=x');

  expect(await desk.page.locator('img[src="x"], .said script').count()).toBe(0);
  expect(await visitor.page.locator('img[src="x"], a[href^="javascript"]').count()).toBe(0);
  expect(desk.problems).toEqual([]);
});

test('what was typed is kept when the sign-in is over, and sent after the next one', async ({
  browser,
  ownServer: server,
}) => {
  const link = await server.newDeskLink('Ada');
  const desk = await agentAt(browser, link);
  const visitor = await visitorAt(browser, server);
  await desk.take(beginning);
  await desk.field.fill('This must not be lost.');
  const cookies = await desk.page.context().cookies();
  await desk.page.context().clearCookies();
  await desk.field.press('Enter');

  await expect(desk.page.getByRole('heading', { name: 'Sign in again' })).toBeVisible();
  await desk.expectAccessible();
  await desk.confirm('I’m signed in again');
  await expect(desk.page.getByText('You are not signed in yet.')).toBeVisible();
  await desk.page.context().addCookies(cookies);
  await desk.confirm('I’m signed in again');

  await expect(visitor.fromBot.last()).toContainText('This must not be lost.');
});

test('an agent needs no mouse', async ({ browser, ownServer: server }) => {
  const desk = await agentAt(browser, server.deskLink);
  const { keyboard } = desk.page;
  const visitor = await visitorAt(browser, server);
  await expect(desk.cases).toHaveCount(1);

  await keyboard.press('t');
  await expect(desk.field).toBeFocused();
  await keyboard.type('/');
  await keyboard.type('winver');
  await desk.picture('saved-replies');
  await keyboard.press('Enter');
  await expect(desk.field).toHaveValue(/winver/);
  await keyboard.press('Enter');
  await expect(visitor.fromBot.last()).toContainText('winver');

  await keyboard.press('Escape');
  await keyboard.press('c');
  await keyboard.press('Space');
  await keyboard.press('Enter');
  await expect(desk.facts).toContainText('Solved');
});

test('shortcuts can be switched off', async ({ browser, ownServer: server }) => {
  const desk = await agentAt(browser, server.deskLink);
  await desk.page.keyboard.press('?');
  await desk.page.getByLabel('Use single-key shortcuts').uncheck();
  await desk.confirm('Close');

  await desk.page.keyboard.press('/');

  await expect(desk.page.getByRole('searchbox')).not.toBeFocused();
});

test('a closed case is found again, with its conversation and its transcript', async ({
  browser,
  ownServer: server,
}) => {
  const desk = await agentAt(browser, server.deskLink);
  await visitorAt(browser, server);
  await desk.take(beginning);
  await desk.button('Close case').click();
  await desk.page.getByLabel('No, it is not').check();
  await desk.confirm('Close case');
  await expect(desk.cases).toHaveCount(0);

  await desk.page.getByRole('searchbox').fill('samsung');
  await desk.page.keyboard.press('Enter');
  await desk.cases.first().click();

  await expect(desk.said.first()).toBeVisible();
  await expect(desk.facts).toContainText('Not solved');
  const download = desk.page.waitForEvent('download');
  await desk.facts.getByRole('link', { name: 'Markdown' }).click();
  expect((await download).suggestedFilename()).toMatch(/^case-\w+\.md$/);
});

test('the desk comes back by itself when the server does', async ({ browser, ownServer: server }) => {
  const desk = await agentAt(browser, server.deskLink);
  const visitor = await visitorAt(browser, server);
  await desk.take(beginning);
  await server.kill();
  await expect(desk.page.getByText('Reconnecting…')).toBeVisible();
  await desk.write('Written while it was away.');
  await expect(desk.said.last()).toContainText('Sending…');

  await server.restart();

  await expect(visitor.fromBot.last()).toContainText('Written while it was away.', { timeout: 30_000 });
  await expect(desk.said.last()).toContainText('Read');
  await expect(desk.page.getByText('Reconnecting…')).toBeHidden();
});

test('a list that cannot be read is said to be old, and read again until it can be', async ({
  browser,
  ownServer: server,
}) => {
  const context = await browser.newContext({ viewport: { width: 1400, height: 860 } });
  const desk = new DeskPage(await context.newPage());
  // News of a case whose line only the server knows: the page has to ask for it.
  await desk.page.routeWebSocket('**/api/desk/live', (line) => {
    line.connectToServer().onMessage((message) => {
      const text = message.toString();
      line.send(text === '' ? text : JSON.stringify({ ...JSON.parse(text), listed: undefined }));
    });
  });
  await desk.signIn(server.deskLink);
  await expect(desk.page.getByText('Nobody is waiting.')).toBeVisible();
  let fails = 0;
  await desk.page.route('**/api/desk/lists', async (route) => {
    fails += 1;
    await route.fulfill({ status: 503, json: { error: { code: 'storage.unavailable', message: 'no' } } });
  });

  await visitorAt(browser, server);
  await expect(desk.page.getByText('This page may not be up to date')).toBeVisible();
  await desk.picture('behind');
  await expect.poll(() => fails).toBeGreaterThan(2);
  await expect(desk.cases).toHaveCount(0);

  await desk.page.unroute('**/api/desk/lists');
  await expect(desk.page.getByText('This page may not be up to date')).toBeHidden({ timeout: 20_000 });
  await expect(desk.cases).toHaveCount(1);
  expect(desk.problems).toEqual([]);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`accessibility rules hold in every state of the ${colorScheme} theme`, async ({
    browser,
    ownServer: server,
  }) => {
    const desk = await agentAt(browser, server.deskLink);
    await desk.page.emulateMedia({ colorScheme });
    await desk.expectAccessible();
    await visitorAt(browser, server);
    await desk.cases.first().click();
    await expect(desk.said.first()).toBeVisible();
    await desk.expectAccessible();
    await desk.button('Take').click();
    await desk.write('Hello');
    await desk.page.getByText('Private note', { exact: true }).click();
    await desk.page.keyboard.type('a note');
    await desk.page.keyboard.press('Enter');
    await expect(desk.notes).toHaveCount(1);
    await desk.expectAccessible();
    await desk.picture(`note-${colorScheme}`);
    await desk.button(/on duty/).click();
    await desk.expectAccessible();
    await desk.page.keyboard.press('Escape');
    for (const name of ['Hand on', 'Return to the bot', 'Close case', 'Keyboard shortcuts']) {
      await desk.button(name).click();
      await desk.expectAccessible();
      await desk.page.keyboard.press('Escape');
    }
    await desk.page.getByText('Reply', { exact: true }).click();
    await desk.button('Saved replies').click();
    await desk.expectAccessible();
    await desk.page.keyboard.press('Escape');
    await desk.page.setViewportSize({ width: 820, height: 1100 });
    await desk.expectAccessible();
    await desk.picture(`tablet-${colorScheme}`);
    await desk.button('Facts').click();
    await expect(desk.facts).toBeVisible();
    await desk.expectAccessible();
    await desk.picture(`tablet-facts-${colorScheme}`);
    await desk.page.setViewportSize({ width: 390, height: 800 });
    await desk.expectAccessible();
    await desk.picture(`phone-facts-${colorScheme}`);
    await desk.button('Facts').click();
    await desk.picture(`phone-${colorScheme}`);
    await desk.button('Back to the list').click();
    await desk.expectAccessible();
    await desk.picture(`phone-list-${colorScheme}`);
  });
}

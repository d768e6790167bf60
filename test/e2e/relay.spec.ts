import { DeskPage } from './desk-page.ts';
import { agentAt, beginning, visitorAt } from './desk-visits.ts';
import { expect, test } from './fixtures.ts';
import { clearSymptom, WidgetPage } from './widget-page.ts';

test.describe.configure({ timeout: 240_000 });

test('the agent sees the visitor typing, and the visitor sees what the agent has read', async ({
  browser,
  ownServer: server,
}) => {
  const visitor = new WidgetPage(await (await browser.newContext()).newPage());
  await visitor.goToChat(server.url);
  await visitor.answerTo(() => visitor.write(clearSymptom));
  await visitor.answerTo(() => visitor.write('talk to a person'));
  const desk = new DeskPage(await (await browser.newContext()).newPage());
  await desk.signIn(server.deskLink);
  await desk.take('Notifications from my Samsung');
  await expect(visitor.page.locator('#headline')).toContainText(/^With/);

  await visitor.field.pressSequentially('good to kn');
  await expect(desk.page.locator('#typing')).toBeVisible();
  await visitor.write('good to know');
  await expect(desk.said.last()).toContainText('good to know');
  await expect(visitor.own.last()).toContainText('Read');
});

test('what both have read of each other is shown, and shown again when both pages are loaded anew', async ({
  browser,
  ownServer: server,
}) => {
  const desk = await agentAt(browser, server.deskLink);
  const visitor = await visitorAt(browser, server);
  await desk.take(beginning);
  await visitor.write('are you there?');
  await expect(desk.said.last()).toContainText('are you there?');
  await desk.write('I am here.');
  await expect(visitor.own.last()).toContainText('Read');
  await expect(desk.said.last()).toContainText('Read');
  await desk.picture('read');

  await Promise.all([visitor.page.reload(), desk.page.reload()]);
  await expect(visitor.own.last()).toContainText('Read');
  await expect(desk.said.last()).toContainText('I am here.');
  await expect(desk.said.last()).toContainText('Read');
  expect(desk.problems).toEqual([]);
});

test('what the agent writes is not read while the visitor looks at another page', async ({
  browser,
  ownServer: server,
}) => {
  const desk = await agentAt(browser, server.deskLink);
  const visitor = await visitorAt(browser, server);
  await desk.take(beginning);
  await desk.write('Are you there?');
  await expect(desk.said.last()).toContainText('Read');
  await visitor.page.goto('about:blank');
  await desk.write('Nobody looks at this.');
  await expect(desk.said.last()).toContainText('Nobody looks at this.');
  await expect(desk.said.last()).toContainText('Sent');
  await desk.field.fill('Look **here**');
  await desk.button('Preview').click();
  await visitor.goToChat(server.url);
  await expect(desk.said.last()).toContainText('Read');
  // What the agent is at stays as it is.
  await expect(desk.page.locator('#preview-box')).toHaveText('Look here');
  await expect(desk.page.locator('#preview-box')).toBeVisible();
});

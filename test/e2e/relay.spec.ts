import { DeskPage } from './desk-page.ts';
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

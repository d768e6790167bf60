import { agentAt, beginning, visitorAt } from './desk-visits.ts';
import { expect, test } from './fixtures.ts';
import { clearSymptom } from './widget-page.ts';

test.describe.configure({ timeout: 240_000 });

test('an agent has hidden data shown, one kind in one case, and the history tells who did', async ({
  browser,
  ownServer: server,
}) => {
  const desk = await agentAt(browser, server.deskLink);
  const visitor = await visitorAt(browser, server);
  await desk.take(beginning);
  await visitor.write('call me at 206-555-0123 or wombat@example.org');
  await expect(desk.said.last()).toContainText('call me at [phone] or [email]');
  await expect(desk.facts.getByRole('heading', { name: 'Hidden data' })).toBeVisible();
  await desk.picture('hidden-data');

  await desk.button('Show phone numbers').click();
  await expect(desk.toast).toContainText('Shown from now on.');
  await expect(desk.said.last()).toContainText('call me at 206-555-0123 or [email]');
  await expect(desk.facts).toContainText('had phone numbers shown');
  await expect(desk.button('Show phone numbers')).toBeHidden();
  await desk.expectAccessible();
  await desk.picture('revealed-data');

  await desk.page.reload();
  await expect(desk.said.last()).toContainText('call me at 206-555-0123 or [email]');
  const other = await agentAt(browser, await server.newDeskLink('Grace'));
  await other.page.goto(desk.page.url());
  await expect(other.said.last()).toContainText('call me at [phone] or [email]');
  expect([...desk.problems, ...other.problems]).toEqual([]);
});

test('a visitor deletes their data while an agent writes to them: the case is gone from the page, and says why', async ({
  browser,
  ownServer: server,
}) => {
  const desk = await agentAt(browser, server.deskLink);
  const visitor = await visitorAt(browser, server);
  const other = await visitorAt(browser, server, 'My photos no longer show on my PC');
  await desk.take(beginning);
  await desk.write('Hello, I am reading.');
  await desk.field.fill('I am in the middle of a sen');

  await visitor.answerTo(() => visitor.write('delete my data'));
  await visitor.page.getByRole('button', { name: 'Yes, delete everything' }).click();
  await expect(desk.toast).toContainText('The visitor has deleted their data');
  await expect(desk.field).toBeHidden();
  await expect(desk.page.getByRole('heading', { name: 'The visitor has deleted their data' })).toBeVisible();
  await expect(desk.said).toHaveCount(0);
  await expect(desk.cases).toHaveCount(1);
  await expect(desk.page.locator('body')).not.toContainText(clearSymptom);
  await desk.expectAccessible();
  await desk.picture('erased');

  await desk.page.reload();
  await expect(desk.cases).toHaveCount(1);
  await expect(desk.page.locator('body')).not.toContainText(clearSymptom);
  await desk.take('My photos no longer');
  await expect(desk.field).toHaveValue('');
  await desk.write('And how are you?');
  await expect(other.page.getByText('And how are you?', { exact: true })).toBeVisible();
  expect(desk.problems).toEqual([]);
});

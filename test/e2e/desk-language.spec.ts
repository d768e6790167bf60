import { DeskPage } from './desk-page.ts';
import { visitorAt } from './desk-visits.ts';
import { expect, test } from './fixtures.ts';

test.describe.configure({ timeout: 240_000 });

test('the desk and the figures speak the language of the browser', async ({ browser, ownServer: server }) => {
  await visitorAt(browser, server);
  const context = await browser.newContext({ locale: 'de-AT', viewport: { width: 1400, height: 860 } });
  const desk = new DeskPage(await context.newPage());
  await desk.page.goto(server.deskLink);
  await expect(desk.page.getByRole('navigation', { name: 'Fälle' })).toBeVisible();
  await expect(desk.page.locator('html')).toHaveAttribute('lang', 'de');
  await desk.cases.first().click();
  await desk.button('Übernehmen').click();
  await expect(desk.toast).toContainText('Der Fall gehört Ihnen.');
  await expect(desk.page.getByRole('textbox', { name: 'Antwort schreiben' })).toBeFocused();
  await desk.expectAccessible();
  await desk.picture('german');
  await desk.page.setViewportSize({ width: 390, height: 800 });
  await desk.picture('german-phone');
  await desk.page.goto(`${server.url}/desk/insights`);
  await expect(desk.page.getByRole('heading', { name: 'Auswertung' })).toBeVisible();
  await expect(desk.page.getByRole('heading', { name: 'Fälle nach Tag' })).toBeVisible();
  await desk.page.goto(`${server.url}/desk?lang=en`);
  await expect(desk.page.getByRole('navigation', { name: 'Cases' })).toBeVisible();
  expect(desk.problems).toEqual([]);
});

import type { Page } from '@playwright/test';
import { expectAccessible } from './accessible.ts';
import { test, expect } from './fixtures.ts';
import type { SupportServer } from './support-server.ts';

/** A visitor over Direct Line, without a browser. */
async function visit({ url }: SupportServer, texts: string[]): Promise<void> {
  const call = async (path: string, body: object, token?: string) => {
    const response = await fetch(url + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify(body),
    });
    return (await response.json()) as { conversationId: string; token: string };
  };
  const { conversationId, token } = await call('/api/chat/token', {});
  await call('/v3/directline/conversations', {}, token);
  for (const text of texts) {
    await call(`/v3/directline/conversations/${conversationId}/activities`, { type: 'message', text }, token);
  }
}

async function openInsights(page: Page, server: SupportServer): Promise<void> {
  await page.goto(server.deskLink);
  await expect(page.getByRole('navigation', { name: 'Cases' })).toBeVisible();
  await page.getByRole('link', { name: 'Insights' }).click();
  await expect(page.getByRole('heading', { name: 'Cases by day' })).toBeVisible();
}

const symptom = 'Text messages from my Samsung do not sync to Phone Link on my Windows 11 PC';

test('the support lead sees what visitors met, sorts it, keeps it, and copies what nobody understood', async ({
  page,
  context,
  ownServer,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await visit(ownServer, [symptom, 'it was off, I fixed it', 'it works now']);
  await visit(ownServer, [symptom, 'already on', 'talk to a person']);
  await visit(ownServer, ['what is the weather in Oslo, mail me at wombat@example.org']);
  await openInsights(page, ownServer);

  await expect(page.getByRole('status').first()).toContainText('2 cases from');
  await expect(page.locator('.tile', { hasText: 'Solved by the bot' })).toContainText('50 %');
  await expect(page.locator('.uplot canvas')).toHaveCount(2);
  await expectAccessible(page);

  const days = page.getByRole('region', { name: 'Cases by day' });
  await page.getByText('Show as a table').first().click();
  await days.getByRole('button', { name: 'Fixed' }).click();
  await expect(days.getByRole('row').nth(1)).toContainText('1');
  await expect(days.getByRole('columnheader', { name: 'Fixed' })).toHaveAttribute('aria-sort', 'descending');

  await page.getByRole('button', { name: /^Copy as an example phrase: what is the weather/ }).click();
  await expect(page.getByText('Copied.')).toBeVisible();
  const copied = await page.evaluate<string>('navigator.clipboard.readText()');
  expect(copied).toBe(
    '  - what is the weather in Oslo, mail me at [email]\n'.replace(/- (.*)\n/, '- "$1"\n'),
  );

  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Checks as a CSV file' }).click();
  expect((await download).suggestedFilename()).toMatch(/^checks-.*\.csv$/);
});

for (const [language, tile, head] of [
  ['en', 'Fixes that lasted', 'Lasted'],
  ['de', 'Lösungen, die hielten', 'Hielt'],
] as const) {
  test(`what visitors said a day later stands beside each check and in all, in ${language}`, async ({
    page,
    ownServer,
  }) => {
    for (let count = 0; count < 2; count += 1) {
      await visit(ownServer, [symptom, 'it was off, I fixed it', 'it works now']);
    }
    // The day between the fix and the answer is left out.
    await page.route('**/api/desk/insights?*', async (route) => {
      const response = await route.fetch();
      const figures = (await response.json()) as { totals: object; checks: object[] };
      const said = { lasted: 3, cameBack: 1 };
      const checks = figures.checks.map((check) => ({ ...check, ...said, lastedRate: 0.75 }));
      await route.fulfill({ json: { ...figures, totals: { ...figures.totals, ...said }, checks } });
    });
    await page.goto(ownServer.deskLink);
    await expect(page).toHaveURL(/\/desk$/);
    await page.goto(`${ownServer.url}/desk/insights?days=90&lang=${language}`);
    await expect(page.locator('.tile', { hasText: tile })).toContainText('75 %');
    await expect(page.getByRole('button', { name: head })).toBeVisible();
    await expect(page.locator('.bar__text', { hasText: /^3 (of|von) 4$/ })).toHaveCount(1);
    await expectAccessible(page);
    const folder = process.env.DESK_PICTURES;
    if (folder) await page.screenshot({ path: `${folder}/insights-${language}.png`, fullPage: true });
  });
}

test('the page is dark where the system is, and fits a phone', async ({ browser, ownServer }) => {
  await visit(ownServer, [symptom, 'it was off, I fixed it', 'it works now']);
  const context = await browser.newContext({ colorScheme: 'dark', viewport: { width: 390, height: 800 } });
  const page = await context.newPage();
  await page.goto(ownServer.deskLink);
  await expect(page).toHaveURL(/\/desk$/);
  await page.goto(`${ownServer.url}/desk/insights?days=90`);
  await expect(page.locator('.uplot canvas')).toHaveCount(2);
  await expectAccessible(page);
  const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  expect(overflow).toBeLessThanOrEqual(0);
  await context.close();
});

test('who is not signed in is shown the way to the desk, and no figure', async ({ page, ownServer }) => {
  await page.goto(`${ownServer.url}/desk/insights`);
  await expect(page.getByRole('link', { name: 'Sign in at the desk' })).toBeVisible();
  await expect(page.locator('.tile')).toHaveCount(0);
});

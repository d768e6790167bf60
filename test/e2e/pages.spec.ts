import { expectAccessible } from './accessible.ts';
import { expect, test } from './fixtures.ts';

for (const { path, title, says } of [
  { path: '/privacy', title: 'Privacy', says: 'delete my data' },
  { path: '/terms', title: 'Terms of use', says: 'without a warranty' },
]) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`${path}, which the app's manifest links to, reads well in ${colorScheme}`, async ({
      browser,
      server,
    }) => {
      const page = await (
        await browser.newContext({ colorScheme, viewport: { width: 360, height: 740 } })
      ).newPage();
      await page.goto(`${server.url}${path}`);
      await expect(page).toHaveTitle(title);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
      await expect(page.getByText(says)).toBeVisible();
      await expectAccessible(page);
      const isWide = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
      expect(await page.evaluate<boolean>(isWide)).toBe(false);
      await page.context().close();
    });
  }
}

import { expect, test as base } from './fixtures.ts';
import { HostSite } from './host-site.ts';
import { settled } from './settled.ts';
import { SupportServer } from './support-server.ts';
import { WidgetPage } from './widget-page.ts';

/** A site that may have the widget, the support server it takes it from, and a site that may not. */
const test = base.extend<object, { site: HostSite; stranger: HostSite; allowing: SupportServer }>({
  site: [
    async ({ browserName: _ }, use) => {
      const site = await HostSite.start();
      await use(site);
      await site.close();
    },
    { scope: 'worker' },
  ],
  stranger: [
    async ({ browserName: _ }, use) => {
      const site = await HostSite.start();
      await use(site);
      await site.close();
    },
    { scope: 'worker' },
  ],
  allowing: [
    async ({ site }, use) => {
      const server = await SupportServer.start({ ALLOWED_ORIGINS: site.url });
      await use(server);
      await server.remove();
    },
    { scope: 'worker' },
  ],
});

/** What docs/embed.md tells sites with a strict policy to allow, and nothing else. */
function strictPolicy(server: string): string {
  return [
    "default-src 'none'",
    `script-src ${server}`,
    `connect-src ${server} ${server.replace('http', 'ws')}`,
    `img-src ${server}`,
  ].join('; ');
}

test('the widget works on another site under a policy without unsafe-inline', async ({
  widget,
  site,
  allowing,
}) => {
  const refused: string[] = [];
  widget.page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) refused.push(message.text());
  });
  site.show({ widgetOf: allowing.url, policy: strictPolicy(allowing.url) });
  await widget.goAndOpen(site.url);

  await widget.playCase((button) => button.click());

  expect(refused).toEqual([]);
  expect(await widget.styleOf('.launcher', 'borderRadius')).toBe('50%');
  const said = await widget.messages.count();
  await widget.page.reload();
  await expect(widget.messages).toHaveCount(said);
});

const headingFont = `getComputedStyle(document.querySelector('main h1')).font`;

test('a hostile style sheet changes nothing in the widget, and the widget nothing on the page', async ({
  widget,
  site,
  allowing,
}) => {
  const looks = async () => ({
    launcher: await widget.launcher.boundingBox(),
    panel: await widget.panel.boundingBox(),
    colour: await widget.styleOf('.bubble', 'color'),
    size: await widget.styleOf('.card .ac-textBlock', 'fontSize'),
    font: await widget.styleOf('.composer__text', 'font'),
  });
  site.show({ widgetOf: allowing.url });
  await widget.goAndOpen(site.url);
  await widget.answerTo(() => widget.write('My text messages no longer sync'));
  await expect(widget.fromBot).not.toHaveCount(1);
  await settled(widget.page);
  const before = await looks();
  const heading = await widget.page.evaluate(headingFont);

  const hostile = `* { all: unset !important; font-size: 80px !important; color: red !important;
    display: none !important; opacity: 0.1 !important; transform: scale(3) !important; direction: rtl !important }
    html { font-size: 99px !important } html, head, body { display: block !important }
    html, body { opacity: 1 !important; transform: none !important }
    :root { --ink: red; --accent: red; --surface: red }`;
  site.show({ widgetOf: allowing.url, style: hostile });
  await widget.page.reload();
  await expect(widget.own).toHaveCount(1);

  // The panel may begin to move only after its first picture, when nothing seems to move yet.
  await expect.poll(looks).toEqual(before);
  site.show({ widgetOf: allowing.url });
  await widget.page.reload();
  await expect(widget.own).toHaveCount(1);
  expect(await widget.page.evaluate(headingFont)).toBe(heading);
});

test('a site that is not on the list gets no conversation', async ({ page, stranger, allowing }) => {
  stranger.show({ widgetOf: allowing.url });
  const problems: string[] = [];
  page.on('pageerror', ({ message }) => problems.push(message));
  await page.goto(stranger.url);

  await page.getByRole('button', { name: 'Open support chat' }).click();

  await expect(page.locator('#status')).toContainText('not available on this page');
  await expect(page.locator('.message')).toHaveCount(0);
  await expect.poll(() => problems).toEqual([expect.stringContaining(`${stranger.url} no conversation`)]);
  expect(problems[0]).toContain('ALLOWED_ORIGINS');
  const link = page.getByRole('link', { name: 'Open it on a page of its own' });
  await expect(link).toBeFocused();
  await new WidgetPage(page).expectAccessible();
  const [elsewhere] = await Promise.all([page.waitForEvent('popup'), link.click()]);
  await expect(elsewhere.locator('.message--bot')).toHaveCount(1);
});

test('the attributes of the tag set language, side, theme, title and whether it opens by itself', async ({
  widget,
  site,
  allowing,
}) => {
  const attributes = 'data-lang="ar" data-position="start" data-theme="dark" data-title="Hilfe" data-open';
  site.show({ widgetOf: allowing.url, attributes });
  await widget.page.goto(site.url);

  await expect(widget.page.getByRole('dialog', { name: 'Hilfe' })).toBeVisible();
  await expect(widget.fromBot).toHaveCount(1);
  const stage = widget.page.locator('.support');
  // There are no Arabic words yet, so they are English ones and said to be.
  await expect(stage).toHaveAttribute('lang', 'en');
  await expect(stage).toHaveAttribute('dir', 'rtl');
  await expect(stage).toHaveAttribute('data-scheme', 'dark');
  // From right to left, the start of a line is at the right.
  expect((await widget.launcher.boundingBox())?.x).toBeGreaterThan(1000);
});

test('a German page has German words around the conversation, and its phone goes on in German', async ({
  widget,
  site,
  allowing,
}) => {
  site.show({ widgetOf: allowing.url, attributes: 'data-lang="de-AT"' });
  await widget.page.goto(site.url);
  await widget.page.getByRole('button', { name: 'Support-Chat öffnen' }).click();

  await expect(widget.page.getByRole('dialog', { name: 'Smartphone-Link-Hilfe' })).toBeVisible();
  await expect(widget.page.getByRole('textbox', { name: 'Ihre Nachricht' })).toBeFocused();
  await expect(widget.page.locator('.support')).toHaveAttribute('lang', 'de-AT');
  await expect(widget.fromBot).toHaveCount(1);
  await widget.expectAccessible();
  await widget.page.getByRole('button', { name: 'Mehr' }).click();
  await widget.page.getByRole('button', { name: 'Auf dem Smartphone weitermachen' }).click();
  const link = await widget.page.locator('#phone-content a').getAttribute('href');
  await widget.page.goto(link ?? '');
  await expect(widget.page).toHaveTitle('Smartphone-Link-Hilfe');
  await expect(widget.page.getByRole('button', { name: 'Neu beginnen' })).toBeVisible();
});

test('from right to left, a whole case is solved in a mirrored panel', async ({ widget, site, allowing }) => {
  site.show({ widgetOf: allowing.url, attributes: 'data-lang="he"' });
  await widget.goAndOpen(site.url);
  await settled(widget.page);
  expect((await widget.launcher.boundingBox())?.x).toBeLessThan(100);
  const [close, title] = [widget.page.locator('#close'), widget.page.locator('#title')];
  expect((await close.boundingBox())?.x).toBeLessThan((await title.boundingBox())?.x ?? 0);

  await widget.playCase((button) => button.click());

  await widget.expectAccessible();
});

test('a page opens and closes the chat with its own buttons and hears of it', async ({
  widget,
  site,
  allowing,
}) => {
  site.show({ widgetOf: allowing.url });
  await widget.page.goto(site.url);
  await expect(widget.launcher).toBeVisible();
  await widget.page.evaluate(`window.heard = [];
    for (const name of ['open', 'close']) PhoneLinkSupport.on(name, () => window.heard.push(name));`);

  await widget.page.evaluate('PhoneLinkSupport.open()');
  await expect(widget.fromBot).toHaveCount(1);
  await widget.page.evaluate('PhoneLinkSupport.close()');

  await expect(widget.panel).toBeHidden();
  expect(await widget.page.evaluate('window.heard')).toEqual(['open', 'close']);
});

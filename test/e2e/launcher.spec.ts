import { readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, test } from './fixtures.ts';
import { settled } from './settled.ts';
import { inWidget, WidgetPage } from './widget-page.ts';

const built = fileURLToPath(new URL('../../build/web/', import.meta.url));
const chatScripts = () => readdirSync(built).filter((name) => /^chat-\w+\.js$/.test(name));

test('nothing but the launcher is loaded, and no conversation begins, before it is pressed', async ({
  widget,
  server,
}) => {
  const requests: string[] = [];
  widget.page.on('request', (request) => requests.push(new URL(request.url()).pathname));

  await widget.page.goto(server.url, { waitUntil: 'networkidle' });

  expect(requests.filter((path) => path.endsWith('.js'))).toEqual(['/widget.js', '/site.js']);
  expect(requests.filter((path) => /^\/(api|v3)/.test(path))).toEqual([]);
});

test('the invitation beside the launcher opens the chat, and once dismissed stays away', async ({
  widget,
  server,
}) => {
  const invitation = widget.page.getByText('Something not working?');
  await widget.page.goto(server.url);
  await expect(invitation).toBeVisible();
  await widget.expectAccessible();
  await invitation.click();
  await expect(widget.panel).toBeVisible();
  await expect(invitation).toBeHidden();
});

test('a dismissed invitation stays away on the next page', async ({ widget, server }) => {
  await widget.page.clock.install();
  await widget.page.goto(server.url);
  await widget.page.clock.runFor(2000);
  await widget.page.getByRole('button', { name: 'Dismiss' }).click();

  await widget.page.reload();
  await widget.page.clock.runFor(5000);

  await expect(widget.page.getByText('Something not working?')).toBeHidden();
});

test('an open chat is open again after a reload, and a closed one is not', async ({ widget, server }) => {
  await widget.goAndOpen(server.url);
  await widget.page.reload();
  await expect(widget.panel).toBeVisible();

  await widget.page.getByRole('button', { name: 'Close chat' }).click();
  await expect(widget.launcher).toBeFocused();
  await widget.page.reload();

  await expect(widget.launcher).toBeVisible();
  await expect(widget.panel).toBeHidden();
});

test('what comes while the chat is closed is counted on the launcher, and seen once it is opened', async ({
  widget,
  server,
}) => {
  await widget.goAndOpen(server.url);
  await widget.page.keyboard.press('Escape');
  const other = new WidgetPage(await widget.page.context().newPage());
  await other.goToChat(server.url);
  await other.answerTo(() => other.write('My text messages no longer sync'));

  await expect(widget.launcher).toHaveAccessibleName(/Open support chat, \d unread/);
  await expect(widget.page.locator('.launcher__badge')).toBeVisible();
  await widget.expectAccessible();
  await widget.launcher.click();

  await expect(widget.launcher).toHaveAccessibleName('Close support chat');
  await expect(widget.own).toHaveCount(1);
  await widget.page.keyboard.press('Escape');
  await expect(widget.launcher).toHaveAccessibleName('Open support chat');
});

test('Esc closes what is on top first', async ({ widget, server }) => {
  await widget.goAndOpen(server.url);
  const more = widget.page.getByRole('button', { name: 'More' });
  await more.click();
  await widget.expectAccessible();

  await widget.page.keyboard.press('Escape');
  await expect(more).toHaveAttribute('aria-expanded', 'false');
  await expect(more).toBeFocused();
  await expect(widget.panel).toBeVisible();

  await widget.page.keyboard.press('Escape');
  await expect(widget.panel).toBeHidden();
});

test('a chat that could not be loaded says so and loads at the next try, with the one conversation', async ({
  widget,
  server,
}) => {
  let begun = 0;
  widget.page.on('request', (request) => (begun += request.url().endsWith('/api/chat/token') ? 1 : 0));
  await widget.page.clock.install();
  await widget.page.route('**/chat-*.js', (route) => route.abort());
  await widget.page.goto(server.url);
  await widget.launcher.click();
  await expect(widget.page.getByText('The chat could not be loaded')).toBeVisible();
  // No invitation comes in its place.
  await widget.page.clock.runFor(2000);
  await expect(widget.page.getByText('The chat could not be loaded')).toBeVisible();
  await widget.page.unroute('**/chat-*.js');

  await widget.open();

  await expect(widget.panel).toBeVisible();
  await expect(widget.fromBot).toHaveCount(1);
  expect(begun).toBe(1);
});

test('what is said waits for the script that draws it, which is asked for until it comes', async ({
  widget,
  server,
}) => {
  const sizes = chatScripts().map((name) => ({ name, size: statSync(built + name).size }));
  const [largest] = sizes.toSorted((a, b) => b.size - a.size);
  const renderer = `**/${largest?.name}`;
  let refused = 0;
  await widget.page.route(renderer, (route) => {
    refused += 1;
    return route.abort();
  });
  await widget.page.goto(server.url);
  await widget.launcher.click();
  await expect(widget.panel).toBeVisible();
  // Once ahead of time, once for the page to compile, and then by the chat.
  await expect.poll(() => refused).toBeGreaterThan(3);
  await expect(widget.fromBot).toHaveCount(0);
  await widget.page.unroute(renderer);

  await expect(widget.fromBot).toHaveCount(1);
});

test('every target is at least 24 pixels wide and high', async ({ widget, server }) => {
  await widget.goAndOpen(server.url);
  await widget.reachFirstCheck();
  await widget.page.getByRole('button', { name: 'More' }).click();
  await expect(widget.page.getByRole('switch', { name: 'Sound' })).toBeVisible();
  await settled(widget.page);

  // All at one moment: a button may come and go with the scrolling.
  const sizes = await widget.page.evaluate<number[]>(
    `[...${inWidget('.support')}.querySelectorAll('button')]
      .filter((button) => button.checkVisibility({ visibilityProperty: true }))
      .map((button) => button.getBoundingClientRect())
      .map(({ width, height }) => Math.min(width, height))`,
  );

  expect(sizes.length).toBeGreaterThan(10);
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(24);
});

test('the launcher weighs at most 10 kB and the whole widget 180 kB, packed', () => {
  const weigh = (name: string) => gzipSync(readFileSync(built + name)).length;
  const chat = chatScripts();
  // The chat, what draws its messages, and what both need: none of an earlier build beside them.
  expect(chat).toHaveLength(3);

  const launcher = weigh('widget.js');

  expect(launcher).toBeLessThanOrEqual(10_000);
  expect(launcher + chat.reduce((sum, name) => sum + weigh(name), 0)).toBeLessThanOrEqual(180_000);
});

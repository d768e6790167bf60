import { expect, test } from './fixtures.ts';
import { settled } from './settled.ts';
import { byKeyboard } from './widget-page.ts';

test('the bot speaks first', async ({ chat }) => {
  await expect(chat.fromBot).toHaveCount(1);
  await expect(chat.own).toHaveCount(0);
});

test('a typed symptom is shown at once, marked as sent and answered', async ({ chat }) => {
  await chat.answerTo(() => chat.write('My text messages no longer sync'));

  await expect(chat.own).toHaveCount(1);
  await expect(chat.own).toContainText('My text messages no longer sync');
  await expect(chat.own).toContainText('Sent');
});

test('an answered check folds to a record and the next question follows', async ({ chat }) => {
  await chat.reachFirstCheck();
  const folded = await chat.records.count();

  await chat.answerTo(() => chat.checkCard.getByRole('button', { name: 'Skip' }).click());

  await expect(chat.records).toHaveCount(folded + 1);
  await expect(chat.own.last()).toContainText('Skip');
});

test('the position among the checks is shown while a check is on screen', async ({ chat }) => {
  await chat.reachFirstCheck();

  await expect(chat.page.getByRole('progressbar', { name: /Check \d+ of about \d+/ })).toBeVisible();
});

test('a card cannot be answered twice while its answer is on the way', async ({ chat }) => {
  await chat.page.route('**/activities', (route) =>
    route.request().method() === 'POST' ? undefined : route.continue(),
  );
  const button = chat.card.getByRole('button').first();

  await button.click();

  await expect(button).toBeDisabled();
});

test('a whole case is solved with the mouse', async ({ widget, server }) => {
  await widget.goAndOpen(server.url);
  await widget.expectAccessible();

  await widget.playCase((button) => button.click());

  await widget.expectAccessible();
});

test('a whole case is solved with the keyboard alone', async ({ widget, server }) => {
  const { page } = widget;
  const press = byKeyboard(page);
  await page.goto(server.url);
  await press(widget.launcher);
  await expect(widget.field).toBeFocused();
  await expect(widget.fromBot).toHaveCount(1);

  await page.keyboard.type('First line');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('second line');
  await widget.answerTo(() => page.keyboard.press('Enter'));
  await expect(widget.own.first()).toContainText('First line\nsecond line');
  await widget.answerTo(() => press(page.locator('#start-over')));
  await widget.playCase(press);
  await widget.expectAccessible();

  await page.keyboard.press('Escape');
  await expect(widget.panel).toBeHidden();
  await expect(widget.launcher).toBeFocused();
});

test('after an answer by keyboard the focus stays at the conversation', async ({ chat }) => {
  const button = chat.card.getByRole('button').first();
  await button.focus();
  await chat.answerTo(() => chat.page.keyboard.press('Enter'));

  // The pressed button is gone; the next Tab leads into the new message and not to the top of the page.
  await chat.page.keyboard.press('Tab');

  const inside = chat.fromBot.last().locator(':focus');
  await expect(inside.or(chat.field.and(chat.page.locator(':focus')))).toHaveCount(1);
});

test('on a phone the chat fills the screen and scrolls in one direction only', async ({ widget, server }) => {
  await widget.page.setViewportSize({ width: 320, height: 640 });
  await widget.goAndOpen(server.url);
  await expect(widget.launcher).toBeHidden();
  await settled(widget.page);
  expect(await widget.panel.boundingBox()).toEqual({ x: 0, y: 0, width: 320, height: 640 });

  await widget.playCase((button) => button.click());

  expect(await widget.scrollsSideways()).toBe(false);
  await expect(widget.page.locator('#start-over')).toBeInViewport();
  await expect(widget.page.locator('#talk-to-person')).toBeInViewport();
  await widget.expectAccessible();
});

for (const [name, media] of [
  ['dark', { colorScheme: 'dark' }],
  ['forced', { forcedColors: 'active' }],
] as const) {
  test(`a whole case is solved in ${name} colours`, async ({ widget, server }) => {
    await widget.page.emulateMedia(media);
    await widget.goAndOpen(server.url);
    await widget.reachFirstCheck();
    await widget.expectAccessible();

    await widget.solve((button) => button.click());

    await widget.expectAccessible();
  });
}

test('a change between light and dark reaches the cards on screen', async ({ chat }) => {
  const background = () => chat.styleOf('.card', 'backgroundColor');
  const ink = () => chat.styleOf('.card .ac-textBlock', 'color');
  await chat.page.emulateMedia({ colorScheme: 'light' });
  const light = [await background(), await ink()];

  await chat.page.emulateMedia({ colorScheme: 'dark' });

  await expect.poll(background).not.toBe(light[0]);
  await expect.poll(ink).not.toBe(light[1]);
});

test('words written from right to left stand from right to left', async ({ chat }) => {
  await chat.write('الإشعارات لا تظهر');

  await expect(chat.own).toHaveCount(1);
  expect(await chat.styleOf('.message--visitor .bubble', 'direction')).toBe('rtl');
});

test('a new message is read out once, and the messages on screen are not', async ({ chat }) => {
  await chat.reachFirstCheck();
  const said = await chat.page.locator('#announcer p').allInnerTexts();
  expect(said.length).toBeGreaterThan(0);
  expect(new Set(said).size).toBe(said.length);
  await expect(chat.page.locator('#log')).toHaveAttribute('aria-live', 'off');

  await chat.page.reload();
  await expect(chat.checkCard).toBeVisible();

  await expect(chat.page.locator('#announcer p')).toHaveCount(0);
});

test('the transcript is a file with everything that was said', async ({ chat }) => {
  await chat.answerTo(() => chat.write('My text messages no longer sync'));
  const download = chat.page.waitForEvent('download');

  await chat.choose('Download transcript');

  const file = await (await download).createReadStream();
  const parts = await file.toArray();
  const text = Buffer.concat(parts as Uint8Array[]).toString();
  expect(text).toContain('You: My text messages no longer sync');
  expect(text.match(/Phone Link support: /g)?.length).toBeGreaterThan(1);
});

test('sound is off until it is switched on, and stays on after a reload', async ({ chat }) => {
  const more = chat.page.getByRole('button', { name: 'More' });
  const sound = chat.page.getByRole('switch', { name: 'Sound' });
  await more.click();
  await expect(sound).not.toBeChecked();
  await sound.click();
  await expect(sound).toBeChecked();

  await chat.page.reload();
  await more.click();

  await expect(sound).toBeChecked();
});

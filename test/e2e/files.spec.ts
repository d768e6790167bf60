import { expect, test } from './fixtures.ts';
import { SupportServer } from './support-server.ts';
import { inWidget, WidgetPage } from './widget-page.ts';

/** A red pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);
const picture = { name: 'screenshot.png', mimeType: 'image/png', buffer: png };

test('a picture is previewed, sent with a word, and there after a reload and in the transcript', async ({
  chat,
}) => {
  await chat.page.locator('#file-input').setInputFiles(picture);
  await expect(chat.page.getByRole('list', { name: 'Files to send' })).toContainText('screenshot.png');
  await chat.expectAccessible();

  await chat.answerTo(() => chat.write('This is what I see'));
  await expect(chat.own).toContainText('Sent');
  await chat.page.reload();

  const shown = chat.own.getByRole('img', { name: 'screenshot.png' });
  await expect(shown).toBeVisible();
  const width = () => chat.page.evaluate(`${inWidget('.file__picture')}.naturalWidth`);
  await expect.poll(width).toBe(1);
  await expect(chat.own).toContainText('This is what I see');
  await chat.expectAccessible();
});

test('a pasted and a dropped file are chosen like any other, and can be taken back', async ({ chat }) => {
  const give = (event: string, selector: string) =>
    chat.page.evaluate(`{
      const data = new DataTransfer();
      data.items.add(new File(['words'], '${event}.txt', { type: 'text/plain' }));
      const init = { bubbles: true, cancelable: true, composed: true, clipboardData: data, dataTransfer: data };
      const kind = '${event}' === 'paste' ? ClipboardEvent : DragEvent;
      ${inWidget(selector)}.dispatchEvent(new kind('${event}', init));
    }`);
  await give('paste', '#message');
  await give('drop', '#scroller');
  const chosen = chat.page.getByRole('list', { name: 'Files to send' });
  await expect(chosen.getByRole('listitem')).toHaveCount(2);

  await chat.page.getByRole('button', { name: 'Remove paste.txt' }).click();

  await expect(chosen.getByRole('listitem')).toHaveCount(1);
  await expect(chosen).toContainText('drop.txt');
});

test('the limits are those that the server is set to', async ({ widget }) => {
  const server = await SupportServer.start({ UPLOAD_FILE_MB: '1', UPLOAD_FILES: '1' });
  try {
    await widget.goToChat(server.url);
    const input = widget.page.locator('#file-input');
    await input.setInputFiles({ ...picture, buffer: Buffer.alloc(1024 * 1024 + 1) });
    await expect(widget.page.getByRole('alert')).toContainText('is larger than 1 MB');
    await input.setInputFiles([picture, { ...picture, name: 'second.png' }]);
    await expect(widget.page.getByRole('alert')).toContainText('with one message: 1 at most');
  } finally {
    await server.remove();
  }
});

test('what is too large, empty or of a kind that cannot be sent is refused with the reason', async ({
  chat,
}) => {
  const problem = chat.page.getByRole('alert');
  const input = chat.page.locator('#file-input');
  await input.setInputFiles({ ...picture, buffer: Buffer.alloc(10 * 1024 * 1024 + 1) });
  await expect(problem).toContainText('“screenshot.png” is larger than 10 MB');
  await input.setInputFiles({ ...picture, buffer: Buffer.alloc(0) });
  await expect(problem).toContainText('empty');
  await input.setInputFiles({ name: 'tool.exe', mimeType: 'application/x-msdownload', buffer: png });
  await expect(problem).toContainText('“tool.exe” cannot be sent');

  await expect(chat.page.getByRole('list', { name: 'Files to send' })).toBeHidden();
});

test('a file whose name is a script is shown by that name and nothing runs', async ({ chat }) => {
  const name = '<img src=x onerror="window.hacked=1">.png';
  await chat.page.locator('#file-input').setInputFiles({ ...picture, name });
  await chat.answerTo(() => chat.write('Look'));
  await chat.page.reload();

  await expect(chat.own.getByRole('img', { name: '<img' })).toBeVisible();
  expect(await chat.page.evaluate('window.hacked')).toBeUndefined();
});

test('the code for the phone leads to the same conversation, once, and begins no other', async ({
  chat,
  browser,
  server,
}) => {
  await chat.answerTo(() => chat.write('My text messages no longer sync'));
  await chat.choose('Continue on my phone');
  const link = chat.page.locator('.phone__link');
  await expect(chat.page.getByRole('img', { name: /QR code with the link/ })).toBeVisible();
  await chat.expectAccessible();
  const address = (await link.getAttribute('href')) ?? '';
  expect(address.startsWith(`${server.url}/chat#link=`)).toBe(true);

  const phone = new WidgetPage(await (await browser.newContext()).newPage());
  const requests: string[] = [];
  phone.page.on('request', (request) => requests.push(new URL(request.url()).pathname));
  await phone.page.goto(address);
  await expect(phone.own).toHaveCount(1);
  expect(requests).not.toContain('/api/chat/token');
  expect(phone.page.url()).toBe(`${server.url}/chat`);
  await phone.answerTo(() => phone.write('where am I'));
  await expect(chat.own).toHaveCount(2);

  const late = new WidgetPage(await (await browser.newContext()).newPage());
  await late.page.goto(address);
  await expect(late.page.locator('.notice')).toContainText('used before');
  await expect(late.own).toHaveCount(0);
});

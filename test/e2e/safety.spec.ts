import { expect, test } from './fixtures.ts';
import { inWidget } from './widget-page.ts';

test('nothing that is said can run a script or lead to a dangerous address', async ({ chat }) => {
  await chat.page.route('**/activities?watermark=*', (route) => route.fulfill({ json: hostileHistory }));
  await chat.page.reload();
  await expect(chat.page.getByText('hostile')).toHaveCount(4);

  const found = await chat.page.evaluate<unknown>(`((log) => ({
    hacked: window.hacked ?? null,
    elements: log.querySelectorAll('script, iframe, [onerror], .message img').length,
    addresses: [...log.querySelectorAll('a[href]')].map((link) => link.href + ' ' + link.rel),
  }))(${inWidget('#log')})`);

  expect(found).toEqual({
    hacked: null,
    elements: 0,
    // A picture in a text is not fetched; its address becomes a link.
    addresses: [
      'https://support.microsoft.com/ noopener noreferrer',
      'https://example.org/d.png noopener noreferrer',
    ],
  });
  await expect(chat.page.getByRole('link', { name: 'Dangerous' })).toBeDisabled();
});

test('a page of Windows Settings is text where the browser is not on Windows', async ({ chat }) => {
  await chat.page.route('**/activities?watermark=*', (route) => route.fulfill({ json: hostileHistory }));
  await chat.page.reload();

  await expect(chat.page.getByText('Settings (on your PC)')).toBeVisible();
  await expect(chat.page.getByRole('link', { name: 'Settings' })).toHaveCount(0);
  await expect(chat.page.getByRole('button', { name: 'Settings' })).toHaveCount(0);
});

test('a page of Windows Settings is a button on Windows', async ({ browser, server }) => {
  const userAgent = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140';
  const page = await (await browser.newContext({ userAgent })).newPage();
  await page.route('**/activities?watermark=*', (route) => route.fulfill({ json: hostileHistory }));
  await page.goto(`${server.url}/chat`);
  await expect(page.locator('.message')).not.toHaveCount(0);

  await page.reload();

  await expect(page.getByRole('link', { name: 'Settings' })).toBeEnabled();
  await page.context().close();
});

const script = '<img src=x onerror="window.hacked=1"> <script>window.hacked=1</script>';
const hostileText =
  `hostile ${script} [a](javascript:window.hacked=1) [b](data:text/html,x) ` +
  '[c](https://support.microsoft.com) ![d](https://example.org/d.png)';

const hostileHistory = {
  watermark: '0',
  activities: [
    {
      type: 'message',
      id: 'hostile',
      from: { id: 'bot', role: 'bot' },
      text: hostileText,
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          content: {
            type: 'AdaptiveCard',
            version: '1.5',
            body: [{ type: 'TextBlock', text: `hostile ${script}`, wrap: true }],
            actions: [
              { type: 'Action.OpenUrl', title: 'Dangerous', url: 'javascript:window.hacked=1' },
              { type: 'Action.OpenUrl', title: 'Settings', url: 'ms-settings:bluetooth' },
            ],
          },
        },
        {
          contentType: 'text/plain',
          contentUrl: 'javascript:window.hacked=1',
          name: `hostile ${script}.txt`,
        },
      ],
    },
    {
      type: 'message',
      id: 'agent',
      from: { id: 'agent', role: 'bot' },
      text: 'A word from a person',
      channelData: { support: { state: 'with-person', case: 'A', agent: { name: `hostile ${script}` } } },
    },
  ],
};

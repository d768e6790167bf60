import type { Browser, Page } from '@playwright/test';

/** One opening of a chat in a browser that has nothing cached. */
export interface Opening {
  /** Milliseconds from the beginning (navigation or click) until the bot's greeting is on screen and one can write. */
  interactive: number;
  /** Milliseconds of the page's main thread until then, script and layout: hardly depends on what else runs. */
  processor: number;
}

const ownIsReady = `(() => {
  const tree = document.querySelector('phone-link-support')?.shadowRoot;
  const field = tree?.querySelector('#message');
  return field?.offsetParent != null && tree.querySelector('.message--bot') !== null;
})()`;

const webChatIsReady = `(() => {
  const field = document.querySelector('[data-id="webchat-sendbox-input"]');
  return field != null && !field.disabled && document.querySelector('.webchat__bubble') !== null;
})()`;

/** The time from one moment to the picture in which the condition holds. */
const waitUntil = (condition: string) => `new Promise((resolve) => {
  const look = () => ${condition} ? resolve(performance.now()) : requestAnimationFrame(look);
  look();
})`;

async function inFreshPage(
  browser: Browser,
  work: (page: Page) => Promise<{ from: number; to: number }>,
): Promise<Opening> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Performance.enable');
    const { from, to } = await work(page);
    const { metrics } = await session.send('Performance.getMetrics');
    const busy = metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
    return { interactive: to - from, processor: busy * 1000 };
  } finally {
    await context.close();
  }
}

/** From the navigation on. */
export function openWithPage(browser: Browser, target: { url: string; isOwn: boolean }): Promise<Opening> {
  return inFreshPage(browser, async (page) => {
    await page.goto(target.url, { waitUntil: 'commit' });
    const to = await page.evaluate<number>(waitUntil(target.isOwn ? ownIsReady : webChatIsReady));
    return { from: 0, to };
  });
}

/** From the press on the launcher, of a page that stands there complete. */
export function openByLauncher(browser: Browser, url: string): Promise<Opening> {
  return inFreshPage(browser, async (page) => {
    await page.goto(url, { waitUntil: 'networkidle' });
    const from = await page.evaluate<number>(`{
      const pressed = performance.now();
      document.querySelector('phone-link-support').shadowRoot.querySelector('.launcher').click();
      pressed;
    }`);
    return { from, to: await page.evaluate<number>(waitUntil(ownIsReady)) };
  });
}

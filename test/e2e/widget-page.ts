import { expect, type Locator, type Page } from '@playwright/test';
import { expectAccessible } from './accessible.ts';

/** A symptom that names everything the bot could want to ask before the first check. */
export const clearSymptom =
  'Notifications from my Samsung Android phone stopped showing up on my Windows 11 PC, notification access was switched off';

/** How a visitor presses a button: with the mouse, or with the keyboard alone. */
export type Press = (button: Locator) => Promise<void>;

/** The widget as a visitor sees it, on any page. */
export class WidgetPage {
  readonly page: Page;
  readonly launcher: Locator;
  readonly panel: Locator;
  readonly messages: Locator;
  readonly fromBot: Locator;
  readonly own: Locator;
  readonly records: Locator;
  readonly field: Locator;
  readonly status: Locator;

  constructor(page: Page) {
    this.page = page;
    this.launcher = page.locator('.launcher');
    this.panel = page.getByRole('dialog', { name: 'Phone Link support' });
    this.messages = page.locator('.message');
    this.fromBot = page.locator('.message--bot');
    this.own = page.locator('.message--visitor');
    this.records = page.locator('.message--record');
    this.field = page.getByRole('textbox', { name: 'Your message' });
    this.status = page.locator('#status');
  }

  /** Goes to the chat that fills a page. */
  async goToChat(url: string): Promise<void> {
    await this.page.goto(`${url}/chat`);
    await expect(this.fromBot).not.toHaveCount(0);
  }

  /** Goes to a page that has the widget and opens it. */
  async goAndOpen(url: string): Promise<void> {
    await this.page.goto(url);
    await this.open();
  }

  async open(): Promise<void> {
    await this.page.getByRole('button', { name: 'Open support chat' }).click();
    await expect(this.fromBot).not.toHaveCount(0);
  }

  /** The card that waits for an answer: the newest one. */
  get card(): Locator {
    return this.page.locator('.card').last();
  }

  get checkCard(): Locator {
    return this.page.locator('.card', { has: this.page.getByRole('button', { name: 'Skip' }) }).last();
  }

  async write(text: string): Promise<void> {
    await this.field.fill(text);
    await this.field.press('Enter');
  }

  /** Opens the list behind the three dots and chooses an entry. */
  async choose(entry: string): Promise<void> {
    await this.page.getByRole('button', { name: 'More' }).click();
    await this.page.getByRole('button', { name: entry }).click();
  }

  /** Runs the work and waits until the bot has said something new. */
  async answerTo(work: () => Promise<void>): Promise<void> {
    const before = await this.fromBot.count();
    await work();
    await expect.poll(() => this.fromBot.count(), { timeout: 60_000 }).toBeGreaterThan(before);
  }

  /** Goes on from the greeting to the first check, whatever is asked in between. */
  async reachFirstCheck(press: Press = (button) => button.click()): Promise<void> {
    await this.answerTo(() => this.write(clearSymptom));
    for (let asked = 0; asked < 3 && !(await this.checkCard.isVisible()); asked += 1) {
      await this.answerTo(() => press(this.card.getByRole('button').first()));
    }
    await expect(this.checkCard).toBeVisible();
  }

  /** A whole case, from the symptom to "it works" and a rating. */
  async playCase(press: Press): Promise<void> {
    await this.reachFirstCheck(press);
    await this.solve(press);
  }

  /** Answers the check on screen with a fix, and that it works. */
  async solve(press: Press): Promise<void> {
    await this.answerTo(() => press(this.checkCard.getByRole('button', { name: 'I fixed it' })));
    await this.answerTo(() => press(this.card.getByRole('button', { name: /works/ })));
    await expect(this.page.locator('#headline')).toHaveText('Solved');
  }

  /** Texts of all messages, without times and delivery states. */
  contents(): Promise<string[]> {
    return this.page.locator('.message__content').allInnerTexts();
  }

  /** A computed style of the first element in the widget that the selector finds. */
  styleOf(selector: string, property: string): Promise<string> {
    return this.page.evaluate<string>(`getComputedStyle(${inWidget(selector)}).${property}`);
  }

  scrollsSideways(): Promise<boolean> {
    return this.page.evaluate<boolean>(
      `[document.documentElement, ${inWidget('#scroller')}].some((it) => it.scrollWidth > it.clientWidth)`,
    );
  }

  /** Nothing on the page, the widget included, breaks a rule that axe knows. */
  expectAccessible(): Promise<void> {
    return expectAccessible(this.page);
  }
}

/** The expression for the first element of the widget's own tree that the selector finds. */
export function inWidget(selector: string): string {
  return `document.querySelector('phone-link-support').shadowRoot.querySelector('${selector}')`;
}

/** Reaches the button with Tab and presses Enter. */
export function byKeyboard(page: Page): Press {
  return async (button) => {
    const focused = button.and(page.locator(':focus'));
    for (let tabs = 0; tabs < 60 && (await focused.count()) === 0; tabs += 1)
      await page.keyboard.press('Tab');
    await expect(button).toBeFocused();
    await page.keyboard.press('Enter');
  };
}

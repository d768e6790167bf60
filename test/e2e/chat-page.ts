import { expect, type Locator, type Page } from '@playwright/test';

/** A symptom that names everything the bot could want to ask before the first check. */
export const clearSymptom =
  'Notifications from my Samsung Android phone stopped showing up on my Windows 11 PC, notification access was switched off';

/** The chat page as a visitor sees it. */
export class ChatPage {
  readonly page: Page;
  readonly messages: Locator;
  readonly fromBot: Locator;
  readonly own: Locator;
  readonly records: Locator;
  readonly field: Locator;
  readonly status: Locator;

  constructor(page: Page) {
    this.page = page;
    this.messages = page.locator('.message');
    this.fromBot = page.locator('.message--bot');
    this.own = page.locator('.message--visitor');
    this.records = page.locator('.message--record');
    this.field = page.getByRole('textbox', { name: 'Your message' });
    this.status = page.getByRole('status');
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url);
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

  /** Runs the work and waits until the bot has said something new. */
  async answerTo(work: () => Promise<void>): Promise<void> {
    const before = await this.fromBot.count();
    await work();
    await expect.poll(() => this.fromBot.count(), { timeout: 25_000 }).toBeGreaterThan(before);
  }

  /** Goes on from the greeting to the first check, whatever is asked in between. */
  async reachFirstCheck(): Promise<void> {
    await this.answerTo(() => this.write(clearSymptom));
    for (let asked = 0; asked < 3 && !(await this.checkCard.isVisible()); asked += 1) {
      await this.answerTo(() => this.card.getByRole('button').first().click());
    }
    await expect(this.checkCard).toBeVisible();
  }

  /** Texts of all messages, without times and delivery states. */
  contents(): Promise<string[]> {
    return this.page.locator('.message__content').allInnerTexts();
  }

  /** A computed style of the first element that the selector finds. */
  styleOf(selector: string, property: string): Promise<string> {
    return this.page.evaluate<string>(`getComputedStyle(document.querySelector('${selector}')).${property}`);
  }

  scrollsSideways(): Promise<boolean> {
    return this.page.evaluate<boolean>(
      `[document.documentElement, document.getElementById('scroller')].some((it) => it.scrollWidth > it.clientWidth)`,
    );
  }
}

import { expect, type Locator, type Page } from '@playwright/test';

/** Web Chat as a visitor sees it. */
export class WebChatPage {
  readonly page: Page;
  readonly messages: Locator;
  readonly own: Locator;
  readonly fromBot: Locator;
  readonly field: Locator;

  constructor(page: Page) {
    this.page = page;
    this.messages = page.locator('.webchat__bubble');
    this.own = page.locator('.webchat__bubble--from-user');
    this.fromBot = page.locator('.webchat__bubble:not(.webchat__bubble--from-user)');
    this.field = page.locator('[data-id="webchat-sendbox-input"]');
  }

  /** Goes to a page with Web Chat on it and waits until the bot has said something. */
  async goTo(url: string): Promise<void> {
    await this.page.goto(url);
    await expect(this.messages.first()).toBeVisible();
  }

  async write(text: string): Promise<void> {
    await this.field.fill(text);
    await this.field.press('Enter');
  }

  /** A button of the newest card that has it. */
  button(name: string | RegExp): Locator {
    return this.page.locator('.ac-adaptiveCard').getByRole('button', { name }).last();
  }

  /** Texts of all messages in the order on screen, cards included; without those that only screen readers are read. */
  contents(): Promise<string[]> {
    return this.messages.locator('.webchat__bubble__content').allInnerTexts();
  }
}

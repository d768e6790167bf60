import { expect, type Locator, type Page } from '@playwright/test';

/** Where one talks with the bot, as the Playground's list calls it. */
export type Place = 'Personal Chat' | 'Group Chat' | 'My Team - General';

/** The Playground as a person sees it. */
export class PlaygroundPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(url: string): Promise<void> {
    await this.page.goto(url);
    await expect(this.page.getByRole('treeitem', { name: 'Personal Chat' })).toBeVisible();
  }

  async goTo(place: Place): Promise<void> {
    await this.page.getByRole('treeitem', { name: place }).click();
    await expect(this.#editor).toBeVisible();
  }

  /** Writes; names the bot first where there are others. */
  async says(text: string, options: { toBot?: boolean } = {}): Promise<void> {
    await this.#editor.click();
    if (options.toBot) {
      await this.page.keyboard.type('@');
      await this.page.getByRole('menuitem', { name: 'Test Bot' }).click();
    }
    await this.page.keyboard.type(` ${text}`);
    await this.page.keyboard.press('Enter');
  }

  /** A button of a card that can be answered still. */
  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: typeof name === 'string' });
  }

  /** Presses a button of the last card; those that stand behind “…” are found there. */
  async presses(name: string): Promise<void> {
    if (!(await this.button(name).last().isVisible()))
      await this.page.getByRole('button', { name: 'More options' }).last().click();
    await this.page
      .getByRole('button', { name, exact: true })
      .or(this.page.getByRole('menuitem', { name, exact: true }))
      .last()
      .click();
  }

  /** Looks for checks with the search command of the message extension. */
  async searches(words: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Trigger Message Extension App' }).click();
    await this.page.getByRole('menuitem', { name: 'Search Command' }).click();
    await this.page.getByRole('button', { name: 'Specify Command ID or Parameter' }).click();
    await this.page.getByRole('textbox', { name: 'Command ID' }).fill('findCheck');
    await this.page.getByRole('textbox', { name: 'Parameter name' }).fill('words');
    await this.page.getByRole('textbox', { name: 'Enter a search term' }).fill(words);
    await this.page.keyboard.press('Enter');
  }

  /** Takes what was found into the message and posts it. */
  async posts(title: string): Promise<void> {
    await this.page.getByText(title, { exact: true }).click();
    await this.page.getByRole('button', { name: 'Send Message' }).click();
  }

  /** Chooses “Fix Phone Link” on the last message. The Playground reads no manifest, so it asks which command. */
  async fixesLastMessage(): Promise<void> {
    await this.page.getByRole('button', { name: 'Show more information' }).last().click();
    await this.page.getByRole('menuitem', { name: 'Action Command' }).click();
    await this.page.getByRole('textbox', { name: 'Command ID' }).fill('fixPhoneLink');
    await this.page.getByRole('button', { name: 'Create' }).click();
  }

  /** Calls of the program that went wrong, from its log panel. */
  async troubles(): Promise<string[]> {
    const log = await this.page.locator('body').innerText();
    return [...log.matchAll(/\b(?:message|invoke|\w+Update) [45]\d\d\b/g)].map(([line]) => line);
  }

  get #editor(): Locator {
    return this.page.locator('[contenteditable="true"]').first();
  }
}

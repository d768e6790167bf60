import { expect, type Locator, type Page } from '@playwright/test';
import { expectAccessible } from './accessible.ts';

/** The desk as an agent sees it. */
export class DeskPage {
  readonly page: Page;
  readonly problems: string[] = [];
  readonly cases: Locator;
  readonly said: Locator;
  readonly notes: Locator;
  readonly facts: Locator;
  readonly field: Locator;
  readonly toast: Locator;

  constructor(page: Page) {
    this.page = page;
    this.cases = page.locator('.case');
    this.said = page.locator('.said');
    this.notes = page.locator('.said--note');
    this.facts = page.getByRole('complementary', { name: 'Facts of the case' });
    this.field = page.getByRole('textbox', { name: 'Reply to the visitor' });
    this.toast = page.locator('.toast');
    page.on('pageerror', (error) => this.problems.push(error.message));
    page.on('dialog', (dialog) => this.problems.push(dialog.message()));
  }

  async signIn(link: string): Promise<void> {
    await this.page.goto(link);
    await expect(this.page.getByRole('navigation', { name: 'Cases' })).toBeVisible();
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }

  /** Opens the case whose problem begins with these words, and takes it. */
  async take(symptom: string): Promise<void> {
    await this.cases.filter({ hasText: symptom }).click();
    await this.button('Take').click();
    await expect(this.field).toBeFocused();
  }

  async write(text: string): Promise<void> {
    await this.field.fill(text);
    await this.field.press('Enter');
  }

  /** Presses the button of the window that is open. */
  confirm(name: string): Promise<void> {
    return this.page.getByRole('dialog').getByRole('button', { name }).click();
  }

  /** Nothing on the page breaks a rule that axe knows. */
  expectAccessible(): Promise<void> {
    return expectAccessible(this.page);
  }

  /** For people to look at; `DESK_PICTURES` names the folder. */
  async picture(name: string): Promise<void> {
    const folder = process.env.DESK_PICTURES;
    if (folder) await this.page.screenshot({ path: `${folder}/${name}.png` });
  }
}

import type { Browser } from '@playwright/test';
import { DeskPage } from './desk-page.ts';
import type { SupportServer } from './support-server.ts';
import { clearSymptom, WidgetPage } from './widget-page.ts';

/** How the case of a visitor begins who has nothing else to say. */
export const beginning = 'Notifications from my Samsung';

/** An agent of their own browser, signed in. */
export async function agentAt(browser: Browser, link: string): Promise<DeskPage> {
  const context = await browser.newContext({ viewport: { width: 1400, height: 860 } });
  const desk = new DeskPage(await context.newPage());
  await desk.signIn(link);
  return desk;
}

/** A visitor of their own browser who has asked for a person. */
export async function visitorAt(browser: Browser, server: SupportServer, symptom = clearSymptom) {
  const context = await browser.newContext();
  const visitor = new WidgetPage(await context.newPage());
  await visitor.goToChat(server.url);
  await visitor.answerTo(() => visitor.write(symptom));
  await visitor.answerTo(() => visitor.write('talk to a person'));
  return visitor;
}

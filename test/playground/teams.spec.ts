import { test as base, expect } from '@playwright/test';
import { SupportServer } from '../e2e/support-server.ts';
import { Playground } from './playground.ts';
import { type Place, PlaygroundPage } from './playground-page.ts';

const test = base.extend<{ teams: PlaygroundPage }, { playground: Playground }>({
  playground: [
    async ({ browserName: _ }, use) => {
      const server = await SupportServer.start({ LEARNING: 'off' });
      try {
        const playground = await Playground.start(server.url);
        await use(playground);
        await playground.stop();
      } finally {
        await server.remove();
      }
    },
    { scope: 'worker', timeout: 240_000 },
  ],
  teams: async ({ page, playground }, use) => {
    const teams = new PlaygroundPage(page);
    await teams.open(playground.url);
    await use(teams);
    expect(await teams.troubles()).toEqual([]);
  },
});

const symptom = 'None of the notifications on my Galaxy reach Phone Link on the PC';

for (const [place, toBot] of [
  ['Personal Chat', false],
  ['Group Chat', true],
  ['My Team - General', true],
] satisfies [Place, boolean][]) {
  test(`a whole case by its cards, ${place}`, async ({ teams }, testInfo) => {
    const { page } = teams;
    const shot = async (name: string) => {
      const slug = place.toLowerCase().replaceAll(/\W+/g, '-');
      await page.screenshot({ path: testInfo.outputPath(`${slug}-${name}.png`) });
    };
    await teams.goTo(place);
    await teams.says(symptom, { toBot });
    await expect(page.getByText('Check 1 of about')).toBeVisible();
    await shot('1-check');

    await teams.presses("I can't find it");
    await expect(page.getByText('It may also be called or sit here')).toBeVisible();
    await shot('2-elsewhere');

    // The answered card becomes one line, and the next check is asked.
    await teams.presses('Already right');
    await expect(page.getByText('Notification access for Link to Windows: already right')).toBeVisible();
    await expect(page.getByText('Check 1 of about')).toHaveCount(0);
    await expect(page.getByText('Check 2 of about')).toBeVisible();
    await shot('3-next-check');

    await teams.presses('Done');
    await expect(teams.button('It works now')).toBeVisible();
    await shot('4-confirm');

    await teams.presses('It works now');
    await expect(page.getByText('How well did this help you?')).toBeVisible();
    await shot('5-solved');

    await page.getByRole('radio', { name: 'Very well' }).check();
    await teams.presses('Send rating');
    await expect(page.getByText("Thank you, that's noted.").first()).toBeVisible();
    await shot('6-rated');
  });
}

test('a check is found by plain words and posted among others, to be read there', async ({
  teams,
}, testInfo) => {
  const { page } = teams;
  await teams.goTo('Group Chat');
  await teams.searches('photos');
  await page.screenshot({ path: testInfo.outputPath('search.png') });
  await teams.posts('Photos permission for Link to Windows');
  await expect(page.getByRole('heading', { name: 'Photos permission for Link to Windows' })).toBeVisible();
  await expect(page.getByText('Always allow all')).toBeVisible();
  await expect(teams.button('Already right')).toHaveCount(0);
  await page.screenshot({ path: testInfo.outputPath('posted.png') });
});

test('“Fix Phone Link” on a message begins a case in the personal chat', async ({ teams }, testInfo) => {
  const { page } = teams;
  await teams.goTo('Group Chat');
  await teams.says('My phone is connected but its photos do not show up on my PC');
  await teams.fixesLastMessage();
  await expect(page.getByText("I'm on it")).toBeVisible();
  await page.screenshot({ path: testInfo.outputPath('dialog.png') });
  await teams.button(/close/i).last().click();
  await teams.goTo('Personal Chat');
  await expect(
    page.getByText('You asked me about this message: My phone is connected').first(),
  ).toBeVisible();
  await page.screenshot({ path: testInfo.outputPath('personal.png') });
});

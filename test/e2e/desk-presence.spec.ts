import { agentAt } from './desk-visits.ts';
import { expect, test } from './fixtures.ts';

test.describe.configure({ timeout: 240_000 });

test('an agent who says they are away stays so over a reload, is reminded of it, and others see it', async ({
  browser,
  ownServer: server,
}) => {
  const desk = await agentAt(browser, server.deskLink);
  const other = await agentAt(browser, await server.newDeskLink('Grace'));
  await desk.button(/2 on duty/).click();
  await desk.button('I’m away').click();
  await expect(other.button(/1 on duty/)).toBeVisible();

  await desk.page.reload();
  await expect(desk.button(/You’re away · 1 on duty/)).toBeVisible();
  await desk.expectAccessible();
  await desk.button(/You’re away/).click();
  await desk.picture('away');
  await desk.button('I’m back').click();
  await expect(other.button(/2 on duty/)).toBeVisible();
  expect([...desk.problems, ...other.problems]).toEqual([]);
});

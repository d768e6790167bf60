import { findProblems } from './find-problems.ts';
import { playCrashes } from './play-crashes.ts';

// Each process reads TypeScript, the guide and the SDK before it answers. `npm run test:crash` is the long form.
jest.setTimeout(600_000);

it('killed three times while visitors and agents talk, it loses, doubles and disorders nothing', async () => {
  const outcome = await playCrashes({ kills: 3, visitors: 10, agents: 3, random: Math.random });
  expect(await findProblems(outcome)).toEqual([]);
  expect(outcome.agents.flatMap(({ acknowledged }) => acknowledged)).not.toEqual([]);
});

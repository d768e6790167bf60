import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../support/process.ts';

// Two processes that read TypeScript, the guide and the SDK, and then serve themselves.
const scenario = {
  phone: 'android',
  maker: 'samsung',
  windows: 11,
  causes: ['made.up-cause'],
  cannotFind: [],
  patience: 8,
};

const scenarios = [
  {
    ...scenario,
    id: 'fixed',
    first: 'None of the notifications on my Galaxy reach Phone Link on the PC',
    topics: ['android.notification-access', 'windows.notifications'],
    causes: ['android.notification-access'],
    expect: 'solved',
  },
  {
    ...scenario,
    id: 'not-found',
    first: 'Photos from my Samsung do not show up in Phone Link on the PC',
    topics: ['android.photos-storage'],
    cannotFind: ['android.photos-permission'],
    patience: 3,
    expect: 'escalated',
  },
  {
    ...scenario,
    id: 'without-phone',
    phone: 'iphone',
    maker: undefined,
    first: 'Nothing works any more',
    topics: ['iphone.bluetooth-pairing'],
    causes: ['iphone.bluetooth-on'],
    expect: 'solved',
  },
];

it('conversations by the way of Teams go as those on the web do', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'scenarios-'));
  const file = join(folder, 'scenarios.jsonl');
  writeFileSync(file, scenarios.map((one) => JSON.stringify(one)).join('\n'));
  const [web, teams] = await Promise.all([
    run('cli/simulate.ts', { args: [file, '--json'] }).ended,
    run('cli/simulate.ts', { args: [file, '--json', '--channel', 'connector'] }).ended,
  ]);
  rmSync(folder, { recursive: true, force: true });
  expect(teams).toEqual({ code: 0, stderr: '', stdout: web.stdout });
  const { scenarios: played } = JSON.parse(teams.stdout) as { scenarios: { id: string; end: string }[] };
  expect(played.map(({ id }) => id)).toEqual(scenarios.map(({ id }) => id));
  expect(played[0]?.end).toBe('solved');
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../support/process.ts';

// A process that reads TypeScript, the guide and the SDK, and then serves itself.
jest.setTimeout(60_000);

const scenarios = [
  {
    id: 'fixed-by-notification-access',
    phone: 'android',
    maker: 'samsung',
    windows: 11,
    first: 'None of the notifications on my Galaxy reach Phone Link on the PC',
    topics: ['android.notification-access', 'windows.notifications'],
    causes: ['android.notification-access'],
    cannotFind: [],
    patience: 8,
    expect: 'solved',
  },
  {
    id: 'wants-a-person-after-one-check',
    phone: 'android',
    maker: 'google',
    windows: 11,
    first: 'Photos from my Pixel do not show up in Phone Link on the PC',
    topics: ['android.photos-storage'],
    causes: ['made.up-cause'],
    cannotFind: [],
    patience: 1,
    expect: 'escalated',
  },
  {
    id: 'expected-otherwise',
    phone: 'android',
    maker: 'samsung',
    windows: 11,
    first: 'Text messages from my Samsung do not sync to Phone Link on my PC',
    topics: ['android.contacts-messages-calls'],
    causes: ['made.up-cause'],
    cannotFind: [],
    patience: 1,
    expect: 'solved',
  },
];

interface Output {
  scenarios: {
    id: string;
    end: string;
    asExpected: boolean;
    checks: string[];
    questions: number;
    seconds: number;
  }[];
  totals: { scenarios: number; asExpected: number; meanChecksToFix: number; meanSeconds: number };
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scenarios-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function simulate(lines: readonly string[], ...options: string[]) {
  const file = join(folder, 'scenarios.jsonl');
  writeFileSync(file, lines.join('\n'));
  return run('cli/simulate.ts', { args: [file, ...options] }).ended;
}

describe('simulate', () => {
  it('plays scenarios to their end and prints one JSON object of the documented form', async () => {
    const { code, stdout, stderr } = await simulate(
      scenarios.map((scenario) => JSON.stringify(scenario)),
      '--json',
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trim().split('\n')).toHaveLength(1);
    const output = JSON.parse(stdout) as Output;
    expect(Object.keys(output)).toEqual(['scenarios', 'totals']);
    const [fixed, person, otherwise] = output.scenarios;
    expect(fixed).toMatchObject({ id: scenarios[0]?.id, end: 'solved', asExpected: true });
    expect(fixed?.checks).toContain('android.notification-access');
    expect(person).toMatchObject({ id: scenarios[1]?.id, end: 'escalated', asExpected: true });
    expect(person?.checks).toHaveLength(1);
    expect(otherwise).toMatchObject({ id: scenarios[2]?.id, end: 'escalated', asExpected: false });
    for (const played of output.scenarios) {
      expect(Object.keys(played).sort()).toEqual([
        'asExpected',
        'checks',
        'end',
        'id',
        'questions',
        'seconds',
      ]);
      expect(Number.isInteger(played.questions) && played.questions >= 0).toBe(true);
      expect(played.seconds).toBeGreaterThan(0);
    }
    const { totals } = output;
    expect(totals).toEqual({
      scenarios: 3,
      asExpected: 2,
      meanChecksToFix: fixed?.checks.length,
      meanSeconds: output.scenarios.reduce((sum, { seconds }) => sum + seconds, 0) / 3,
    });
  });

  it.each([
    ['is no JSON', '{"id": '],
    ['lacks a field', JSON.stringify({ ...scenarios[0], first: undefined })],
    ['has a field with a wrong value', JSON.stringify({ ...scenarios[0], patience: 0 })],
  ])('names the line that %s and plays nothing', async (_, bad) => {
    const { code, stdout, stderr } = await simulate([JSON.stringify(scenarios[0]), '', bad], '--json');
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^cli\.invalid-input: .*scenarios\.jsonl:3: .+\n→ .+\n$/);
    expect(stderr).not.toMatch(/undefined/);
  });

  it('says that a file cannot be read', async () => {
    const { code, stderr } = await run('cli/simulate.ts', { args: [join(folder, 'nowhere.jsonl')] }).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^cli\.invalid-input: .*nowhere\.jsonl cannot be read/);
  });

  it('says that no server answers at the address it was given', async () => {
    const { code, stderr } = await simulate(
      [JSON.stringify(scenarios[0])],
      '--json',
      '--url',
      'http://127.0.0.1:9',
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/^cli\.no-server: /);
  });
});

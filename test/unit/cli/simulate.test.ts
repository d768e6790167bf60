import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readJsonLines } from '../../../src/cli/data-files.ts';
import { scenarioSchema } from '../../../src/cli/simulate/visitor.ts';
import { run } from '../../support/process.ts';

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

  it('names the line that is wrong and plays nothing', async () => {
    const bad = JSON.stringify({ ...scenarios[0], patience: 0 });
    const { code, stdout, stderr } = await simulate([JSON.stringify(scenarios[0]), '', bad], '--json');
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^cli\.invalid-input: .*scenarios\.jsonl:3: patience: .+\n→ .+\n$/);
  });

  it.each([
    ['that is no JSON', '{"id": '],
    ['without a first message', JSON.stringify({ ...scenarios[0], first: undefined })],
    ['with an end nobody knows', JSON.stringify({ ...scenarios[0], expect: 'lucky' })],
  ])('cannot read a line %s', (_, bad) => {
    const file = join(folder, 'bad.jsonl');
    writeFileSync(file, `${JSON.stringify(scenarios[0])}\n${bad}\n`);
    expect(() => readJsonLines(file, scenarioSchema)).toThrow(/bad\.jsonl:2: /);
  });

  it('says that a file cannot be read', () => {
    const file = join(folder, 'nowhere.jsonl');
    expect(() => readJsonLines(file, scenarioSchema)).toThrow(/nowhere\.jsonl cannot be read/);
  });

  it('says that a file holds nothing', () => {
    const file = join(folder, 'empty.jsonl');
    writeFileSync(file, '\n');
    expect(() => readJsonLines(file, scenarioSchema)).toThrow(/empty\.jsonl holds no line/);
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

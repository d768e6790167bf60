import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../../../src/config.ts';
import { projectRoot } from '../../../src/project-root.ts';

const text = readFileSync(join(projectRoot, 'src/web/pages/privacy.md'), 'utf8');

describe('the privacy page', () => {
  it('tells the times that hold when nobody has set others', () => {
    const { conversations, cases, escalations, files } = readConfig({}).privacy.keepDays;
    const told = [...text.matchAll(/^\| (\w+)[^|]*\| (\d+) day/gm)].map(([, what, days]) => [
      what,
      Number(days),
    ]);
    expect(told).toEqual([
      ['Conversations', conversations],
      ['Cases', cases],
      ['What', escalations],
      ['Files', files],
    ]);
  });
});

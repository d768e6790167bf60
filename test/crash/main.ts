import { parseArgs } from 'node:util';
import { findProblems } from './find-problems.ts';
import { playCrashes } from './play-crashes.ts';
import { tellOutcome } from './tell-outcome.ts';

/**
 * Kills the server while visitors and agents talk, and tells whether anything was lost, doubled or out of order:
 * `--kills n` (100), `--visitors n` (50), `--agents n` (5).
 */
const { values: options } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    visitors: { type: 'string', default: '50' },
    agents: { type: 'string', default: '5' },
  },
});

const outcome = await playCrashes({
  kills: Number(options.kills),
  visitors: Number(options.visitors),
  agents: Number(options.agents),
  random: Math.random,
  onKill: (number) => void process.stderr.write(`kill ${number} of ${options.kills}\n`),
});
const problems = await findProblems(outcome);
process.stdout.write(`${tellOutcome(outcome)}\n`);
for (const problem of problems) process.stdout.write(`✗ ${problem}\n`);
process.stdout.write(
  problems.length === 0 ? 'Nothing lost, nothing doubled, order kept, one owner each.\n' : '',
);
process.exitCode = problems.length === 0 ? 0 : 1;

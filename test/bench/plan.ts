import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadGuide } from '../../src/guide/load-guide.ts';
import { projectRoot } from '../../src/project-root.ts';
import {
  figuresOf,
  mean,
  millisecondsToPlan,
  type PolicyFigures,
  type TroubleFigures,
} from './plan/figures.ts';
import { plotOf } from './plan/plot.ts';
import { allTroubles, errors, shareOf } from './plan/population.ts';
import { learnedCases } from './plan/regret.ts';
import { writePart } from './write-part.ts';

/**
 * Takes a simulated population through the plan, the guide as it is read, other orders and the best possible one, and
 * lets the bot learn in worlds whose priors are not the guide's. `--write` puts the figures into docs/performance.md.
 */
const { values: options } = parseArgs({
  options: {
    visitors: { type: 'string', default: '2000' },
    worlds: { type: 'string', default: '24' },
    write: { type: 'boolean', default: false },
  },
});

const guide = loadGuide(join(projectRoot, 'knowledge', 'phone-link'));
const sizes = { visitors: Number(options.visitors), worlds: Number(options.worlds) };
// The guide knows of no fix for three quarters of what people write about apps; there is nothing to order.
const troubles = allTroubles(guide).filter(({ facets }) => facets.feature !== 'apps');
const figures = troubles.map((trouble) => {
  process.stderr.write(`${trouble.name}\n`);
  return figuresOf(trouble, sizes);
});
const [first] = troubles;
const milliseconds = first ? millisecondsToPlan(first) : NaN;
const report = [conditions(), orderTable(), summary(), learningTable()].join('\n\n');
process.stdout.write(`${report}\n`);
if (options.write) {
  writeFileSync(join(projectRoot, 'docs', 'images', 'plan.svg'), plotOf(figures));
  const text = `${report}\n\n![Visitor seconds by trouble](images/plan.svg)`;
  await writePart({ script: 'bench:plan', title: 'The shortest way', text });
}

function conditions(): string {
  return [
    `${sizes.visitors} simulated visitors for each kind of trouble, drawn from the guide's priors: ${percent(shareOf.doubleFaults)} with two faults at once, ${percent(shareOf.outside)} that nothing in the guide fixes.`,
    `At each check they overlook a wrong setting with ${percent(errors.overlooked)}, change a right one with ${percent(errors.fixedByChance)} and do not find it with ${percent(errors.notFound)}.`,
    `Nothing is known but phone and feature. Seconds are the visitor's, with ${guide.settings.costs.person} s for a person where nothing fixed it. The same visitors meet every order.`,
    `The last three columns are exact, against the best possible order of the nine likeliest checks, found by dynamic programming over all answers.`,
  ].join(' ');
}

function orderTable(): string {
  const head = [
    'Trouble',
    'Bot',
    'By probability',
    'Guide as read',
    'Its sections alone',
    'Bot ÷ guide',
    'Bot ÷ best',
    'By probability ÷ best',
    'Guide ÷ best',
  ];
  const rows = figures.map((one) => [
    one.name,
    cell(one.plan),
    cell(one.byProbability),
    cell(one.asRead),
    cell(one.asReadOfTheFeature),
    ratio(one.plan.seconds / one.asRead.seconds),
    ratio(one.overBest.plan),
    ratio(one.overBest.byProbability),
    ratio(one.overBest.asRead),
  ]);
  return `Seconds, checks to the fix, share fixed:\n\n${table(head, rows)}`;
}

function summary(): string {
  const seconds = (pick: (one: TroubleFigures) => PolicyFigures) =>
    mean(figures.map((one) => pick(one).seconds));
  const plan = seconds((one) => one.plan);
  return [
    `Over all troubles the bot takes ${ratio(plan / seconds((one) => one.asRead))} of the guide's time (${ratio(plan / seconds((one) => one.asReadOfTheFeature))} of that of the fitting sections alone, ${ratio(plan / seconds((one) => one.byProbability))} of the order by probability)`,
    `and ${ratio(mean(figures.map((one) => one.overBest.plan)))} of the best order's.`,
    `To plan takes ${milliseconds.toFixed(2)} ms.`,
  ].join(' ');
}

function learningTable(): string {
  const head = ['Trouble', ...learnedCases.map((cases) => `${cases} cases`)];
  const rows = [
    ...figures.map(({ name, regret }) => [name, ...regret.map(percent)]),
    ['mean', ...learnedCases.map((_, at) => percent(mean(figures.map(({ regret }) => regret[at] ?? 0))))],
  ];
  return `Regret: by how much longer it takes than for a bot that knows the true priors, after that many solved cases of the trouble. The true priors of ${sizes.worlds} worlds are drawn from a Dirichlet distribution around the guide's, worth ${guide.settings.priorStrength} cases:\n\n${table(head, rows)}`;
}

function cell({ seconds, checksToFix, fixed }: PolicyFigures): string {
  return `${seconds.toFixed(0)} s, ${checksToFix.toFixed(1)}, ${percent(fixed)}`;
}

function ratio(value: number): string {
  return value.toFixed(2);
}

function percent(share: number): string {
  const value = 100 * share;
  return `${value.toFixed(value !== 0 && Math.abs(value) < 10 && !Number.isInteger(Math.round(value * 1e6) / 1e6) ? 1 : 0)} %`;
}

function table(head: string[], rows: string[][]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

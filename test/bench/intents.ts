import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadGuide } from '../../src/guide/load-guide.ts';
import { projectRoot } from '../../src/project-root.ts';
import { crossValidate, shareRightFrom, summarise } from './cross-validation.ts';
import { measure, type IntentFigures } from './intents/measure.ts';
import { firstOfEach, readQuestions, withNames } from './intents/questions.ts';
import { subjects, type Subject } from './intents/subjects.ts';
import { seededRandom } from './plan/random.ts';
import { shuffled } from './shuffled.ts';
import { writePart } from './write-part.ts';

/**
 * Measures the classifier on BANKING77 beside searches for the nearest question, and on the guide's own phrases by
 * cross-validation. `--data FOLDER` holds banking77-train.csv and banking77-test.csv; without it only the guide is
 * measured when `--guide` is given. `--write` puts the figures into docs/performance.md.
 */
const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    guide: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});

const folds = 5;
const sampleSize = 300;
const examplesPerClass = 10;

if (options.data === undefined && !options.guide) {
  process.stderr.write(
    'Say where banking77-train.csv and banking77-test.csv are: npm run bench:intents -- --data FOLDER\n' +
      'They are not part of this project (Casanueva et al. 2020, CC BY 4.0). --guide alone measures the guide.\n',
  );
  process.exitCode = 2;
} else {
  const parts = [
    ...(options.data === undefined ? [] : [bankingPart(options.data)]),
    ...(options.guide || options.write ? [guidePart()] : []),
  ];
  const report = parts.join('\n\n');
  process.stdout.write(`${report}\n`);
  if (options.write)
    await writePart({ script: 'bench:intents', title: 'Telling intents apart', text: report });
}

function bankingPart(folder: string): string {
  const training = readQuestions(join(folder, 'banking77-train.csv'));
  const test = readQuestions(join(folder, 'banking77-test.csv'));
  const sample = shuffled(test, seededRandom(77)).slice(0, sampleSize);
  const rows = subjects.map((subject) => {
    process.stderr.write(`${subject.name}\n`);
    const asked = subject.asked === 'all' ? test : sample;
    const few = measure(subject, { training: withNames(firstOfEach(training, examplesPerClass)), asked });
    const full = measure(subject, { training: withNames(training), asked });
    return rowOf(subject, full, few);
  });
  return [
    `BANKING77 (Casanueva et al. 2020, CC BY 4.0): ${training.length} questions in 77 intents to learn from, ${test.length} to answer, each alone; a search answers with the intent of the nearest question. Every subject gets the name of each intent, with spaces for underscores, as one more question, as a section's title is one of its examples. With 10 per class the classifier keeps features seen once, else those seen twice. Fuse.js is asked a fixed random ${sampleSize} of the test questions. What was chosen about the classifier was chosen by validation on parts of the training questions.`,
    table(
      [
        '',
        'full',
        '10 per class',
        'ms a query, full',
        'ms, 10 per class',
        'training s, full',
        's, 10 per class',
        'asked',
      ],
      rows,
    ),
  ].join('\n\n');
}

function rowOf({ name }: Subject, full: IntentFigures, few: IntentFigures): string[] {
  const milliseconds = ({ milliseconds: each }: IntentFigures) => each.toFixed(each < 10 ? 2 : 0);
  return [
    name,
    percent(full.right),
    percent(few.right),
    milliseconds(full),
    milliseconds(few),
    full.trainingSeconds.toFixed(1),
    few.trainingSeconds.toFixed(1),
    `${full.asked}`,
  ];
}

function guidePart(): string {
  process.stderr.write(`cross-validation on the guide, ${folds} folds\n`);
  const guide = loadGuide(join(projectRoot, 'knowledge', 'phone-link'));
  const heldOut = crossValidate(guide, folds);
  const { n, right, sectionsRight, refusedSections, noSymptomRight, sure, sureRight } = summarise(
    guide,
    heldOut,
  );
  const thresholds = [0.5, 0.6, 0.7, 0.8, 0.9].map((from) => ({ from, ...shareRightFrom(heldOut, from) }));
  return [
    `The guide's own ${n} phrases, ${folds}-fold cross-validation with the whole understanding; a phrase counts as right only for the section it was written for or its twin, though others may serve as well: ${percent(right)} right (phrases of sections ${percent(sectionsRight)}, others ${percent(noSymptomRight)}), ${percent(refusedSections)} of the sections' phrases refused, ${percent(sure)} answered as sure and ${percent(sureRight)} of those right.`,
    table(
      ['confidence from', 'share of answers', 'right'],
      thresholds.map(({ from, share, right: these }) => [from.toFixed(1), percent(share), percent(these)]),
    ),
  ].join('\n\n');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '--:'))), ...rows.map(line)].join(
    '\n',
  );
}

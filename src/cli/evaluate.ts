import { z } from 'zod';
import { loadContent } from '../content.ts';
import { projectRoot } from '../project-root.ts';
import {
  evaluate,
  topicOf,
  type Evaluation,
  type Judged,
  type LabelledSymptom,
} from '../understanding/evaluation.ts';
import { loadUnderstanding } from '../model-cache.ts';
import { evaluateReplies } from '../understanding/reply-evaluation.ts';
import { withTypos } from '../understanding/typos.ts';
import { command, runCommand } from './command.ts';
import { readJsonLines } from './data-files.ts';

const lineSchema = z.object({
  id: z.string(),
  text: z.string(),
  kind: z.string().default('unknown'),
  phone: z.string().default('unknown'),
  feature: z.string().default('none'),
  topics: z.array(z.string()).min(1),
});

const replySchema = z.object({
  question: z.enum(['check', 'works']),
  text: z.string(),
  want: z.array(z.string()).min(1),
});

interface Options {
  json?: boolean;
  typos?: boolean;
  replies?: boolean;
}

/** Passes over all texts, each of which is diagnosed once in each. */
const timedPasses = 5;

const program = command('evaluate', 'Judges the diagnoses of labelled symptoms.')
  .argument('<file>', 'symptoms, one JSON object a line')
  .option('--json', 'print one JSON object on standard output')
  .option('--typos', 'put one slip into every third word first')
  .option('--replies', 'the file holds what is typed at a check: {"question", "text", "want": []}')
  .parse();

await runCommand(async () => {
  const { json, typos, replies } = program.opts<Options>();
  const { guide } = loadContent(projectRoot);
  const file = program.args[0] ?? '';
  if (replies)
    return writeReplies(
      evaluateReplies(guide, loadUnderstanding(guide), readJsonLines(file, replySchema)),
      json,
    );
  const lines = readJsonLines(file, lineSchema);
  const symptoms = typos
    ? lines.map((line, index) => ({ ...line, text: withTypos(line.text, index) }))
    : lines;
  const { diagnose } = loadUnderstanding(guide);
  const judged = symptoms.map((symptom) => ({ symptom, diagnosis: diagnose(symptom.text) }));
  const milliseconds = timed(symptoms, diagnose);
  const judge = (group: Judged[]) => evaluate(guide, group);
  const result = judge(judged);
  const [msP50, msP99] = [percentile(milliseconds, 0.5), percentile(milliseconds, 0.99)];
  if (json) {
    const { misses, ...figures } = result;
    process.stdout.write(`${JSON.stringify({ ...figures, msP50, msP99, misses })}\n`);
    return;
  }
  process.stdout.write(
    [
      figuresText(result),
      `per diagnosis       ${msP50.toFixed(2)} ms p50, ${msP99.toFixed(2)} ms p99 (each text's median of ${timedPasses})`,
      ...groupText('kind', { judged, groupOf: ({ kind }) => kind }, judge),
      ...groupText('section', { judged, groupOf: ({ topics }) => topics[0] ?? '' }, judge),
      'misses:',
      ...judged.filter(({ symptom }) => result.misses.some(({ id }) => id === symptom.id)).map(missText),
      '',
    ].join('\n'),
  );
});

function writeReplies(result: ReturnType<typeof evaluateReplies>, json = false): void {
  const { n, right, misses } = result;
  const lines = misses.map(
    ({ question, text, want, got }) => `  ${question}  ${got} in place of ${want.join(', ')}: ${text}`,
  );
  const text = [
    `replies             ${n}`,
    `right               ${percent(right)}`,
    'misses:',
    ...lines,
  ].join('\n');
  process.stdout.write(`${json ? JSON.stringify(result) : text}\n`);
}

/**
 * Milliseconds a text takes, by text: the median of some passes, once the code is warm, as what else the machine does
 * would otherwise be counted as the worst texts.
 */
function timed(symptoms: { text: string }[], diagnose: (text: string) => unknown): number[] {
  const passes = Array.from({ length: timedPasses }, () =>
    symptoms.map(({ text }) => {
      const start = performance.now();
      diagnose(text);
      return performance.now() - start;
    }),
  );
  return symptoms.map((_, index) =>
    percentile(
      passes.map((pass) => pass[index] ?? Number.NaN),
      0.5,
    ),
  );
}

function figuresText(result: Evaluation): string {
  const row = (name: string, value: number) => `${name.padEnd(20)}${percent(value)}`;
  return [
    `symptoms            ${result.n}`,
    row('hitBest', result.hitBest),
    row('hitAt1', result.hitAt1),
    row('hitAt3', result.hitAt3),
    row('off-topic recall', result.offTopicRecall),
    row('false refusals', result.falseRefusals),
    row('person recall', result.personRecall),
    row('phone', result.phoneAccuracy),
    row('feature', result.featureAccuracy),
    row('answered as sure', result.sureShare),
    row('  of those right', result.sureRight),
  ].join('\n');
}

function groupText(
  name: string,
  members: { judged: Judged[]; groupOf: (symptom: LabelledSymptom) => string },
  judge: (group: Judged[]) => Evaluation,
): string[] {
  const groups = Map.groupBy(members.judged, ({ symptom }) => members.groupOf(symptom));
  const rows = [...groups].sort().map(([group, those]) => {
    const { n, misses } = judge(those);
    return `  ${group.padEnd(42)}${percent((n - misses.length) / n)} of ${n}`;
  });
  return [`right per ${name}:`, ...rows];
}

function missText({ symptom, diagnosis }: Judged): string {
  const sure = `${diagnosis.sure ? 'sure ' : ''}${(100 * diagnosis.confidence).toFixed(0)} %`;
  return `  ${symptom.id}  ${topicOf(diagnosis)} (${sure}) in place of ${symptom.topics.join(' ')}: ${symptom.text.slice(0, 120)}`;
}

function percent(share: number): string {
  return Number.isNaN(share) ? '   –' : `${(100 * share).toFixed(1).padStart(5)} %`;
}

function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

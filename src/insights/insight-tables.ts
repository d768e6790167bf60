import { toCsv } from './csv.ts';
import { timeBounds, type Insights } from './insights.ts';

export const tableNames = ['days', 'checks', 'left', 'times', 'ratings', 'unmatched'] as const;
export type TableName = (typeof tableNames)[number];

const days = (insights: Insights) =>
  toCsv(
    ['day', 'fixed', 'explained', 'handed_over', 'abandoned', 'open'],
    insights.days.map((day) => [
      day.day,
      day.fixed,
      day.explained,
      day['handed-over'],
      day.abandoned,
      day.open,
    ]),
  );

const checks = (insights: Insights) =>
  toCsv(
    [
      ...['check', 'cases', 'fixed', 'already_ok', 'not_found', 'skipped'],
      ...['cases_solved', 'fix_rate', 'not_found_rate', 'lasted', 'came_back'],
    ],
    insights.checks.map((figures) => [
      ...[figures.check, figures.cases, figures.fixed, figures.alreadyOk, figures.notFound, figures.skipped],
      ...[figures.solved, rate(figures.fixRate), rate(figures.notFoundRate)],
      ...[figures.lasted, figures.cameBack],
    ]),
  );

const left = (insights: Insights) =>
  toCsv(
    ['step', 'check', 'cases'],
    insights.leftAt.map(({ step, check = '', cases }) => [step, check, cases]),
  );

const times = ({ secondsToFix: { buckets } }: Insights) =>
  toCsv(
    ['seconds_from', 'seconds_below', 'cases'],
    buckets.map((cases, index) => [timeBounds[index - 1] ?? 0, timeBounds[index] ?? '', cases]),
  );

const ratings = ({ ratings: { scores } }: Insights) =>
  toCsv(
    ['score', 'cases'],
    scores.map((cases, index) => [index + 1, cases]),
  );

const unmatched = (insights: Insights) =>
  toCsv(
    ['text', 'why', 'times', 'last_at', 'section'],
    insights.unmatched.map(({ text, why, times: count, lastAt, section = '' }) => [
      text,
      why,
      count,
      lastAt,
      section,
    ]),
  );

/** The tables of the insights page as CSV files. Texts of visitors are to be redacted before. */
export const csvOf: Record<TableName, (insights: Insights) => string> = {
  days,
  checks,
  left,
  times,
  ratings,
  unmatched,
};

function rate(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}

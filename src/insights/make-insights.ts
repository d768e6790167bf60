import { setImmediate as nextTurnOfTheLoop } from 'node:timers/promises';
import type { InsightStore } from '../conversation/insight-store.ts';
import { abandonedBefore, figuresOf } from './case-figures.ts';
import { daysBetween, spanOfDay } from './days.ts';
import type { Insights } from './insights.ts';
import { Tally, type TallyOptions } from './tally.ts';

/**
 * The figures of a period, a day at a time, so that turns run in between.
 * @param input.now what counts as now, when it is asked whether a case was abandoned.
 */
export async function makeInsights(
  input: TallyOptions & { insights: InsightStore; now: Date },
): Promise<Insights> {
  const { insights, now, timezone, first, last } = input;
  const tally = new Tally(input);
  await insights.countCases(figuresOf);
  for (const day of daysBetween(first, last)) {
    // The database answers within the process, so other work gets its turn only when it is let in.
    await nextTurnOfTheLoop();
    const span = spanOfDay(day, timezone);
    tally.addDay(day, await insights.sums({ ...span, abandonedBefore: abandonedBefore(now) }));
  }
  const whole = { from: spanOfDay(first, timezone).from, to: spanOfDay(last, timezone).to };
  for await (const page of insights.unmatched(whole)) for (const symptom of page) tally.addUnmatched(symptom);
  const texts = tally.unmatched();
  const sections = await insights.sectionsOf(texts.flatMap(({ caseId }) => caseId ?? []));
  const unmatched = texts.map(({ caseId, ...found }) => {
    const section = sections.get(caseId ?? '');
    return { ...found, ...(section === undefined ? {} : { section }) };
  });
  return { ...tally.result(), unmatched };
}

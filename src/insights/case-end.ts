import type { Case } from '../conversation/case.ts';
import type { CaseEnd } from './insights.ts';

/** After so long without a word of the visitor an open case counts as abandoned. Milliseconds. */
const abandonedAfterMs = 6 * 60 * 60 * 1000;

/** How a case counts at this time. Pure. */
export function caseEnd(value: Case, now: Date): CaseEnd {
  if (value.outcome) return value.outcome;
  return now.getTime() - Date.parse(lastActivity(value)) >= abandonedAfterMs ? 'abandoned' : 'open';
}

/** When the visitor was last heard of in this case. ISO 8601, UTC. */
function lastActivity({ last, answers, openedAt }: Case): string {
  return last?.at ?? answers.at(-1)?.at ?? openedAt;
}

/** Seconds from the first symptom to the fix; undefined for a case that a check did not solve. */
export function secondsToFix({ outcome, openedAt, closedAt }: Case): number | undefined {
  if (outcome !== 'fixed' || closedAt === undefined) return undefined;
  return Math.max(0, (Date.parse(closedAt) - Date.parse(openedAt)) / 1000);
}

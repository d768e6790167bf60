import { lastAnswers, type Case } from '../conversation/case.ts';
import type { CaseFigures } from '../conversation/insight-store.ts';

/** After so long without a word of the visitor an open case counts as abandoned. Milliseconds. */
const abandonedAfterMs = 6 * 60 * 60 * 1000;

/** Who was last heard of by then, in a case without an outcome, has left it. ISO 8601, UTC. */
export function abandonedBefore(now: Date): string {
  return new Date(now.getTime() - abandonedAfterMs).toISOString();
}

/** What of a case figures are made of. Pure. */
export function figuresOf(value: Case): CaseFigures {
  const { openedAt, outcome, last, answers, rating } = value;
  const seconds = secondsToFix(value);
  const section = ledTo(value);
  const score = rating?.score ?? 0;
  return {
    openedAt,
    ...(outcome === undefined ? {} : { outcome }),
    lastAt: last?.at ?? answers.at(-1)?.at ?? openedAt,
    asked: last?.asked ?? 'symptom',
    ...(last?.check === undefined ? {} : { check: last.check }),
    solvedByPerson: value.byPerson?.solved === true,
    ...(seconds === undefined ? {} : { seconds }),
    ...(score >= 1 && score <= 5 ? { score } : {}),
    ...(section === undefined ? {} : { section }),
    checks: checksOf(value),
  };
}

function secondsToFix({ outcome, openedAt, closedAt }: Case): number | undefined {
  if (outcome !== 'fixed' || closedAt === undefined) return undefined;
  return Math.max(0, (Date.parse(closedAt) - Date.parse(openedAt)) / 1000);
}

/** The section that the visitor chose, or whose check helped. */
function ledTo({ sections: [best], outcome }: Case): string | undefined {
  const isSure = best?.share === 1 || outcome === 'fixed' || outcome === 'explained';
  return isSure ? best?.section : undefined;
}

function checksOf({ outcome, answers, lasted, lastedOf }: Case): CaseFigures['checks'] {
  const solvedBy = outcome === 'fixed' ? answers.findLast(({ answer }) => answer === 'fixed') : undefined;
  const asked = lastedOf ?? answers.findLast(({ answer }) => answer === 'fixed')?.check;
  return lastAnswers(answers).map(({ check, answer, elsewhere }) => ({
    check,
    answer,
    sought: answer === 'not-found' || elsewhere === true,
    solved: solvedBy?.check === check,
    ...(lasted === undefined || check !== asked ? {} : { lasted }),
  }));
}

import type { Answer } from '../../../src/conversation/case.ts';
import { createGuide } from '../../../src/guide/guide.ts';
import { suitsDevices, type PlanningCase } from '../../../src/troubleshooting/beliefs.ts';
import type { LearnedFixes } from '../../../src/troubleshooting/learned-fixes.ts';
import { planNext } from '../../../src/troubleshooting/plan.ts';
import { errors, opened, type Trouble, type Visitor } from './population.ts';
import { seededRandom } from './random.ts';

type Answered = PlanningCase['answers'];

/** The next check after these answers; undefined hands over. */
export type Policy = (answers: Answered) => string | undefined;

/** The bot's own plan. Its steps are remembered, as the same answers come again and again. */
export function ourPlan({ guide, facets }: Trouble, learned?: LearnedFixes): Policy {
  const known = new Map<string, string | undefined>();
  return (answers) => {
    const key = answers.map(({ check, answer }) => `${check}=${answer}`).join(' ');
    if (known.has(key)) return known.get(key);
    const plan = planNext({ guide, subject: { ...opened(facets), answers }, mayAsk: false, learned });
    const next = plan.do === 'check' ? plan.next.check.id : undefined;
    known.set(key, next);
    return next;
  };
}

/** In order of probability alone, whatever a check costs, until nothing is left. */
export function byProbability({ name, guide, facets, causes }: Trouble): Policy {
  const same = createGuide({
    ...guide,
    settings: { ...guide.settings, costs: { ...guide.settings.costs, person: 1e6 } },
    checks: guide.checks.map(({ redo: _, ...check }) => ({ ...check, seconds: { median: 60, slow: 60 } })),
  });
  return ourPlan({ name, guide: same, facets, causes });
}

/** The guide as it is read, from the top to the bottom, without what is for the other phone. */
export function asRead({ guide, facets }: Trouble, only: 'all' | 'of-the-feature' = 'all'): Policy {
  const { feature } = facets;
  const sections = guide.sections.filter(
    ({ features }) => only === 'all' || feature === undefined || features.includes(feature),
  );
  const order = [...new Set(sections.flatMap(({ checks }) => checks.map(({ check }) => check)))].filter(
    (id) => {
      const check = guide.check(id);
      return check !== undefined && suitsDevices(check, facets);
    },
  );
  return (answers) => order[answers.length];
}

export interface Walk {
  seconds: number;
  checks: number;
  /** The check that fixed it last. */
  fixedBy?: string;
}

/** Takes a visitor through a policy, to the fix or to a person. */
export function walk(input: { trouble: Trouble; policy: Policy; visitor: Visitor }): Walk {
  const { guide, causes } = input.trouble;
  const costs = new Map(causes.map(({ check, cost }) => [check, cost]));
  const answers: { check: string; answer: Answer }[] = [];
  const open = new Set(input.visitor.faults);
  let seconds = 0;
  for (;;) {
    const check = input.policy(answers);
    if (check === undefined)
      return { seconds: seconds + guide.settings.costs.person, checks: answers.length };
    seconds += costs.get(check) ?? 0;
    const answer = answerOf({ check, visitor: input.visitor, isWrong: open.has(check) });
    answers.push({ check, answer });
    if (answer !== 'fixed') continue;
    open.delete(check);
    if (open.size === 0 && !input.visitor.outside) return { seconds, checks: answers.length, fixedBy: check };
  }
}

/** A visitor errs at a check or not, whenever it is asked, so that policies meet the same people. */
function answerOf(input: { check: string; visitor: Visitor; isWrong: boolean }): Answer {
  const { check, visitor, isWrong } = input;
  const random = seededRandom(
    [...check].reduce((sum, sign) => Math.imul(sum, 31) + sign.charCodeAt(0), visitor.seed),
  );
  random();
  if (random() < errors.notFound) return 'not-found';
  const luck = random();
  if (isWrong) return luck < errors.overlooked ? 'already-ok' : 'fixed';
  return luck < errors.fixedByChance ? 'fixed' : 'already-ok';
}

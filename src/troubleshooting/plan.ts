import type { Facets } from '../conversation/case.ts';
import type { Guide } from '../guide/guide.ts';
import type { Check, Phone } from '../guide/schema.ts';
import { beliefsAfter, type Belief, type Beliefs, type PlanningCase } from './beliefs.ts';
import { shareOfAndroid } from './symptom-group.ts';

/** What to do next in a case, and how far along it is. */
export type Plan =
  | { do: 'check'; next: Belief; position: number; total: number; beliefs: Beliefs }
  | { do: 'ask-phone'; beliefs: Beliefs }
  | { do: 'hand-over'; because: 'used-up' | 'person-is-quicker'; beliefs: Beliefs };

/** Visitor seconds a check costs, with what must be redone afterwards. */
export function checkCost(guide: Guide, check: Check, facets: Facets): number {
  const seconds = (facets.maker && check.seconds.makers?.[facets.maker]) ?? check.seconds.median;
  return seconds + (check.redo === undefined ? 0 : guide.settings.costs.redo);
}

/**
 * The next step of the cheapest way to a fix. Checks are asked in falling order of probability over cost, which is
 * optimal for a single fault (Heckerman, Breese, Rommelse 1995); what must be redone comes last. It ends when the
 * checks that are left cost more than a person.
 * @param mayAsk false right after a question, so that no two questions stand without a check in between.
 */
export function planNext(input: { guide: Guide; subject: PlanningCase; mayAsk: boolean }): Plan {
  const { guide, subject, mayAsk } = input;
  const beliefs = beliefsAfter(guide, subject);
  const order = orderOfChecks(guide, subject, beliefs);
  const worth = worthwhile({ guide, subject, order, beliefs });
  if (worth.length === 0) {
    return { do: 'hand-over', because: order.length === 0 ? 'used-up' : 'person-is-quicker', beliefs };
  }
  if (mayAsk && phoneIsWorthAsking(guide, subject)) return { do: 'ask-phone', beliefs };
  // With the phone unknown and no question allowed, what concerns every phone comes before a guess.
  const guesses = !mayAsk && subject.facets.phone === undefined;
  const next = (guesses ? worth.find(({ check }) => !isForOnePhone(check)) : undefined) ?? worth[0];
  if (!next) return { do: 'hand-over', because: 'used-up', beliefs };
  const done = new Set(subject.answers.map(({ check }) => check)).size;
  return { do: 'check', next, position: done + 1, total: done + worth.length, beliefs };
}

/** Open checks, best first: harmless ones by probability over cost, then harmful ones, then skipped ones. */
function orderOfChecks(guide: Guide, subject: PlanningCase, beliefs: Beliefs): Belief[] {
  const answered = new Map(subject.answers.map(({ check, answer }) => [check, answer]));
  const rank = ({ check }: Belief) =>
    (check.redo === undefined ? 0 : 1) + (answered.get(check.id) === 'skip' ? 2 : 0);
  const ratio = (belief: Belief) => belief.probability / checkCost(guide, belief.check, subject.facets);
  const timesSkipped = (id: string) => subject.answers.filter(({ check }) => check === id).length;
  return beliefs.causes
    .filter(({ check, probability }) => {
      const answer = answered.get(check.id);
      return probability > 0 && (answer === undefined || (answer === 'skip' && timesSkipped(check.id) === 1));
    })
    .sort((a, b) => rank(a) - rank(b) || ratio(b) - ratio(a) || (a.check.id < b.check.id ? -1 : 1));
}

/**
 * What of the order pays: up to where a person costs less than going on. Skipped checks stand apart: who skips says
 * "not now", so the rest is judged as if their causes were ruled out, and they themselves come up once that is done.
 */
function worthwhile(input: {
  guide: Guide;
  subject: PlanningCase;
  order: Belief[];
  beliefs: Beliefs;
}): Belief[] {
  const { guide, subject, order, beliefs } = input;
  const { facets } = subject;
  const skipped = new Set(
    subject.answers.filter(({ answer }) => answer === 'skip').map(({ check }) => check),
  );
  const first = order.filter(({ check }) => !skipped.has(check.id));
  const last = order.filter(({ check }) => skipped.has(check.id));
  const apart = new Set(last);
  const others = { ...beliefs, causes: beliefs.causes.filter((belief) => !apart.has(belief)) };
  return [
    ...first.slice(0, expectedSeconds({ guide, facets, order: first, beliefs: others }).length),
    ...last.slice(0, expectedSeconds({ guide, facets, order: last, beliefs }).length),
  ];
}

/** Expected visitor seconds of asking in this order and handing over at the best moment, and that moment. */
function expectedSeconds(input: { guide: Guide; facets: Facets; order: Belief[]; beliefs: Beliefs }) {
  const { guide, facets, order, beliefs } = input;
  const person = guide.settings.costs.person;
  let open = beliefs.outside + restOf(beliefs, order);
  let seconds = person;
  let length = 0;
  for (let index = order.length - 1; index >= 0; index -= 1) {
    const belief = order[index];
    if (!belief) continue;
    open += belief.probability;
    const goOn = checkCost(guide, belief.check, facets) + (1 - belief.probability / open) * seconds;
    if (goOn < person) {
      seconds = goOn;
      length = Math.max(length, index + 1);
    } else {
      seconds = person;
      length = index;
    }
  }
  return { seconds, length: seconds < person ? length : 0 };
}

/** Probability that lies on checks that are not asked any more. */
function restOf(beliefs: Beliefs, order: Belief[]): number {
  const asked = new Set(order.map(({ check }) => check.id));
  return beliefs.causes.reduce(
    (sum, { check, probability }) => sum + (asked.has(check.id) ? 0 : probability),
    0,
  );
}

/** Asking for the phone pays when the plans for each kind are together shorter by more than the question costs. */
function phoneIsWorthAsking(guide: Guide, subject: PlanningCase): boolean {
  if (subject.facets.phone !== undefined) return false;
  const secondsFor = (phone: Phone | undefined) => {
    const known = { ...subject, facets: { ...subject.facets, phone } };
    const beliefs = beliefsAfter(guide, known);
    const order = orderOfChecks(guide, known, beliefs);
    return expectedSeconds({ guide, facets: known.facets, order, beliefs }).seconds;
  };
  const asked = shareOfAndroid * secondsFor('android') + (1 - shareOfAndroid) * secondsFor('iphone');
  return secondsFor(undefined) - asked > guide.settings.costs.question;
}

function isForOnePhone(check: Check): boolean {
  return check.device === 'android' || check.device === 'iphone';
}

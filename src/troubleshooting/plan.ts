import type { Facets } from '../conversation/case.ts';
import type { Guide } from '../guide/guide.ts';
import type { Check, Phone } from '../guide/schema.ts';
import { beliefsAfter, type Belief, type Beliefs, type PlanningCase } from './beliefs.ts';
import { checkCost } from './cost.ts';
import type { LearnedFixes } from './learned-fixes.ts';
import { shareOfAndroid } from './symptom-group.ts';

/** What to do next in a case, and how far along it is. */
export type Plan =
  | {
      do: 'check';
      next: Belief;
      /** Whether no other open check is likelier, and this one is likely enough to say so. */
      isLikeliest: boolean;
      /** Checks answered, plus one. */
      position: number;
      /** About how many checks it takes: those that hold most of what can still be found. At least `position`. */
      total: number;
      beliefs: Beliefs;
    }
  | { do: 'ask-phone'; beliefs: Beliefs }
  | { do: 'hand-over'; because: 'used-up' | 'person-is-quicker'; beliefs: Beliefs };

/** From this probability on the card may say that this is most often the reason. */
const oftenFrom = 0.25;
/** Share of what can still be found that "of about" covers: the long tail of rare causes would frighten people. */
const coveredByTotal = 0.85;

/** What is decided about one case. */
interface Planning {
  guide: Guide;
  subject: PlanningCase;
  learned?: LearnedFixes;
}

/**
 * The next step of the cheapest way to a fix. Checks are asked in falling order of probability over cost, which is
 * optimal for a single fault (Heckerman, Breese, Rommelse 1995); what must be redone comes last. It ends when the
 * checks that are left cost more than a person.
 * @param input.mayAsk false right after a question, so that no two questions stand without a check in between.
 * @param input.learned what solved cases taught; without it the guide's numbers stand alone.
 */
export function planNext(input: Planning & { mayAsk: boolean }): Plan {
  const { guide, subject, mayAsk, learned } = input;
  const beliefs = beliefsAfter(guide, subject, learned);
  const order = orderOfChecks(guide, subject, beliefs);
  const pays = worthwhile({ guide, subject, order });
  const worth = pays.length > 0 ? pays : firstTry(subject, order);
  if (worth.length === 0) {
    return { do: 'hand-over', because: order.length === 0 ? 'used-up' : 'person-is-quicker', beliefs };
  }
  // With the phone unknown and no question allowed, what concerns every phone comes before a guess.
  const guesses = !mayAsk && subject.facets.phone === undefined;
  const next = (guesses ? worth.find(({ check }) => !isForOnePhone(check)) : undefined) ?? worth[0];
  if (next && mayAsk && phoneIsWorthAsking(input, { beliefs, next })) return { do: 'ask-phone', beliefs };
  if (!next) return { do: 'hand-over', because: 'used-up', beliefs };
  const done = new Set(subject.answers.map(({ check }) => check)).size;
  const isLikeliest =
    next.probability >= oftenFrom && order.every(({ probability }) => probability <= next.probability);
  const total = Math.max(done + checksToCover(notSkipped(subject, worth)), done + 1);
  return { do: 'check', next, isLikeliest, position: done + 1, total, beliefs };
}

/** What most likely is wrong is tried even where a person is a little quicker: nobody is sent on without a single check. */
function firstTry(subject: PlanningCase, order: Belief[]): Belief[] {
  if (subject.answers.length > 0) return [];
  return order
    .filter(({ probability }) => probability >= oftenFrom)
    .sort((a, b) => b.probability - a.probability)
    .slice(0, 1);
}

/** Those that were not put off, as long as there are any: what was would make the rest look many and unlikely. */
function notSkipped({ answers }: PlanningCase, checks: Belief[]): Belief[] {
  const skipped = new Set(answers.filter(({ answer }) => answer === 'skip').map(({ check }) => check));
  const others = checks.filter(({ check }) => !skipped.has(check.id));
  return others.length > 0 ? others : checks;
}

/** How many of these checks, in this order, hold most of their probability. */
function checksToCover(order: Belief[]): number {
  const enough = coveredByTotal * order.reduce((sum, { probability }) => sum + probability, 0);
  let covered = 0;
  return order.findIndex(({ probability }) => (covered += probability) >= enough) + 1;
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
 * What of the order pays. Skipped checks stand apart: who skips says "not now", so the rest is judged as if their
 * causes were ruled out, and they themselves come up once that is done.
 */
function worthwhile(input: { guide: Guide; subject: PlanningCase; order: Belief[] }): Belief[] {
  const { guide, subject, order } = input;
  const skipped = new Set(
    subject.answers.filter(({ answer }) => answer === 'skip').map(({ check }) => check),
  );
  const first = order.filter(({ check }) => !skipped.has(check.id));
  const last = order.filter(({ check }) => skipped.has(check.id));
  const { facets } = subject;
  const postponed = last.reduce((sum, { probability }) => sum + probability, 0);
  return [
    ...bestRun({ guide, facets, order: first, open: 1 - postponed }).run,
    ...bestRun({ guide, facets, order: last, open: 1 }).run,
  ];
}

/**
 * The checks of an order that are worth asking before a person takes over, and the visitor seconds to expect. A check
 * pays when the chance that it is the fix, times all that then need not come (the checks after it and the person), is
 * more than its own cost. So a reset that most likely helps does not wait for checks that most likely do not.
 * @param input.open probability that is still open; what the order does not hold ends with the person.
 */
function bestRun(input: { guide: Guide; facets: Facets; order: Belief[]; open: number }) {
  const { guide, facets, open } = input;
  const { person } = guide.settings.costs;
  let run = input.order.map(({ check, probability }, index) => ({
    index,
    probability,
    cost: checkCost(guide, check, facets),
  }));
  for (let before = Infinity; run.length < before;) {
    before = run.length;
    const costs = run.reduce((sum, { cost }) => sum + cost, 0);
    let [ahead, found] = [costs, 0];
    run = run.filter(({ probability, cost }) => {
      ahead -= cost;
      const pays = probability * (ahead + person) > cost * (open - found);
      if (pays) found += probability;
      return pays;
    });
  }
  let [seconds, left] = [0, open];
  for (const { probability, cost } of run) {
    seconds += cost * left;
    left -= probability;
  }
  return {
    run: run.flatMap(({ index }) => input.order[index] ?? []),
    seconds: seconds + person * left,
  };
}

/**
 * Asking for the phone pays when the plans for each kind are together shorter by more than the question costs. It also
 * comes before a check that only one kind has: who has the other would look for a setting that is not there.
 */
function phoneIsWorthAsking(
  { guide, subject, learned }: Planning,
  { beliefs: unknown, next }: { beliefs: Beliefs; next: Belief },
): boolean {
  if (subject.facets.phone !== undefined) return false;
  if (isForOnePhone(next.check)) return true;
  const secondsOf = (known: PlanningCase, beliefs: Beliefs) => {
    const order = orderOfChecks(guide, known, beliefs);
    return bestRun({ guide, facets: known.facets, order, open: 1 }).seconds;
  };
  const secondsFor = (phone: Phone) => {
    const known = { ...subject, facets: { ...subject.facets, phone } };
    return secondsOf(known, beliefsAfter(guide, known, learned));
  };
  const android = probabilityOfAndroid(unknown);
  const asked = android * secondsFor('android') + (1 - android) * secondsFor('iphone');
  return secondsOf(subject, unknown) - asked > guide.settings.costs.question;
}

/** What the likely causes tell about the phone; the others leave it at the share of Android. */
function probabilityOfAndroid({ causes, outside }: Beliefs): number {
  const share = ({ check }: Belief) =>
    check.device === 'android' ? 1 : check.device === 'iphone' ? 0 : shareOfAndroid;
  return causes.reduce((sum, belief) => sum + belief.probability * share(belief), outside * shareOfAndroid);
}

function isForOnePhone(check: Check): boolean {
  return check.device === 'android' || check.device === 'iphone';
}

import fc from 'fast-check';
import type { Answer, Facets } from '../../src/conversation/case.ts';
import { createGuide } from '../../src/guide/guide.ts';
import {
  features,
  makers,
  phones,
  triggers,
  type Check,
  type WindowsVersion,
} from '../../src/guide/schema.ts';
import { beliefsAfter, priorBeliefs, type PlanningCase } from '../../src/troubleshooting/beliefs.ts';
import { checkCost } from '../../src/troubleshooting/cost.ts';
import { planNext } from '../../src/troubleshooting/plan.ts';
import { realContent } from '../support/content.ts';
import { examples } from '../support/examples.ts';

const { guide } = realContent();
const sectionIds = guide.sections.map(({ id }) => id);
const checkIds = guide.checks.map(({ id }) => id);
const answers: readonly Answer[] = ['fixed', 'already-ok', 'not-found', 'skip'];
const runs = examples();

const facets: fc.Arbitrary<Facets> = fc.record(
  {
    phone: fc.constantFrom(...phones),
    maker: fc.constantFrom(...makers),
    windows: fc.constantFrom<WindowsVersion>(10, 11),
    feature: fc.constantFrom(...features),
    trigger: fc.constantFrom(...triggers),
  },
  { requiredKeys: [] },
);

/** Up to five sections whose shares sum to at most 1, as a diagnosis gives them. */
const sections = fc
  .uniqueArray(
    fc.record({
      section: fc.constantFrom(...sectionIds),
      weight: fc.double({ min: 0.01, max: 1, noNaN: true }),
    }),
    {
      maxLength: 5,
      selector: ({ section }) => section,
    },
  )
  .chain((chosen) =>
    fc.double({ min: 0.05, max: 1, noNaN: true }).map((said) => {
      const total = chosen.reduce((sum, { weight }) => sum + weight, 0);
      return chosen.map(({ section, weight }) => ({ section, share: (said * weight) / total }));
    }),
  );

const opened: fc.Arbitrary<PlanningCase> = fc.record({
  facets,
  sections,
  pointedAt: fc.subarray(checkIds, { maxLength: 2 }),
  answers: fc.constant([]),
});

const underWay: fc.Arbitrary<PlanningCase> = fc.record({
  facets,
  sections,
  pointedAt: fc.subarray(checkIds, { maxLength: 2 }),
  answers: fc.array(fc.record({ check: fc.constantFrom(...checkIds), answer: fc.constantFrom(...answers) }), {
    maxLength: 12,
  }),
});

/** Plays a case to its hand-over; `choose` gives the answer to the check asked as number n. */
function playOut(
  start: PlanningCase,
  input: { choose: (n: number) => Answer; mayAsk: (n: number) => boolean },
) {
  const asked: { id: string; answer: Answer }[] = [];
  const most = 2 * checkIds.length + 2;
  let subject = start;
  for (let turn = 0; turn < most; turn += 1) {
    const plan = planNext({ guide, subject, mayAsk: input.mayAsk(turn) });
    if (plan.do === 'hand-over') return { asked, subject, ended: true };
    if (plan.do === 'ask-phone') {
      subject = { ...subject, facets: { ...subject.facets, phone: 'iphone' } };
      continue;
    }
    const { id } = plan.next.check;
    const answer = input.choose(turn);
    asked.push({ id, answer });
    subject = { ...subject, answers: [...subject.answers, { check: id, answer }] };
  }
  return { asked, subject, ended: false };
}

const played = fc
  .record({
    start: opened,
    picks: fc.array(fc.constantFrom(...answers), { minLength: 1, maxLength: 20 }),
    asks: fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
  })
  .map(({ start, picks, asks }) =>
    playOut(start, {
      choose: (n) => picks[n % picks.length] ?? 'already-ok',
      mayAsk: (n) => asks[n % asks.length] ?? true,
    }),
  );

describe('beliefs', () => {
  it('are a probability distribution before and after any answers', () => {
    fc.assert(
      fc.property(underWay, (subject) => {
        for (const { causes, outside } of [priorBeliefs(guide, subject), beliefsAfter(guide, subject)]) {
          const all = [outside, ...causes.map(({ probability }) => probability)];
          expect(all.every((one) => one >= 0 && one <= 1)).toBe(true);
          expect(all.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 9);
        }
      }),
      runs,
    );
  });

  it('name each check once, and none for the other phone', () => {
    fc.assert(
      fc.property(underWay, (subject) => {
        const { causes } = beliefsAfter(guide, subject);
        expect(new Set(causes.map(({ check }) => check.id)).size).toBe(causes.length);
        const { phone } = subject.facets;
        const other = phone === 'android' ? 'iphone' : 'android';
        if (phone) expect(causes.map(({ check }) => check.device)).not.toContain(other);
      }),
      runs,
    );
  });

  it('fall for a check that was found right, whatever else was answered', () => {
    fc.assert(
      fc.property(underWay, fc.constantFrom(...checkIds), (subject, check) => {
        const others = subject.answers.filter((one) => one.check !== check);
        const of = (value: PlanningCase) =>
          beliefsAfter(guide, value).causes.find((cause) => cause.check.id === check)?.probability ?? 0;
        const before = of({ ...subject, answers: others });
        const after = of({ ...subject, answers: [...others, { check, answer: 'already-ok' }] });
        expect(after).toBeLessThanOrEqual(before + 1e-12);
      }),
      runs,
    );
  });
});

describe('a plan', () => {
  it('never asks an answered check again, but for one that was skipped once', () => {
    fc.assert(
      fc.property(underWay, fc.boolean(), (subject, mayAsk) => {
        const plan = planNext({ guide, subject, mayAsk });
        if (plan.do !== 'check') return;
        const before = subject.answers.filter(({ check }) => check === plan.next.check.id);
        expect(before.length === 0 || (before.length === 1 && before[0]?.answer === 'skip')).toBe(true);
      }),
      runs,
    );
  });

  it('comes to a hand-over, whatever is answered', () => {
    fc.assert(
      fc.property(played, ({ ended }) => {
        expect(ended).toBe(true);
      }),
      runs,
    );
  });

  it('never asks for what must be redone while an open check is as likely and no dearer', () => {
    fc.assert(
      fc.property(underWay, (subject) => {
        const plan = planNext({ guide, subject, mayAsk: true });
        if (plan.do !== 'check' || plan.next.check.redo === undefined) return;
        const { check: asked, probability: least } = plan.next;
        const answered = new Set(subject.answers.map(({ check }) => check));
        const cost = (check: Check) => checkCost(guide, check, subject.facets);
        const better = plan.beliefs.causes.filter(
          ({ check, probability }) =>
            check.redo === undefined &&
            !answered.has(check.id) &&
            probability >= least &&
            cost(check) <= cost(asked),
        );
        expect(better.map(({ check }) => check.id)).toEqual([]);
      }),
      examples(1000),
    );
  });

  it('never mixes the phones once the phone is known', () => {
    fc.assert(
      fc.property(played, fc.constantFrom(...phones), ({ subject }, phone) => {
        const known = { ...subject, answers: [], facets: { ...subject.facets, phone } };
        const { asked } = playOut(known, { choose: () => 'already-ok', mayAsk: () => true });
        const other = phone === 'android' ? 'iphone' : 'android';
        expect(asked.map(({ id }) => guide.check(id)?.device)).not.toContain(other);
      }),
      runs,
    );
  });

  it('tells a position within its total, and a total that can be reached', () => {
    fc.assert(
      fc.property(underWay, (subject) => {
        const plan = planNext({ guide, subject, mayAsk: false });
        if (plan.do !== 'check') return;
        expect(plan.position).toBeGreaterThanOrEqual(1);
        expect(plan.total).toBeGreaterThanOrEqual(plan.position);
        expect(plan.total).toBeLessThanOrEqual(2 * checkIds.length);
      }),
      runs,
    );
  });

  it('never asks for a phone that is known, nor right after another question', () => {
    fc.assert(
      fc.property(underWay, fc.boolean(), (subject, mayAsk) => {
        const plan = planNext({ guide, subject, mayAsk });
        if (plan.do === 'ask-phone') expect([mayAsk, subject.facets.phone]).toEqual([true, undefined]);
      }),
      runs,
    );
  });

  it('does not depend on the order of sections, of files, or of the checks in a section', () => {
    const order = fc.shuffledSubarray([...sectionIds.keys()], { minLength: sectionIds.length });
    fc.assert(
      fc.property(underWay, order, (subject, places) => {
        const shuffled = createGuide({
          ...guide,
          settings: { ...guide.settings, sections: places.map((place) => sectionIds[place] ?? '') },
          sections: places.flatMap((place) => {
            const section = guide.sections[place];
            return section ? [{ ...section, checks: [...section.checks].reverse() }] : [];
          }),
          checks: [...guide.checks].reverse(),
        });
        const plans = [guide, shuffled].map((one) => planNext({ guide: one, subject, mayAsk: true }));
        const [here, there] = plans.map((plan) =>
          plan.do === 'check'
            ? [plan.next.check.id, plan.next.section.id, plan.position, plan.total]
            : [plan.do],
        );
        expect(there).toEqual(here);
      }),
      runs,
    );
  });
});

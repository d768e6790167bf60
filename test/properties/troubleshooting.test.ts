import fc from 'fast-check';
import type { FixCount } from '../../src/conversation/fix.ts';
import type { Facets } from '../../src/conversation/case.ts';
import { features, makers, phones, triggers } from '../../src/guide/schema.ts';
import { beliefsAfter, priorBeliefs, type PlanningCase } from '../../src/troubleshooting/beliefs.ts';
import { learnedFixes } from '../../src/troubleshooting/learned-fixes.ts';
import { planNext } from '../../src/troubleshooting/plan.ts';
import { realContent } from '../support/content.ts';
import { examples } from '../support/examples.ts';

const { guide } = realContent();
const checkIds = guide.checks.map(({ id }) => id);
const runs = examples();

const kind = fc.record(
  {
    phone: fc.constantFrom(...phones),
    feature: fc.constantFrom(...features),
    trigger: fc.constantFrom(...triggers),
  },
  { requiredKeys: [] },
);
const facets: fc.Arbitrary<Facets> = fc
  .tuple(kind, fc.option(fc.constantFrom(...makers), { nil: undefined }))
  .map(([of, maker]) => ({ ...of, maker }));
/** Counts of any kind, among them some of the very kind that is planned for. */
const counted = (of: Facets): fc.Arbitrary<FixCount[]> =>
  fc
    .array(
      fc.record({
        kind: fc.oneof(kind, fc.constant({ phone: of.phone, feature: of.feature, trigger: of.trigger })),
        // A check that is gone from the guide may still be counted.
        check: fc.constantFrom(...checkIds, 'check.that-is-gone'),
        cases: fc.integer({ min: 1, max: 5000 }),
      }),
      { maxLength: 40 },
    )
    .map((rows) => rows.map(({ kind: rowKind, ...row }) => ({ ...rowKind, ...row })));

const learnedCase = facets.chain((of) =>
  fc.record({
    counts: counted(of),
    subject: fc.record({
      facets: fc.constant(of),
      sections: fc.constantFrom(...guide.sections).map(({ id }) => [{ section: id, share: 0.7 }]),
      pointedAt: fc.subarray(checkIds, { maxLength: 1 }),
      answers: fc.constant([] as PlanningCase['answers']),
    }),
  }),
);

describe('beliefs that were learned', () => {
  it('are a probability distribution, whatever was counted', () => {
    fc.assert(
      fc.property(learnedCase, ({ counts, subject }) => {
        const { causes, outside } = beliefsAfter(guide, subject, learnedFixes(counts));
        const all = [outside, ...causes.map(({ probability }) => probability)];
        expect(all.every((one) => one >= 0 && one <= 1)).toBe(true);
        expect(all.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 9);
      }),
      runs,
    );
  });

  it('do not depend on the order of the counts', () => {
    fc.assert(
      fc.property(learnedCase, ({ counts, subject }) => {
        const [here, there] = [counts, counts.toReversed()].map((one) =>
          priorBeliefs(guide, subject, learnedFixes(one)).causes.map(({ check, probability }) => [
            check.id,
            probability.toPrecision(9),
          ]),
        );
        expect(there).toEqual(here);
      }),
      runs,
    );
  });

  it('never fall for a check when one more case names it', () => {
    fc.assert(
      fc.property(learnedCase, fc.nat(), ({ counts, subject }, pick) => {
        const before = priorBeliefs(guide, subject, learnedFixes(counts)).causes;
        const chosen = before[pick % before.length];
        if (!chosen) return;
        const { phone, feature, trigger } = subject.facets;
        const more = [...counts, { phone, feature, trigger, check: chosen.check.id, cases: 1 }];
        const after = priorBeliefs(guide, subject, learnedFixes(more)).causes;
        const now = after.find(({ check }) => check.id === chosen.check.id)?.probability ?? 0;
        // A first count makes the check one of those that are counted, at the guide's share of them.
        if (!learnedFixes(counts).of(subject.facets).has(chosen.check.id)) return;
        expect(now).toBeGreaterThanOrEqual(chosen.probability * (1 - 1e-9));
      }),
      runs,
    );
  });

  it('repeat no check and end, whatever was counted', () => {
    fc.assert(
      fc.property(learnedCase, ({ counts, subject }) => {
        const learned = learnedFixes(counts);
        const asked: string[] = [];
        let current: PlanningCase = subject;
        for (;;) {
          const plan = planNext({ guide, subject: current, mayAsk: false, learned });
          if (plan.do !== 'check') break;
          asked.push(plan.next.check.id);
          expect(asked.length).toBeLessThanOrEqual(checkIds.length);
          current = { ...current, answers: asked.map((check) => ({ check, answer: 'already-ok' as const })) };
        }
        expect(new Set(asked).size).toBe(asked.length);
      }),
      examples(40),
    );
  });
});

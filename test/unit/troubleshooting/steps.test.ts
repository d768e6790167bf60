import { planNext, type Plan } from '../../../src/troubleshooting/plan.ts';
import { type PlanningCase } from '../../../src/troubleshooting/beliefs.ts';
import { checkLike, sectionLike, smallGuide } from '../../support/small-guide.ts';

const subject: PlanningCase = {
  facets: { phone: 'android', feature: 'photos' },
  sections: [],
  pointedAt: [],
  answers: [],
};

/** One section for each check, so that the priors are the probabilities. */
function guideOf(
  checks: { id: string; percent: number; seconds?: number; redo?: string; device?: 'android' | 'windows' }[],
) {
  return smallGuide({
    sections: checks.map(({ id, percent }) =>
      sectionLike({ id, priors: { photos: percent }, checks: [{ check: id, weight: 1 }] }),
    ),
    checks: checks.map(({ id, seconds = 30, redo, device = 'windows' }) =>
      checkLike({ id, device, seconds: { median: seconds, slow: seconds }, ...(redo ? { redo } : {}) }),
    ),
    settings: { outside: { photos: 100 - checks.reduce((sum, { percent }) => sum + percent, 0) } },
  });
}

function checkPlan(plan: Plan): Extract<Plan, { do: 'check' }> {
  if (plan.do !== 'check') throw new Error(`The plan is to ${plan.do}.`);
  return plan;
}

describe('a check that must be redone', () => {
  const redo = 'All is set up again.';

  it('does not wait for checks that most likely do not help', () => {
    const guide = guideOf([
      { id: 'test.reset', percent: 90, seconds: 400, redo },
      { id: 'test.rare', percent: 1, seconds: 60 },
    ]);
    expect(checkPlan(planNext({ guide, subject, mayAsk: true })).next.check.id).toBe('test.reset');
  });

  it('waits for checks that may well help', () => {
    const guide = guideOf([
      { id: 'test.reset', percent: 80, seconds: 400, redo },
      { id: 'test.likely', percent: 10, seconds: 60 },
    ]);
    expect(checkPlan(planNext({ guide, subject, mayAsk: true })).next.check.id).toBe('test.likely');
  });
});

describe('what the card says of a check', () => {
  const guide = guideOf([
    { id: 'test.most', percent: 60, seconds: 60 },
    { id: 'test.quick', percent: 25, seconds: 10 },
    { id: 'test.rare', percent: 3, seconds: 30 },
    { id: 'test.rarer', percent: 2, seconds: 30 },
  ]);
  const after = (...checks: string[]) =>
    checkPlan(
      planNext({
        guide,
        subject: { ...subject, answers: checks.map((check) => ({ check, answer: 'already-ok' as const })) },
        mayAsk: true,
      }),
    );

  it('is not that it is most often the reason when another one is likelier', () => {
    expect(after()).toMatchObject({ next: { check: { id: 'test.quick' } }, isLikeliest: false });
  });

  it('is that it is most often the reason when no other one is', () => {
    expect(after('test.quick')).toMatchObject({ next: { check: { id: 'test.most' } }, isLikeliest: true });
  });

  it('is not that it is most often the reason when the likeliest one left is rare', () => {
    expect(after('test.quick', 'test.most')).toMatchObject({ isLikeliest: false });
  });

  it('counts the checks that hold most of what can be found, not all that pay', () => {
    expect(after()).toMatchObject({ position: 1, total: 2 });
    expect(after('test.quick', 'test.most')).toMatchObject({ position: 3, total: 4 });
  });
});

describe('the question for the phone', () => {
  const { phone: _, ...unknown } = subject.facets;
  const guide = guideOf([
    { id: 'test.android', percent: 50, device: 'android' },
    { id: 'test.windows', percent: 20 },
  ]);

  it('comes before a check that only one phone has', () => {
    expect(planNext({ guide, subject: { ...subject, facets: unknown }, mayAsk: true }).do).toBe('ask-phone');
  });

  it('gives way to a check for every phone right after another question', () => {
    const plan = planNext({ guide, subject: { ...subject, facets: unknown }, mayAsk: false });
    expect(checkPlan(plan).next.check.id).toBe('test.windows');
  });
});

describe('a fix that did not help', () => {
  const guide = guideOf([
    { id: 'test.one', percent: 40 },
    { id: 'test.two', percent: 30 },
  ]);

  it('removes its check and makes others likelier than a cause outside, as two things may be wrong', () => {
    const before = planNext({ guide, subject, mayAsk: true }).beliefs;
    const answers = [{ check: 'test.one', answer: 'fixed' as const }];
    const after = planNext({ guide, subject: { ...subject, answers }, mayAsk: true }).beliefs;
    const of = ({ causes }: typeof before, id: string) =>
      causes.find(({ check }) => check.id === id)?.probability ?? 0;
    expect(of(after, 'test.one')).toBe(0);
    expect(of(after, 'test.two') / after.outside).toBeGreaterThan(of(before, 'test.two') / before.outside);
  });
});

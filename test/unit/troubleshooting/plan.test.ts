import type { Answer } from '../../../src/conversation/case.ts';
import { beliefsAfter, priorBeliefs, type PlanningCase } from '../../../src/troubleshooting/beliefs.ts';
import { planNext } from '../../../src/troubleshooting/plan.ts';
import { checkLike, sectionLike, smallGuide } from '../../support/small-guide.ts';

function answered(subject: PlanningCase, ...answers: [string, Answer][]): PlanningCase {
  return { ...subject, answers: answers.map(([check, answer]) => ({ check, answer })) };
}

describe('the plan over a guide of three checks', () => {
  const section = 'test.section';
  const subject: PlanningCase = {
    facets: { phone: 'android', feature: 'photos' },
    sections: [{ section, share: 1 }],
    pointedAt: [],
    answers: [],
  };
  const likely = checkLike({ id: 'test.likely', seconds: { median: 60, slow: 60 } });
  const quick = checkLike({ id: 'test.quick', seconds: { median: 10, slow: 10 } });
  const harmful = checkLike({
    id: 'test.harmful',
    seconds: { median: 1, slow: 1 },
    redo: 'All is set up again.',
  });
  const three = smallGuide({
    sections: [
      sectionLike({
        id: section,
        priors: { photos: 90 },
        checks: [
          { check: 'test.harmful', weight: 50 },
          { check: 'test.likely', weight: 30 },
          { check: 'test.quick', weight: 20 },
        ],
      }),
    ],
    checks: [harmful, likely, quick],
    settings: { outside: { photos: 10 } },
  });
  const walk = (answer: (check: string) => Answer, start = subject) => {
    const asked: string[] = [];
    for (let current = start; asked.length < 20;) {
      const plan = planNext({ guide: three, subject: current, mayAsk: true });
      if (plan.do !== 'check') return [...asked, plan.do === 'hand-over' ? plan.because : plan.do];
      const check = plan.next.check.id;
      asked.push(check);
      current = { ...current, answers: [...current.answers, { check, answer: answer(check) }] };
    }
    return asked;
  };

  it('goes by probability over cost, with what must be redone last', () => {
    // 20 % in 10 s is better than 30 % in 60 s; 50 % in 1 s would be best, were nothing lost by it.
    expect(walk(() => 'already-ok')).toEqual(['test.quick', 'test.likely', 'test.harmful', 'used-up']);
  });

  it('asks what was skipped once more at the end, and no third time', () => {
    expect(walk((check) => (check === 'test.quick' ? 'skip' : 'already-ok'))).toEqual([
      'test.quick',
      'test.likely',
      'test.harmful',
      'test.quick',
      'used-up',
    ]);
  });

  it('goes on to the other checks when the likeliest is skipped, though a person would be quicker than both', () => {
    const eager = walk((check) => (check === 'test.likely' ? 'skip' : 'already-ok'));
    expect(eager.slice(0, 3)).toEqual(['test.quick', 'test.likely', 'test.harmful']);
  });

  it('hands over as soon as a person costs less than what is left', () => {
    const person = { ...three.settings.costs, person: 60 };
    const costly = { ...three, settings: { ...three.settings, costs: person } };
    const plan = planNext({ guide: costly, subject, mayAsk: true });
    expect(plan).toMatchObject({ do: 'check', next: { check: { id: 'test.quick' } }, total: 1 });
    const after = planNext({
      guide: costly,
      subject: answered(subject, ['test.quick', 'already-ok']),
      mayAsk: true,
    });
    expect(after).toMatchObject({ do: 'hand-over', because: 'person-is-quicker' });
  });

  it('counts the position by checks answered, not by answers', () => {
    const twice = answered(subject, ['test.quick', 'skip'], ['test.quick', 'skip']);
    expect(planNext({ guide: three, subject: twice, mayAsk: true })).toMatchObject({
      do: 'check',
      position: 2,
    });
  });

  it('tells of what is left how much it may take, without what was put off', () => {
    const totalAfter = (...checks: string[]) => {
      const skips = checks.map((check) => [check, 'skip'] as [string, Answer]);
      const plan = planNext({ guide: three, subject: answered(subject, ...skips), mayAsk: true });
      return plan.do === 'check' ? plan.total : plan.do;
    };
    expect(totalAfter('test.quick')).toBe(3);
    expect(totalAfter('test.quick', 'test.likely')).toBe(3);
    expect(totalAfter('test.quick', 'test.likely', 'test.harmful')).toBe(6);
  });

  it('believes in the shares of the section before any answer', () => {
    const { causes, outside } = priorBeliefs(three, subject);
    const of = Object.fromEntries(causes.map(({ check, probability }) => [check.id, probability]));
    const inside = 1 - outside;
    expect(of['test.harmful']).toBeCloseTo(0.5 * inside, 10);
    expect(of['test.likely']).toBeCloseTo(0.3 * inside, 10);
    expect(of['test.quick']).toBeCloseTo(0.2 * inside, 10);
    expect(outside).toBeGreaterThan(0);
  });

  it.each<[Answer, number]>([
    ['already-ok', three.settings.answers.wrongAlreadyOk],
    ['not-found', three.settings.answers.keptNotFound],
    ['fixed', 0],
    ['skip', 1],
  ])('after "%s" keeps %f of the odds of a cause against another', (answer, kept) => {
    const odds = (of: PlanningCase) => {
      const { causes } = beliefsAfter(three, of);
      const find = (id: string) => causes.find(({ check }) => check.id === id)?.probability ?? 0;
      return find('test.likely') / find('test.quick');
    };
    expect(odds(answered(subject, ['test.likely', answer]))).toBeCloseTo(odds(subject) * kept, 10);
  });
});

import { priorBeliefs, type PlanningCase } from '../../../src/troubleshooting/beliefs.ts';
import { checkCost } from '../../../src/troubleshooting/cost.ts';
import { planNext } from '../../../src/troubleshooting/plan.ts';
import { realContent } from '../../support/content.ts';

const { guide } = realContent();

const notifications: PlanningCase = {
  facets: { phone: 'android', maker: 'samsung', windows: 11, feature: 'notifications' },
  sections: [{ section: 'android.notification-access', share: 0.8 }],
  pointedAt: [],
  answers: [],
};

function nextCheck(subject: PlanningCase, mayAsk = true): string {
  const plan = planNext({ guide, subject, mayAsk });
  return plan.do === 'check' ? plan.next.check.id : plan.do;
}

describe('the plan over the real guide', () => {
  it('begins with the check that the symptom is most about', () => {
    expect(nextCheck(notifications)).toBe('android.notification-access');
  });

  it('is the same right after a question, as the phone is known', () => {
    expect(nextCheck(notifications, false)).toBe(nextCheck(notifications, true));
  });

  it('moves a check to the front when the symptom quotes one of its signs', () => {
    const subject = { ...notifications, sections: [{ section: 'windows.notifications', share: 0.8 }] };
    const pointed = { ...subject, pointedAt: ['windows.do-not-disturb'] };
    expect(nextCheck(pointed)).toBe('windows.do-not-disturb');
  });

  it('asks for the phone first when the plans differ by more than the question costs', () => {
    const { phone: _, ...facets } = notifications.facets;
    const subject = {
      ...notifications,
      facets,
      sections: [
        { section: 'android.notification-access', share: 0.4 },
        { section: 'iphone.notification-sharing', share: 0.4 },
      ],
    };
    expect(nextCheck(subject, true)).toBe('ask-phone');
    expect(nextCheck(subject, false)).not.toMatch(/^(ask-phone|android\.|iphone\.)/);
  });

  it('leaves out what is only for the other Windows version', () => {
    const subject = {
      ...notifications,
      facets: { ...notifications.facets, windows: 11 as const },
      sections: [{ section: 'rebuild.windows-background-apps', share: 0.9 }],
    };
    const { causes } = priorBeliefs(guide, subject);
    expect(causes.map(({ check }) => check.windows)).not.toContain(10);
  });

  it('takes longer for makers whose menus are longer', () => {
    const check = guide.checks.find(({ seconds }) => seconds.makers !== undefined);
    const [maker] = Object.keys(check?.seconds.makers ?? {});
    if (!check || !maker) throw new Error('The guide has no check with seconds of a maker.');
    const of = (facets: object) => checkCost(guide, check, facets);
    expect(of({ maker })).not.toBe(of({}));
  });

  it('says of no first check of a usual problem that it takes more than twelve', () => {
    for (const feature of ['notifications', 'messages', 'calls', 'photos', 'contacts'] as const) {
      const subject = {
        facets: { phone: 'android' as const, feature },
        sections: [],
        pointedAt: [],
        answers: [],
      };
      const plan = planNext({ guide, subject, mayAsk: true });
      expect(plan.do).toBe('check');
      expect(plan.do === 'check' ? plan.total : NaN).toBeLessThanOrEqual(12);
    }
  });
});

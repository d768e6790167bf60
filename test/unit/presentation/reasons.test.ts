import type { Case, Facets } from '../../../src/conversation/case.ts';
import { newSession, type Session } from '../../../src/conversation/session.ts';
import { checkCardData } from '../../../src/presentation/card-data.ts';
import { createSay } from '../../../src/presentation/say.ts';
import { realContent } from '../../support/content.ts';

const { guide } = realContent();
const say = createSay(guide.phrases);
const check = 'android.notification-access';
const why = guide.check(check)?.why ?? '';

function reasonOf(given: {
  section: string;
  check?: string;
  isLikeliest?: boolean;
  facets?: Facets;
  answers?: Case['answers'];
}): unknown {
  const { facets = {}, answers = [], ...input } = given;
  const session: Session = {
    ...newSession(),
    case: { id: 'K7M2QX9A', facets, answers } as Partial<Case> as Case,
  };
  const question = { kind: 'check' as const, check, position: 1, total: 3, elsewhere: false, ...input };
  const data = checkCardData({ guide, say, session, question, facets });
  return Reflect.get(data, 'reason');
}

describe('why a check comes now', () => {
  const section = check;
  const reason = guide.section(section)?.reason ?? '';

  it('is that it is most often the reason, when it is the likeliest', () => {
    expect(reasonOf({ section, isLikeliest: true })).toBe(`Most often the reason ${reason}. ${why}`);
  });

  it('names the trigger that makes it likely', () => {
    expect(reasonOf({ section, isLikeliest: true, facets: { trigger: 'os-update' } })).toBe(
      `After an update, most often the reason ${reason}. ${why}`,
    );
  });

  it('does not name a trigger that changes nothing about it', () => {
    expect(reasonOf({ section, isLikeliest: true, facets: { trigger: 'rename' } })).toMatch(/^Most often/);
  });

  it('is not what another check of the section is about, once one of them was answered', () => {
    const answers = [{ check: 'apps.review-prompts', answer: 'already-ok' as const, at: '' }];
    expect(reasonOf({ section, isLikeliest: true, answers })).toBe(`Also worth a look: ${why}`);
    const own = [{ check, answer: 'skip' as const, at: '' }];
    expect(reasonOf({ section, isLikeliest: true, answers: own })).toMatch(/^Most often/);
  });

  it('is not told of a check that is only at the edge of its section', () => {
    const edge = 'windows.call-audio';
    const text = reasonOf({ section: 'windows.bluetooth-device-access', check: edge, isLikeliest: true });
    expect(text).toBe(`Also worth a look: ${guide.check(edge)?.why ?? ''}`);
  });

  it('does not claim to be most often the reason when it is not', () => {
    expect(reasonOf({ section, isLikeliest: false })).toBe(`Also worth a look: ${why}`);
    expect(reasonOf({ section: '', isLikeliest: true })).toBe(`Also worth a look: ${why}`);
  });
});

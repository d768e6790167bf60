import type { Question } from '../../../src/conversation/session.ts';
import type { Feature } from '../../../src/guide/schema.ts';
import type { Intent } from '../../../src/understanding/intent.ts';
import { openCase, readTypedAt as read, sessionWith } from './sessions.ts';

type Given = Parameters<typeof read>[2];

const fixed = { do: 'answer-check', check: 'test.check', answer: 'fixed' };
const works = { do: 'confirm-fixed', works: true };
const broken = { do: 'confirm-fixed', works: false };

/** A case about photos, and a text that names these features. */
const about = (named: Feature[], change: Given = {}): Given => ({
  ...change,
  session: {
    case: { ...openCase, facets: { phone: 'android', feature: 'photos' } },
    ...change.session,
  },
  diagnosis: { features: named, confidence: 0.2, ...change.diagnosis },
});
const sounding = (reply: 'works' | 'already-ok' | 'fixed' | 'not-found', named: Feature[] = []): Given =>
  about(named, { shares: [{ reply, share: 0.9 }] });

describe('words that sound like success', () => {
  it.each<[Question['kind'], string, Intent]>([
    ['check', 'lamps on another laptop glow', { is: 'works-elsewhere' }],
    ['works', 'lamps on another laptop glow', { is: 'works-elsewhere' }],
    ['check', 'lamps glow sometimes', { is: 'works-elsewhere' }],
    ['check', 'lamps glow i guess', { is: 'unclear' }],
    ['works', 'lamps glow i guess', { is: 'not-yet' }],
    ['check', 'lamps are not fixed', { is: 'unclear' }],
  ])('are held to what they say at a %s question: %s', (kind, text, intent) => {
    expect(read(text, kind, sounding('works'))).toEqual(intent);
  });

  it.each(['lamps glow sometimes', 'lamps are not fixed'])('are a no where it was asked: %s', (text) => {
    expect(read(text, 'works', sounding('works'))).toEqual({ is: 'action', action: broken, typed: text });
  });

  it('are asked back at a check, unless they are known for what they are', () => {
    expect(read('lamps glow', 'check', sounding('works'))).toMatchObject({ action: works, isVague: true });
    expect(read('lamps glow', 'works', sounding('works'))).not.toHaveProperty('isVague');
    expect(read('it works', 'check', sounding('works'))).toEqual({
      is: 'action',
      action: works,
      typed: 'it works',
    });
  });

  it('are a fix at a check where a state is all they tell', () => {
    expect(read('the lamps are connected again today', 'check', sounding('works'))).toMatchObject({
      action: fixed,
    });
    expect(read('the lamps are connected again today', 'works', sounding('works'))).toMatchObject({
      action: works,
    });
  });

  it('are a fix and its success where they tell a deed', () => {
    expect(read('turned the lamps so they glow', 'check', sounding('works'))).toMatchObject({
      action: fixed,
      works: true,
    });
  });

  it('say nothing of the trouble where they name another feature, unless one says the other', () => {
    expect(read('lamps glow', 'works', sounding('works', ['calls']))).toEqual({ is: 'works-elsewhere' });
    expect(read('lamps glow', 'works', sounding('works', ['photos']))).toMatchObject({ action: works });
  });

  it('count as far as the "but"', () => {
    expect(read('works on the old pc but not here', 'works', sounding('works'))).toEqual({
      is: 'works-elsewhere',
    });
    expect(read('lamps glow but only sometimes', 'works', sounding('works'))).toMatchObject({
      action: broken,
    });
  });
});

describe('an answer to a check', () => {
  it.each([
    ['turned the lamp on, still no light', 'fixed', false],
    ['turned the lamp on, still no light', 'already-ok', false],
    ['turned the lamp on, it works now', 'fixed', true],
    ['turned the lamp on, it works now', 'already-ok', true],
  ] as const)('%s (read as %s) tells what came of it: %s', (text, reply, result) => {
    expect(read(text, 'check', sounding(reply))).toMatchObject({ action: fixed, works: result });
  });

  it.each(['turned the lamp on', 'the lamp is on, it works', 'turned it on, works on the other pc'])(
    'tells nothing of what came of it: %s',
    (text) => {
      expect(read(text, 'check', sounding('fixed'))).not.toHaveProperty('works');
    },
  );

  it('is none where it tells what else works', () => {
    expect(read('works with the other laptop', 'check', sounding('already-ok'))).toEqual({
      is: 'works-elsewhere',
    });
  });

  it('is another trouble where something is added that fails', () => {
    const given = about(['calls'], { shares: [{ reply: 'already-ok', share: 0.9 }] });
    expect(read('also no lamps', 'check', given)).toMatchObject({ is: 'symptom', text: 'also no lamps' });
    expect(read('no lamps', 'check', given)).toMatchObject({ action: { answer: 'already-ok' } });
    expect(read('also lamps', 'check', given)).toMatchObject({ action: { answer: 'already-ok' } });
    expect(read('also no lamps', 'check', sounding('already-ok', ['photos']))).toMatchObject({
      action: { answer: 'already-ok' },
    });
  });

  it('that cannot be changed is not sought elsewhere', () => {
    expect(read('greyed out', 'check', sounding('not-found'))).toMatchObject({ isStuck: true });
    expect(read('no such lamp', 'check', sounding('not-found'))).not.toHaveProperty('isStuck');
  });

  it('of what explains the trouble is no bare assent', () => {
    const question = { ...sessionWith('check').question, isExplanation: true } as Question;
    const given: Given = { session: { question }, shares: [{ reply: 'yes', share: 1 }] };
    expect(read('ok', 'check', given)).toEqual({ is: 'unclear' });
    expect(read('yes', 'check', given)).toMatchObject({ action: { answer: 'fixed' } });
  });
});

describe('a text that is no answer', () => {
  const given = about([], { diagnosis: { confidence: 0.9 } });

  it('may say all the same that it works', () => {
    expect(read('the cat slept, it works', 'works', given)).toMatchObject({ action: works });
    expect(read('the cat slept, it works', 'check', given)).toMatchObject({ action: works });
  });

  it('may say that something else does', () => {
    expect(read('the cat works with another laptop', 'check', given)).toEqual({ is: 'works-elsewhere' });
    expect(read('the cat never works with another laptop', 'check', given).is).toBe('symptom');
    const long = `the cat works with another laptop ${'and sleeps '.repeat(4)}`;
    expect(read(long, 'check', given).is).toBe('symptom');
  });

  it('is what it is at other questions', () => {
    expect(read('the cat works with another laptop', 'phone', given).is).toBe('symptom');
  });
});

test.each(['ok', 'sure', 'yes please'])('%s does not say that the other trouble is gone', (text) => {
  expect(read(text, 'later', { shares: [{ reply: 'yes', share: 1 }] })).toEqual({ is: 'unclear' });
});

describe('second thoughts', () => {
  const answers = [{ check: 'test.before', answer: 'already-ok', at: '2026-11-22T10:00:00.000Z' } as const];

  it('go back where something was answered', () => {
    const session = { case: { ...openCase, answers: [...answers] } };
    expect(read('wait it was off', 'check', { session })).toMatchObject({ action: { answer: 'back' } });
    expect(read('wait it was off', 'check')).not.toMatchObject({ action: { answer: 'back' } });
  });

  it.each(['rating', 'symptom'] as const)('open a solved case again at a question of kind %s', (kind) => {
    const session = {
      case: { ...openCase, facets: { feature: 'photos' as const }, outcome: 'fixed' as const },
    };
    const again = (features: Feature[]) =>
      read('they are gone again', kind, { session, diagnosis: { features } });
    expect(again([])).toMatchObject({ action: broken });
    expect(again(['photos'])).toMatchObject({ action: broken });
    expect(again(['calls']).is).toBe('symptom');
    expect(read('they are gone again', kind).is).toBe('symptom');
  });
});

describe('who waits for a person', () => {
  it('goes on without one', () => {
    expect(read('forget it', 'person')).toMatchObject({ action: { do: 'return-to-bot' } });
    expect(read('it works', 'person')).toMatchObject({ action: works });
    expect(read('it works on my other pc', 'person').is).toBe('symptom');
  });

  it('is not fetched one that was refused', () => {
    const diagnosis = { kind: 'person' as const };
    expect(read('i do not want a person', 'check', { diagnosis })).toEqual({ is: 'unclear' });
    expect(read('i do want a person', 'check', { diagnosis })).toMatchObject({
      action: { do: 'talk-to-person' },
    });
  });
});

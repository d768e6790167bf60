import type { PersonAsk, Question } from '../../../src/conversation/session.ts';
import type { Intent } from '../../../src/understanding/intent.ts';
import { openCase, readTypedAt as read, sessionWith } from './sessions.ts';

const wait: Intent = { is: 'small-talk', smallTalk: 'wait' };
const at = (kind: Question['kind'], change: object) => ({
  session: { question: { ...sessionWith(kind).question, ...change } },
});

describe('at a check', () => {
  it.each(['let me restart', 'ok let me do that', 'still loading', 'i will look'])(
    '%s is no answer',
    (text) => {
      expect(read(text, 'check')).toEqual(wait);
    },
  );

  it.each(['not yet', 'no not yet', 'not done yet'])('%s is not yet', (text) => {
    expect(read(text, 'check')).toEqual({ is: 'not-yet' });
  });

  it('that is off and cannot be changed, nothing is sought', () => {
    const given = { shares: [{ reply: 'no' as const, share: 0.9 }] };
    expect(read('lamp greyed out', 'check', given)).toMatchObject({
      action: { answer: 'not-found' },
      isStuck: true,
    });
  });

  it.each<[string, object]>([
    ['neither', { action: { answer: 'not-found' } }],
    ['tried all of them', { action: { answer: 'not-found' } }],
    ['ah there it is', wait],
    ['still looking', wait],
    ['ok', { is: 'unclear' }],
  ])('that was shown in other places, %s is read for that', (text, intent) => {
    const given = { ...at('check', { elsewhere: true }), shares: [{ reply: 'yes' as const, share: 0.9 }] };
    expect(read(text, 'check', given)).toMatchObject(intent);
  });

  it.each([
    ['yes it is. thanks', 'fixed'],
    ['that must be it', 'fixed'],
    ['none of these', 'already-ok'],
    ['not those', 'already-ok'],
  ])('that asks whether something is the reason, %s says so: %s', (text, answer) => {
    expect(read(text, 'check', at('check', { isExplanation: true }))).toMatchObject({ action: { answer } });
  });

  it('that asks whether something is the reason, a hedged yes is none', () => {
    const given = {
      ...at('check', { isExplanation: true }),
      shares: [{ reply: 'yes' as const, share: 0.9 }],
    };
    expect(read('probably', 'check', given)).toEqual({ is: 'unclear' });
  });
});

describe('asked whether it works', () => {
  it.each(['kind of', 'better', 'yes for now', 'seems to'])('%s is not tried yet', (text) => {
    expect(read(text, 'works')).toEqual({ is: 'not-yet' });
  });

  it.each(['its syncing', 'they are loading', 'let me try'])('%s waits', (text) => {
    expect(read(text, 'works')).toEqual(wait);
  });

  it.each(['i didnt change anything', 'sorry it was already on'])('%s takes the fix back', (text) => {
    expect(read(text, 'works')).toMatchObject({ action: { answer: 'back' } });
  });

  it.each(['now everything is gone', 'nothing works', 'it is completely dead'])('%s is a no', (text) => {
    expect(read(text, 'works', { shares: [{ reply: 'works', share: 0.9 }] })).toMatchObject({
      action: { works: false },
    });
  });

  it.each(['the error is gone', 'no more problems', 'nothing is missing', 'the dot is gone, it works'])(
    '%s is a yes',
    (text) => {
      expect(read(text, 'works', { shares: [{ reply: 'works', share: 0.9 }] })).toMatchObject({
        action: { works: true },
      });
    },
  );

  it.each(['does it glow?', 'will it glow now'])('%s is no answer', (text) => {
    expect(read(text, 'works', { shares: [{ reply: 'works', share: 0.9 }] })).toEqual({ is: 'not-yet' });
  });
});

describe('asked whether the other trouble is gone', () => {
  it.each(['both', 'yes all', 'everything'])('%s is a yes', (text) => {
    expect(read(text, 'later')).toMatchObject({ action: { works: true } });
  });

  it.each(['neither', 'lamps are dead'])('%s is a no', (text) => {
    expect(read(text, 'later')).toMatchObject({ action: { works: false } });
  });

  it('a yes with a no in it is a no', () => {
    const shares = [{ reply: 'works' as const, share: 0.9 }];
    expect(read('lamps yes, bells no', 'later', { shares })).toMatchObject({ action: { works: false } });
    expect(read('lamps glow', 'later', { shares })).toMatchObject({ action: { works: true } });
  });

  it('few words that tell of nothing are asked back, another trouble is another case', () => {
    expect(read('what other thing', 'later')).toEqual({ is: 'unclear' });
    expect(read('no calls', 'later', { diagnosis: { features: ['calls'] } }).is).toBe('action');
  });
});

describe('a new problem or a part', () => {
  it.each([
    ['not new', 'part'],
    ['not part', 'new'],
    ['second problem', 'new'],
    ['not part of it but new', 'new'],
  ])('%s is %s', (text, as) => {
    expect(read(text, 'new-or-part')).toMatchObject({ action: { do: 'new-symptom', as } });
  });

  it.each(['forget it', 'never mind the calls'])('%s drops it', (text) => {
    expect(read(text, 'new-or-part')).toMatchObject({ action: { answer: 'back' } });
  });
});

describe('which phone', () => {
  it.each([
    ['i phone', 'iphone'],
    ['its an apple', 'iphone'],
    ['an se', 'iphone'],
    ['2', 'iphone'],
    ['droid', 'android'],
    ['the first one', 'android'],
  ])('is told by %s: %s', (text, phone) => {
    expect(read(text, 'phone')).toMatchObject({ action: { do: 'choose-phone', phone } });
  });

  it('is the one that it is now', () => {
    expect(read('it was one, now another', 'phone', { diagnosis: { facets: { phone: 'iphone' } } })).toEqual({
      is: 'details',
      facets: { phone: 'iphone' },
    });
  });
});

describe('a list of sections', () => {
  it.each([
    ['maybe first', 'test.photos'],
    ['the second one i guess', 'test.calls'],
  ])('%s chooses from it', (text, section) => {
    expect(read(text, 'section')).toMatchObject({ action: { do: 'choose-section', section } });
  });

  it('may be answered by the phone', () => {
    const diagnosis = { facets: { phone: 'iphone' as const }, onlyDevices: true as const };
    expect(read('i have an iphone', 'section', { diagnosis })).toEqual({
      is: 'details',
      facets: { phone: 'iphone' },
    });
  });
});

describe('a rating', () => {
  it.each<[string, object]>([
    ['⭐⭐⭐⭐', { score: 4 }],
    ['👍', { score: 5 }],
    ['i give you a 4', { score: 4 }],
    ['3 because it took long', { score: 3, comment: 'it took long' }],
    ['2 it was slow', { score: 2, comment: 'it was slow' }],
  ])('is %s', (text, action) => {
    expect(read(text, 'rating')).toMatchObject({ action });
  });

  it('is none where nothing is told', () => {
    const diagnosis = { confidence: 0.3 };
    expect(read('one more thing', 'rating', { diagnosis })).toEqual({ is: 'unclear' });
    expect(read('no lamp glows', 'rating', { diagnosis }).is).toBe('symptom');
    expect(read('2 phones glow', 'rating').is).toBe('symptom');
  });
});

describe('who waits for a person', () => {
  const asked = (text: string, ask?: PersonAsk) =>
    read(text, 'person', {
      session: { case: openCase, question: { kind: 'person', because: 'asked', ask } },
    });

  it.each(['no problem', 'i dont mind', 'if you must', 'go ahead'])('agrees by %s', (text) => {
    expect(asked(text, 'consent')).toMatchObject({ action: { do: 'tell-person', answer: 'yes' } });
    expect(asked(text, 'contact')).not.toMatchObject({ action: { answer: 'yes' } });
  });

  it.each(['why', 'who reads it', 'is it safe'])('asks back by %s', (text) => {
    expect(asked(text, 'consent')).toEqual({ is: 'command', command: 'why' });
    expect(asked(text, 'contact')).toEqual({ is: 'command', command: 'why' });
    expect(asked(text, 'note')).not.toEqual({ is: 'command', command: 'why' });
  });

  it('needs none who says that it works, unless one word may be a yes', () => {
    expect(asked('works', 'note')).toMatchObject({ action: { do: 'confirm-fixed', works: true } });
    expect(asked('works', 'consent')).not.toMatchObject({ action: { do: 'confirm-fixed' } });
    expect(asked('it works now', 'consent')).toMatchObject({ action: { do: 'confirm-fixed', works: true } });
  });

  it('is still waited for by who only tells what was done', () => {
    expect(asked('turned it on', 'note')).not.toMatchObject({ action: { do: 'confirm-fixed' } });
  });

  it('tells a number to ring', () => {
    expect(asked('call me at 555 123 4567', 'contact')).toEqual({ is: 'unclear' });
  });
});

test('at a check a few words that name nobody fetch no person', () => {
  const diagnosis = { kind: 'person' as const };
  expect(read('same desk', 'check', { diagnosis })).toEqual({ is: 'unclear' });
  expect(read('somebody please', 'check', { diagnosis })).toMatchObject({ action: { do: 'talk-to-person' } });
});

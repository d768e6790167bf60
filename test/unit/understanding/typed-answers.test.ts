import type { Action } from '../../../src/conversation/actions.ts';
import type { Facets } from '../../../src/conversation/case.ts';
import type { PersonAsk, Question } from '../../../src/conversation/session.ts';
import type { Diagnosis } from '../../../src/understanding/diagnosis.ts';
import type { Intent } from '../../../src/understanding/intent.ts';
import { openCase, readTypedAt as read, sessionWith } from './sessions.ts';

const act = (action: Action, typed: string): Intent => ({ is: 'action', action, typed });

describe('words that answer one kind of question', () => {
  it.each<[string, number]>([
    ['1', 1],
    ['5', 5],
    ['Awful!', 1],
    ['5 stars please', 5],
  ])('%s is a rating of %d', (text, score) => {
    expect(read(text, 'rating')).toEqual(act({ do: 'rate', score }, text));
  });

  it.each<[string, string]>([
    ['first', 'test.photos'],
    ['the second one, please', 'test.calls'],
    ['The last one', 'test.calls'],
    ['yes', 'test.photos'],
    ['nope', 'none'],
    ['cant find it', 'none'],
    ['skip', 'none'],
    ['none of these', 'none'],
  ])('%s chooses from the list of sections', (text, section) => {
    expect(read(text, 'section')).toEqual(act({ do: 'choose-section', section }, text));
  });

  it('a place that the list does not have chooses nothing, nor does one in a longer text', () => {
    expect(read('third', 'section').is).toBe('symptom');
    expect(read('the first time it rang', 'section').is).toBe('symptom');
  });

  it('a place is no choice where no list is shown', () => {
    expect(read('first', 'check', { diagnosis: { confidence: 0.1 } })).toEqual({ is: 'unclear' });
  });

  it.each(['0', '6', '12', '4 stars'])('%s is none', (text) => {
    expect(read(text, 'rating').is).toBe('symptom');
  });

  it('a digit is a rating only when one was asked for', () => {
    expect(read('3', 'check', { diagnosis: { confidence: 0.1 } })).toEqual({ is: 'unclear' });
  });

  it('a second no to the same check says that it cannot be put right', () => {
    const question = { ...sessionWith('check').question, isOff: true } as Question;
    expect(read('no', 'check', { session: { question } })).toEqual(
      act({ do: 'answer-check', check: 'test.check', answer: 'not-found' }, 'no'),
    );
  });

  it.each(['yes', 'no'])('%s does not say which of two it is', (text) => {
    expect(read(text, 'new-or-part')).toEqual({ is: 'unclear' });
  });

  it('a named phone answers the question for it', () => {
    expect(read('the iphone one', 'phone', { diagnosis: { facets: { phone: 'iphone' } } })).toEqual(
      act({ do: 'choose-phone', phone: 'iphone' }, 'the iphone one'),
    );
  });

  it('a phone that was known before does not', () => {
    expect(read('it is a phone', 'phone').is).toBe('symptom');
  });

  it.each<[string, 'new' | 'part']>([
    ['a new one', 'new'],
    ['something different', 'new'],
    ['another problem', 'new'],
    ['those are separate', 'new'],
    ['part of this', 'part'],
    ['the same thing', 'part'],
    ['it belongs to it', 'part'],
    ['both', 'part'],
    ['not part of it but new', 'new'],
  ])('"%s" tells whether it is a new problem: %s', (text, as) => {
    expect(read(text, 'new-or-part')).toEqual(act({ do: 'new-symptom', as }, text));
  });

  it('"another problem" is no answer to anything else', () => {
    expect(read('another problem', 'check').is).toBe('symptom');
  });
});

describe('what is said of the devices alone', () => {
  const samsung: Partial<Diagnosis> = {
    facets: { phone: 'android', maker: 'samsung', windows: 11, feature: 'calls', trigger: 'rename' },
  };
  const details: Intent = { is: 'details', facets: { phone: 'android', maker: 'samsung', windows: 11 } };

  it.each(['check', 'works', 'section'] as const)('is kept as details at a question of kind %s', (kind) => {
    expect(read('its a samsung on eleven', kind, { diagnosis: samsung })).toEqual(details);
  });

  it.each(['symptom', 'new-or-part', 'rating', 'person'] as const)('is none at %s', (kind) => {
    expect(read('its a samsung on eleven', kind, { diagnosis: samsung }).is).not.toBe('details');
  });

  it.each<Facets>([{ phone: 'iphone' }, { maker: 'oppo' }, { windows: 10 }])('may be just %j', (facets) => {
    expect(read('it is that', 'check', { diagnosis: { facets } })).toEqual({ is: 'details', facets });
  });

  it('is no details when no device is named', () => {
    expect(read('it is that', 'check', { diagnosis: { facets: { feature: 'calls' } } }).is).toBe('symptom');
  });

  it('may be longer when it tells of no trouble', () => {
    const long = 'well you see what i have here is really a samsung';
    const calm = { ...samsung, kind: 'off-topic' as const };
    expect(read(long, 'check', { diagnosis: calm })).toEqual(details);
    expect(read(`${long} thing of mine`, 'check', { diagnosis: calm }).is).not.toBe('details');
    expect(read(long, 'check', { diagnosis: samsung }).is).toBe('symptom');
  });

  it('is trouble from a confidence of 0.6, but for a question what the devices can do', () => {
    const long = 'well you see it is really a samsung';
    const at = (confidence: number, section = 'test.other') =>
      read(long, 'check', { diagnosis: { ...samsung, confidence, sections: [{ section, share: 1 }] } }).is;
    expect([at(0.59), at(0.6), at(0.9, 'related.compatibility')]).toEqual(['details', 'symptom', 'details']);
  });

  it('is trouble when it names a feature, however short', () => {
    const named = { ...samsung, features: ['calls' as const] };
    expect(read('samsung calls', 'check', { diagnosis: named }).is).toBe('symptom');
    const calm = { ...named, confidence: 0.5 };
    expect(read('samsung calls', 'check', { diagnosis: calm }).is).toBe('details');
  });

  it('takes no more than five words without a feature to be heard over a symptom', () => {
    expect(read('a samsung it is indeed', 'check', { diagnosis: samsung }).is).toBe('details');
    expect(read('a samsung it is indeed yeah', 'check', { diagnosis: samsung }).is).toBe('symptom');
  });
});

describe('a reply of who waits for a person', () => {
  const asked = (text: string, ask?: PersonAsk) =>
    read(text, 'person', { session: { question: { kind: 'person', because: 'asked', ask } } });

  it.each<[PersonAsk, string, Action]>([
    ['offer', 'yes', { do: 'tell-person', ask: 'offer', answer: 'ticket' }],
    ['offer', 'no', { do: 'return-to-bot' }],
    ['offer', 'skip', { do: 'return-to-bot' }],
    ['note', 'no', { do: 'tell-person', ask: 'note', answer: 'skip' }],
    ['note', 'skip', { do: 'tell-person', ask: 'note', answer: 'skip' }],
    ['contact', 'skip', { do: 'tell-person', ask: 'contact', answer: 'skip' }],
    ['consent', 'yes', { do: 'tell-person', ask: 'consent', answer: 'yes' }],
    ['consent', 'no', { do: 'tell-person', ask: 'consent', answer: 'no' }],
    ['consent', 'skip', { do: 'tell-person', ask: 'consent', answer: 'no' }],
    ['consent', 'later', { do: 'tell-person', ask: 'consent', answer: 'no' }],
    ['consent', 'go ahead', { do: 'tell-person', ask: 'consent', answer: 'yes' }],
  ])('to the question for %s: "%s"', (ask, text, action) => {
    expect(asked(text, ask)).toEqual(act(action, text));
  });

  it.each<[PersonAsk | undefined, string]>([
    ['note', 'yes'],
    ['contact', 'yes'],
    ['offer', 'works'],
    ['consent', 'works'],
    [undefined, 'yes'],
    [undefined, 'skip'],
  ])('that fits no question is read for what it is about: %s, "%s"', (ask, text) => {
    expect(asked(text, ask).is).toBe('symptom');
  });
});

describe('a check that asks whether something explains the trouble', () => {
  const question = { ...sessionWith('check').question, isExplanation: true } as Question;
  const at = (text: string) => read(text, 'check', { session: { question } });
  const answer = (value: 'fixed' | 'already-ok' | 'not-found' | 'skip' | 'back'): Action => ({
    do: 'answer-check',
    check: 'test.check',
    answer: value,
  });

  it('has nothing that could be found', () => {
    expect(at('cant find it')).toEqual({ is: 'command', command: 'help' });
  });

  it.each<[string, ReturnType<typeof answer>]>([
    ['yes', answer('fixed')],
    ['no', answer('already-ok')],
    ['still nothing', answer('already-ok')],
    ['already on', answer('already-ok')],
    ['skip', answer('skip')],
    ['go back', answer('back')],
  ])('"%s" answers it', (text, action) => {
    expect(at(text)).toEqual(act(action, text));
  });

  it('what was done about it is told apart from a yes', () => {
    expect(at('turned it on')).toEqual({ ...act(answer('fixed'), 'turned it on'), isDone: true });
  });

  it('may work now', () => {
    expect(at('it works now')).toEqual(act({ do: 'confirm-fixed', works: true }, 'it works now'));
  });
});

describe('devices beside an answer', () => {
  const samsung: Partial<Diagnosis> = { facets: { phone: 'android', maker: 'samsung' } };
  const told = { phone: 'android', maker: 'samsung' };

  it('are told with the answer', () => {
    expect(read('already on, a samsung by the way', 'check', { diagnosis: samsung })).toMatchObject({
      action: { do: 'answer-check', answer: 'already-ok' },
      told,
    });
  });

  it('are told with what a text most probably means', () => {
    const shares = [{ reply: 'fixed' as const, share: 0.9 }];
    expect(read('put it right on the samsung', 'check', { diagnosis: samsung, shares })).toMatchObject({
      action: { answer: 'fixed' },
      told,
    });
  });

  it('count before any answer when it is another phone than was thought', () => {
    const shares = [{ reply: 'fixed' as const, share: 0.9 }];
    const facets: Facets = { phone: 'iphone' };
    const session = { case: { ...openCase, facets: { phone: 'android' as const } } };
    expect(read('now it is an apple one', 'check', { diagnosis: { facets }, shares, session })).toEqual({
      is: 'details',
      facets,
    });
  });
});

describe('"it works now, but"', () => {
  const text = 'it works now but the bells are silent';
  const shares = [{ reply: 'works' as const, share: 0.9 }];
  const at = (diagnosis: Partial<Diagnosis>) => read(text, 'works', { diagnosis, shares });

  it('tells another symptom as well', () => {
    expect(at({ facets: { feature: 'calls' } })).toEqual({
      ...act({ do: 'confirm-fixed', works: true }, text),
      also: 'the bells are silent',
    });
  });

  it('is a no when the same is still wrong', () => {
    const diagnosis = { sections: [{ section: openCase.sections[0]?.section ?? '', share: 1 }] };
    expect(at({ ...diagnosis, facets: { feature: 'calls' } })).toEqual(
      act({ do: 'confirm-fixed', works: false }, text),
    );
  });

  it('is a no to a check too, where the words are read as a story about it', () => {
    const sections = [{ section: openCase.sections[0]?.section ?? '', share: 1 }];
    const few = [{ reply: 'works' as const, share: 0.3 }];
    expect(read(text, 'check', { diagnosis: { sections }, shares: few })).toEqual(
      act({ do: 'answer-check', check: 'test.check', answer: 'already-ok' }, text),
    );
  });

  it.each<Partial<Diagnosis>>([{ kind: 'small-talk' }, { confidence: 0.39 }])(
    'is a yes when the rest is no symptom: %j',
    (diagnosis) => {
      expect(at(diagnosis)).toEqual(act({ do: 'confirm-fixed', works: true }, text));
    },
  );
});

describe('in place of a rating', () => {
  it('"still broken" opens the case again', () => {
    const again = act({ do: 'confirm-fixed', works: false }, 'still broken');
    expect(read('still broken', 'rating')).toEqual(again);
    const shares = [{ reply: 'still-broken' as const, share: 0.7 }];
    expect(read('nope it is gone', 'rating', { shares })).toMatchObject({ action: { works: false } });
    const less = [{ reply: 'still-broken' as const, share: 0.69 }];
    expect(read('nope it is gone', 'rating', { shares: less }).is).toBe('symptom');
  });

  it('it does not when a person ended the case', () => {
    const question: Question = { kind: 'rating', explained: false, person: { solved: true } };
    expect(read('still broken', 'rating', { session: { question } }).is).toBe('symptom');
  });
});

describe('when the phone was asked for', () => {
  it.each(['yes', 'no', 'cant find it', 'still nothing', 'already on', 'it was off'])(
    '"%s" does not tell it',
    (text) => {
      expect(read(text, 'phone')).toEqual({ is: 'unclear' });
    },
  );

  it('who sounds a little like somebody who wants a person is not handed over', () => {
    const diagnosis = { kind: 'person' as const, confidence: 0.5, sure: false };
    expect(read('an old one', 'phone', { diagnosis }).is).not.toBe('action');
    expect(read('an old one', 'phone', { diagnosis: { kind: 'person' } })).toMatchObject({
      action: { do: 'talk-to-person' },
    });
  });
});

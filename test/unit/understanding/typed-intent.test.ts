import type { Action } from '../../../src/conversation/actions.ts';
import type { Question } from '../../../src/conversation/session.ts';
import type { Diagnosis } from '../../../src/understanding/diagnosis.ts';
import type { Intent } from '../../../src/understanding/intent.ts';
import { kinds, openCase, readTypedAt as read } from './sessions.ts';

const insideCase: Question['kind'][] = ['check', 'works', 'new-or-part'];
const outsideCase = kinds.filter((kind) => !insideCase.includes(kind));

const answer = (
  value: 'fixed' | 'already-ok' | 'not-found' | 'skip' | 'back',
  check = 'test.check',
): Action => ({
  do: 'answer-check',
  check,
  answer: value,
});
const act = (action: Action, typed: string): Intent => ({ is: 'action', action, typed });

describe('commands', () => {
  it.each(kinds)('work at a question of kind %s', (kind) => {
    expect(read('help', kind)).toEqual({ is: 'command', command: 'help' });
    expect(read('repeat', kind)).toEqual({ is: 'command', command: 'repeat' });
    expect(read('where am i', kind)).toEqual({ is: 'command', command: 'where-am-i' });
    expect(read('start over', kind)).toEqual(act({ do: 'start-over' }, 'start over'));
  });

  it('must cover half of the words', () => {
    expect(read('please help', 'section')).toEqual({ is: 'command', command: 'help' });
    expect(read('it will not help', 'section').is).not.toBe('command');
  });
});

describe('what the words of no reply cover', () => {
  const text = 'lamp glows';

  it.each<[Question['kind'], Intent]>([
    ['check', act(answer('fixed'), text)],
    ['works', { is: 'not-yet' }],
  ])('is read at a question of kind %s as what it most probably means', (kind, intent) => {
    expect(read(text, kind, { shares: [{ reply: 'fixed', share: 0.4 }] })).toEqual(intent);
    expect(read(text, kind, { shares: [{ reply: 'fixed', share: 0.39 }] })).not.toEqual(intent);
  });

  it('must be more probable to throw away all that was answered', () => {
    const startOver = act({ do: 'start-over' }, text);
    expect(read(text, 'check', { shares: [{ reply: 'start-over', share: 0.7 }] })).toEqual(startOver);
    expect(read(text, 'check', { shares: [{ reply: 'start-over', share: 0.69 }] })).not.toEqual(startOver);
  });

  it('is the likeliest meaning, and replies that mean the same there count together', () => {
    const shares = [
      { reply: 'fixed', share: 0.35 } as const,
      { reply: 'yes', share: 0.25 } as const,
      { reply: 'already-ok', share: 0.2 } as const,
    ];
    expect(read(text, 'check', { shares })).toEqual(act(answer('already-ok'), text));
  });

  it('is no answer to the other questions', () => {
    for (const kind of kinds.filter((other) => !['check', 'works', 'later', 'lasted'].includes(other))) {
      expect(read(text, kind, { shares: [{ reply: 'back', share: 1 }] }).is).toBe('symptom');
    }
  });

  it('does not weigh when the whole text is a reply in its own words', () => {
    expect(read('already on', 'check', { shares: [{ reply: 'fixed', share: 1 }] })).toEqual(
      act(answer('already-ok'), 'already on'),
    );
    expect(read('already on my dear', 'check', { shares: [{ reply: 'fixed', share: 1 }] })).toEqual(
      act(answer('fixed'), 'already on my dear'),
    );
  });

  it('can be none of the replies that are asked for', () => {
    expect(read(text, 'check', { shares: [{ reply: 'none-of-these', share: 1 }] }).is).toBe('symptom');
  });
});

describe('a reply to a check', () => {
  it.each<[string, Intent]>([
    ['it was off', act(answer('fixed'), 'it was off')],
    ['already on', act(answer('already-ok'), 'already on')],
    ['yes', act(answer('already-ok'), 'yes')],
    ['still nothing', act(answer('already-ok'), 'still nothing')],
    ['cant find it', act(answer('not-found'), 'cant find it')],
    ['skip', act(answer('skip'), 'skip')],
    ['back', act(answer('back'), 'back')],
    ['works', act({ do: 'confirm-fixed', works: true }, 'works')],
    ['no', { is: 'not-yet' }],
  ])('"%s" is read as an answer', (text, intent) => {
    expect(read(text, 'check')).toEqual(intent);
  });
});

describe('a reply to "does it work now?"', () => {
  it('that only tells what was done says nothing of it', () => {
    const shares = [{ reply: 'fixed' as const, share: 0.9 }];
    expect(read('lamp glows', 'works', { shares })).toEqual({ is: 'not-yet' });
    expect(read('lamp fixed', 'works', { shares })).toEqual(
      act({ do: 'confirm-fixed', works: true }, 'lamp fixed'),
    );
  });

  it.each<[string, boolean]>([
    ['works', true],
    ['yes', true],
    ['still broken', false],
    ['no', false],
  ])('"%s" says %s', (text, works) => {
    expect(read(text, 'works')).toEqual(act({ do: 'confirm-fixed', works }, text));
  });

  it.each<[string, 'back' | 'skip']>([
    ['go back', 'back'],
    ['skip', 'skip'],
  ])('"%s" leaves it', (text, value) => {
    expect(read(text, 'works')).toEqual(act(answer(value, ''), text));
  });

  it('"already on" is no answer', () => {
    expect(read('already on', 'works', { diagnosis: { confidence: 0.1 } })).toEqual({ is: 'unclear' });
  });
});

describe('a reply to "did you mean"', () => {
  it.each(['none of these', 'skip', 'cant find it'])('"%s" chooses none', (text) => {
    expect(read(text, 'section')).toEqual(act({ do: 'choose-section', section: 'none' }, text));
  });

  it('"none of these" chooses nothing anywhere else', () => {
    expect(read('none of these', 'phone').is).toBe('symptom');
  });
});

describe('"go back" and "skip"', () => {
  it.each(kinds.filter((kind) => kind !== 'check'))('go back from a question of kind %s', (kind) => {
    expect(read('back', kind)).toEqual(act(answer('back', ''), 'back'));
  });

  it.each(['phone', 'works', 'new-or-part', 'rating'] as const)('skip a question of kind %s', (kind) => {
    expect(read('skip', kind)).toEqual(act(answer('skip', ''), 'skip'));
  });

  it.each(['symptom', 'person'] as const)('skip nothing at %s', (kind) => {
    expect(read('skip', kind).is).toBe('symptom');
  });
});

describe('what a text is about', () => {
  it.each(kinds)('a person, at a question of kind %s', (kind) => {
    expect(read('someone real', kind, { diagnosis: { kind: 'person' } })).toEqual(
      act({ do: 'talk-to-person' }, 'someone real'),
    );
  });

  it('small talk of its kind, or chatter', () => {
    const of = (diagnosis: Partial<Diagnosis>) => read('hey', 'check', { diagnosis });
    expect(of({ kind: 'small-talk', smallTalk: 'greeting' })).toEqual({
      is: 'small-talk',
      smallTalk: 'greeting',
    });
    expect(of({ kind: 'small-talk' })).toEqual({ is: 'small-talk', smallTalk: 'chatter' });
  });

  it('something else altogether; of what could not be read at all nothing is said', () => {
    const of = (confidence: number) => read('foo', 'check', { diagnosis: { kind: 'off-topic', confidence } });
    expect([of(0.9), of(0)]).toEqual([{ is: 'off-topic' }, { is: 'unclear' }]);
  });

  it.each(outsideCase.filter((kind) => !['later', 'rating'].includes(kind)))(
    'a symptom, at a question of kind %s, however unsure',
    (kind) => {
      const intent = read('it is all so slow', kind, { diagnosis: { confidence: 0.1 } });
      expect(intent).toMatchObject({
        is: 'symptom',
        text: 'it is all so slow',
        diagnosis: { confidence: 0.1 },
      });
    },
  );

  it('knows the facets of the case', () => {
    expect(read('it is all so slow', 'symptom')).toMatchObject({ diagnosis: { facets: openCase.facets } });
  });

  it.each(insideCase)(
    'a new symptom in a case, at a question of kind %s, from a confidence of 0.4',
    (kind) => {
      const at = (confidence: number) => read('it is all so slow', kind, { diagnosis: { confidence } }).is;
      expect([at(0.39), at(0.4)]).toEqual(['unclear', 'symptom']);
    },
  );

  it.each(['test.photos', 'test.checked'])(
    'is no new symptom when it is about the case or its check: %s',
    (section) => {
      const intent = read('it is all so slow', 'check', { diagnosis: { sections: [{ section, share: 1 }] } });
      expect(intent).toEqual({ is: 'unclear' });
    },
  );

  it.each(['test.calls', 'test.check'])('is a new symptom when it is about anything else: %s', (section) => {
    const intent = read('it is all so slow', 'check', { diagnosis: { sections: [{ section, share: 1 }] } });
    expect(intent.is).toBe('symptom');
  });

  it('is a new symptom about the section of a check that is no longer asked', () => {
    const sections = [{ section: 'test.checked', share: 1 }];
    expect(read('it is all so slow', 'works', { diagnosis: { sections } }).is).toBe('symptom');
  });

  it('is a symptom when no case is open', () => {
    expect(read('it is all so slow', 'symptom', { session: { case: undefined } }).is).toBe('symptom');
  });
});

describe('an answer inside a story', () => {
  const story = (reply: string, words = 6) =>
    `${reply} ${Array.from({ length: words }, () => 'so').join(' ')}`;
  const unsure = { diagnosis: { confidence: 0.1 } };

  it.each<[string, Action]>([
    ['it was off', answer('fixed')],
    ['already on', answer('already-ok')],
    ['cant find it', answer('not-found')],
    ['still nothing', answer('already-ok')],
    ['it works now', { do: 'confirm-fixed', works: true }],
  ])('counts when the text is about the case anyway: "%s"', (reply, action) => {
    expect(read(story(reply), 'check', unsure)).toEqual(act(action, story(reply)));
  });

  it.each(['yes', 'no', 'skip', 'help', 'start over'])(
    'does not count of words that mean much else: "%s"',
    (reply) => {
      expect(read(story(reply), 'check', unsure)).toEqual({ is: 'unclear' });
    },
  );

  it('does not count when the story is about something new', () => {
    expect(read(story('already on'), 'check').is).toBe('symptom');
  });

  it('does not count when it is less than an eighth of the words', () => {
    expect(read(story('already on', 14), 'check', unsure).is).toBe('action');
    expect(read(story('already on', 15), 'check', unsure)).toEqual({ is: 'unclear' });
  });
});

describe('a few words that are like no example', () => {
  const offTopic = { kind: 'off-topic', confidence: 0.6 } as const;
  const named: Partial<Diagnosis> = { kind: 'symptom', pointedAt: ['test.check'] };

  it.each(outsideCase.filter((kind) => kind !== 'later'))(
    'may be the name of a setting, at a question of kind %s',
    (kind) => {
      expect(read('nearby devices', kind, { diagnosis: offTopic, named })).toMatchObject({
        is: 'symptom',
        text: 'nearby devices',
        diagnosis: named,
      });
    },
  );

  it.each(insideCase)('are not looked up in a case, at a question of kind %s', (kind) => {
    expect(read('nearby devices', kind, { diagnosis: offTopic, named })).toEqual({ is: 'off-topic' });
  });

  it('may be two to five', () => {
    const of = (text: string) => read(text, 'symptom', { diagnosis: offTopic, named }).is;
    expect(['one', 'one two', 'one two three four five', 'one two three four five six'].map(of)).toEqual([
      'off-topic',
      'symptom',
      'symptom',
      'off-topic',
    ]);
  });

  it('are not looked up when it is clear what they are', () => {
    const of = (confidence: number) =>
      read('nice weather', 'symptom', { diagnosis: { kind: 'small-talk', confidence }, named }).is;
    expect([of(0.89), of(0.9)]).toEqual(['symptom', 'small-talk']);
  });

  it('stay what they are when no setting has such a name', () => {
    expect(read('nice weather', 'symptom', { diagnosis: offTopic })).toEqual({ is: 'off-topic' });
  });

  it('that are a symptom are not looked up', () => {
    const intent = read('no photos', 'symptom', { diagnosis: { confidence: 0.5 }, named });
    expect(intent).toMatchObject({ is: 'symptom', diagnosis: { pointedAt: [] } });
  });
});

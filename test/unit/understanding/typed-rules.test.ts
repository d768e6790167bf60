import type { Question } from '../../../src/conversation/session.ts';
import type { Feature } from '../../../src/guide/schema.ts';
import type { Diagnosis } from '../../../src/understanding/diagnosis.ts';
import { openCase, readTypedAt as read, sessionWith } from './sessions.ts';

type Given = NonNullable<Parameters<typeof read>[2]>;

/** Each word that is a feature names it; the case is about photos. */
const features: Feature[] = ['photos', 'calls', 'messages'];
const named = (text: string): Partial<Diagnosis> => ({
  features: features.filter((feature) => text.includes(feature)),
});
const aboutPhotos: Given = {
  readAs: named,
  session: { case: { ...openCase, facets: { phone: 'android', maker: 'samsung', feature: 'photos' } } },
};

describe('a correction of what the case is about', () => {
  it.each(['phone', 'section', 'check', 'works', 'new-or-part'] as const)(
    'begins anew with what is meant and the same devices, at a question of kind %s',
    (kind) => {
      expect(read('no, not photos, calls', kind, aboutPhotos)).toMatchObject({
        is: 'symptom',
        text: 'calls',
        isInstead: true,
        diagnosis: { facets: { phone: 'android', maker: 'samsung' } },
      });
    },
  );

  it('needs no word of what is taken back', () => {
    expect(read('sorry, i meant the calls', 'check', aboutPhotos)).toMatchObject({ isInstead: true });
  });

  it.each([
    ['is about the same', 'no, not the calls, photos'],
    ['takes back something else', 'no, not messages, calls'],
    ['names no feature', 'no, not photos, lamps'],
  ])('is none where it %s: %s', (_, text) => {
    expect(read(text, 'check', aboutPhotos)).not.toHaveProperty('isInstead');
  });

  it.each(['symptom', 'rating', 'lasted', 'later', 'person'] as const)(
    'is none at a question of kind %s',
    (kind) => {
      expect(read('no, not photos, calls', kind, aboutPhotos)).not.toHaveProperty('isInstead');
    },
  );
});

describe('a success with another trouble', () => {
  it.each(['yes but the calls are dead', 'works, calls still dead', 'good. calls never come'])(
    'is both: %s',
    (text) => {
      const also = text.slice(text.indexOf('calls')).trim();
      expect(read(text, 'works', aboutPhotos)).toMatchObject({
        action: { do: 'confirm-fixed', works: true },
        also: expect.stringContaining(also) as string,
      });
    },
  );

  it.each([
    ['is about the same', 'yes but the photos are blank'],
    ['names two things', 'yes but calls and messages are dead'],
    ['names none', 'yes but the lamps are dead'],
    ['tells of no trouble', 'yes, the calls ring'],
  ])('is none where it %s: %s', (_, text) => {
    expect(read(text, 'works', aboutPhotos)).not.toHaveProperty('also');
  });

  it('is looked for only when asked whether it works', () => {
    expect(read('yes but the calls are dead', 'check', aboutPhotos)).not.toHaveProperty('also');
  });
});

describe('a state at a check', () => {
  const answer = (text: string, given: Given = {}) => {
    const intent = read(text, 'check', given);
    return intent.is === 'action' && intent.action.do === 'answer-check' ? intent.action.answer : intent.is;
  };

  it.each([
    ['its connected again', 'fixed'],
    ['it isnt disabled', 'already-ok'],
    ['it is not paired', 'not-yet'],
    ['it was not paired', 'fixed'],
    ['it isnt paired, did it', 'fixed'],
  ])('%s is %s', (text, meaning) => {
    expect(answer(text)).toBe(meaning);
  });

  it('that is denied is a fix where the classifier is sure of one', () => {
    const shares = (fixed: number, no: number): Given => ({
      shares: [
        { reply: 'no', share: no },
        { reply: 'fixed', share: fixed },
      ],
    });
    expect(answer('it is not paired', shares(0.5, 0.3))).toBe('fixed');
    expect(answer('it is not paired', shares(0.4, 0.3))).toBe('not-yet');
    expect(answer('it is not paired', shares(0.5, 0.5))).toBe('not-yet');
  });

  it('in a longer text is weighed', () => {
    expect(answer('well it is said to be on again on the lamp')).not.toBe('fixed');
  });

  it('that has to be off is read the other way round', () => {
    const question = { ...sessionWith('check').question, isGoodOff: true } as Question;
    expect(answer('it isnt enabled', { session: { question } })).toBe('already-ok');
    expect(answer('do not disturb is not enabled', { session: { question } })).toBe('already-ok');
    expect(answer('dnd isnt active', { session: { question } })).toBe('already-ok');
  });

  it('is none where something is explained', () => {
    const question = { ...sessionWith('check').question, isExplanation: true } as Question;
    expect(answer('it was not paired', { session: { question }, diagnosis: { confidence: 0.1 } })).toBe(
      'unclear',
    );
  });

  it('is none at another question', () => {
    expect(read('it was not paired', 'works', { diagnosis: { confidence: 0.1 } })).toEqual({ is: 'unclear' });
  });
});

describe('a sigh at a check', () => {
  it('is recorded only where it is hardly anything else', () => {
    const at = (share: number) => read('oh my', 'check', { shares: [{ reply: 'still-broken', share }] });
    expect(at(0.7)).toMatchObject({ action: { answer: 'already-ok' } });
    expect(at(0.69)).not.toMatchObject({ action: { answer: 'already-ok' } });
    expect(read('oh my', 'works', { shares: [{ reply: 'still-broken', share: 0.5 }] })).toMatchObject({
      action: { works: false },
    });
  });
});

describe('devices at a check', () => {
  const iphone: Given = { diagnosis: { facets: { phone: 'iphone' }, features: [] } };

  it('of another phone come before any answer', () => {
    expect(read('already on, it has an apple', 'check', iphone)).toEqual({
      is: 'details',
      facets: { phone: 'iphone' },
    });
  });

  it('of another phone do not, in a text about a feature or about something else', () => {
    const about: Given = { diagnosis: { ...iphone.diagnosis, features: ['calls'] } };
    expect(read('already on, it has an apple', 'check', about)).toMatchObject({ told: { phone: 'iphone' } });
    const off: Given = { diagnosis: { ...iphone.diagnosis, kind: 'off-topic' } };
    expect(read('cant find it, i have an apple', 'check', off).is).toBe('details');
  });

  it('come with the answer that stands in a clause of its own', () => {
    const galaxy: Given = { diagnosis: { facets: { maker: 'samsung' } } };
    expect(read('it was off, galaxy here', 'check', galaxy)).toMatchObject({
      action: { answer: 'fixed' },
      told: { maker: 'samsung' },
    });
    expect(read('lamps, galaxy here', 'check', galaxy).is).not.toBe('action');
  });

  it('come with a likely answer, unless they are of another phone', () => {
    const shares: Given['shares'] = [{ reply: 'fixed', share: 0.9 }];
    const galaxy = { facets: { maker: 'samsung' as const } };
    expect(read('did so there', 'check', { shares, diagnosis: galaxy })).toMatchObject({
      told: { maker: 'samsung' },
    });
    const other = { facets: { phone: 'iphone' as const }, features: ['calls' as const] };
    expect(read('did so there', 'check', { shares, diagnosis: other })).not.toHaveProperty('told');
    expect(read('did so there', 'check', { shares })).not.toHaveProperty('told');
    expect(read('it works lamps', 'works', { shares, diagnosis: galaxy })).not.toHaveProperty('told');
  });

  it('are not looked for in a story', () => {
    const story = `already on ${'and so on '.repeat(5)}`;
    expect(read(story, 'check', iphone).is).not.toBe('details');
  });
});

describe('another language', () => {
  it('is told in a few words of English', () => {
    expect(read('sorry no english', 'check')).toEqual({ is: 'unclear', inOtherLanguage: true });
    expect(read(`no english ${'lamp '.repeat(6)}`, 'check')).not.toHaveProperty('inOtherLanguage');
  });

  it.each<[string, Partial<Diagnosis>, boolean]>([
    ['off topic', { kind: 'off-topic' }, true],
    ['unsure', { sure: false }, true],
    ['small talk', { kind: 'small-talk', smallTalk: 'chatter' }, true],
    ['a sure symptom', {}, false],
    ['a sure greeting', { kind: 'small-talk', smallTalk: 'greeting' }, false],
    ['sure thanks', { kind: 'small-talk', smallTalk: 'thanks' }, false],
    ['a sure goodbye', { kind: 'small-talk', smallTalk: 'goodbye' }, false],
    ['an unsure greeting', { kind: 'small-talk', smallTalk: 'greeting', sure: false }, true],
  ])('that sounds like %s is told apart: %j', (_, diagnosis, isOther) => {
    const intent = read('lumo lumas nokto', 'symptom', { diagnosis });
    expect('inOtherLanguage' in intent && intent.inOtherLanguage === true).toBe(isOther);
  });
});

describe('asked whether it has lasted', () => {
  const sections = [{ section: 'test.photos', share: 1 }];

  it('the same trouble is a no, another one a symptom', () => {
    const no = { action: { do: 'tell-lasted', answer: 'no' } };
    expect(read('the lamp is dark', 'lasted', { diagnosis: { sections } })).toMatchObject(no);
    expect(read('the lamp is dark', 'lasted').is).toBe('symptom');
    expect(read('the lamp is dark', 'lasted', { diagnosis: { sections, confidence: 0.39 } }).is).toBe(
      'symptom',
    );
  });

  it('an answer may hide in a story that tells of no trouble', () => {
    const text = 'so the lamp has been fine and it works now for all of us';
    expect(read(text, 'lasted', { diagnosis: { kind: 'off-topic' } })).toMatchObject({
      action: { do: 'tell-lasted', answer: 'yes' },
    });
  });
});

describe('who waits for a person', () => {
  it('is not said to chat on a mere guess', () => {
    const chat = (sure: boolean): Given => ({
      diagnosis: { kind: 'small-talk', smallTalk: 'chatter', sure },
    });
    expect(read('lamps glow', 'person', chat(false))).toEqual({ is: 'unclear' });
    expect(read('lamps glow', 'person', chat(true))).toEqual({ is: 'small-talk', smallTalk: 'chatter' });
    expect(read('lamps glow', 'check', chat(false))).toEqual({ is: 'small-talk', smallTalk: 'chatter' });
  });

  it.each(['phone', 'person'] as const)('vague words for one fetch none at a question of kind %s', (kind) => {
    const given = (sure: boolean): Given => ({ diagnosis: { kind: 'person', sure } });
    const text = 'the old one with the wide frame and buttons';
    expect(read(text, kind, given(false))).not.toMatchObject({ action: { do: 'talk-to-person' } });
    expect(read(text, kind, given(true))).toMatchObject({ action: { do: 'talk-to-person' } });
    expect(read('human please', kind, given(false))).toMatchObject({ action: { do: 'talk-to-person' } });
  });
});

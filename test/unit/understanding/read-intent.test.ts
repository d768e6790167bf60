import type { Action } from '../../../src/conversation/actions.ts';
import type { Activity } from '../../../src/conversation/activity.ts';
import type { PersonAsk, Question, Session } from '../../../src/conversation/session.ts';
import type { Understanding } from '../../../src/understanding/diagnosis.ts';
import type { Intent } from '../../../src/understanding/intent.ts';
import { readIntent } from '../../../src/understanding/read-intent.ts';
import { diagnosisLike, kinds, openCase, replies, sessionWith } from './sessions.ts';

const understanding: Understanding = {
  diagnose: () => diagnosisLike(),
  searchNames: (_, diagnosis) => diagnosis,
};

const read = (activity: Partial<Activity>, session: Session): Intent =>
  readIntent({ activity: { type: 'message', ...activity }, session, understanding, replies });

const here = { case: openCase.id, step: 5 };
const click = (value: object, kind: Question['kind'], change: Partial<Session> = {}) =>
  read({ value }, sessionWith(kind, change));

/** A click that answers each kind of question. */
const clicks: [Action, Question['kind'][]][] = [
  [{ do: 'choose-phone', phone: 'iphone' }, ['phone']],
  [{ do: 'choose-section', section: 'test.calls' }, ['section']],
  [{ do: 'choose-section', section: 'none' }, ['section']],
  [{ do: 'answer-check', check: 'test.check', answer: 'fixed' }, ['check']],
  [{ do: 'confirm-fixed', works: true }, ['works', 'later']],
  [{ do: 'new-symptom', as: 'new' }, ['new-or-part']],
  [{ do: 'rate', score: 4 }, ['rating']],
  [{ do: 'describe', text: 'no photos' }, ['symptom', 'person', 'rating']],
];

describe('a click', () => {
  for (const [action, fitting] of clicks) {
    it.each(kinds)(
      `with ${JSON.stringify(action)} on a question of kind %s counts when it answers it`,
      (kind) => {
        const intent = click({ ...action, ...here }, kind);
        expect(intent).toEqual(
          fitting.includes(kind) ? { is: 'action', action: { ...action, ...here } } : { is: 'invalid' },
        );
      },
    );
  }

  it('asks for a person at any step, on whatever card', () => {
    const action = { do: 'talk-to-person', case: 'another', step: 99 } as const;
    expect(click(action, 'check')).toEqual({ is: 'action', action });
  });

  it.each(['talk-to-person', 'return-to-bot'] as const)('with %s counts at every question', (what) => {
    for (const kind of kinds)
      expect(click({ do: what, ...here }, kind)).toEqual({ is: 'action', action: { do: what, ...here } });
  });

  it('tells a person what was asked for, once', () => {
    const action = { do: 'tell-person', ask: 'note', answer: 'skip', ...here } as const;
    const asking = (ask: PersonAsk) =>
      click(action, 'person', { question: { kind: 'person', because: 'asked', ask } });
    expect(asking('note')).toEqual({ is: 'action', action });
    // All of these share a step, so that the button of an answered one is old and not made up.
    expect(asking('contact')).toEqual({ is: 'stale' });
    expect(click(action, 'check')).toEqual({ is: 'stale' });
  });

  it('starts over from the card that is open, and from one that tells no step', () => {
    for (const action of [{ do: 'start-over', ...here }, { do: 'start-over' }] as const)
      expect(click(action, 'check')).toEqual({ is: 'action', action });
  });

  it('on an old card is stale', () => {
    expect(click({ do: 'start-over', ...here, step: 4 }, 'check')).toEqual({ is: 'stale' });
    expect(click({ do: 'choose-phone', phone: 'iphone', ...here, step: 4 }, 'phone')).toEqual({
      is: 'stale',
    });
  });

  it('on a card of another case is stale', () => {
    const action = { do: 'choose-phone', phone: 'iphone', case: 'another', step: 5 };
    expect(click(action, 'phone')).toEqual({ is: 'stale' });
  });

  it('that tells its case and no step, or its step and no case, is not of this card', () => {
    const action = { do: 'choose-phone', phone: 'iphone' };
    expect(click({ ...action, case: openCase.id }, 'phone')).toEqual({ is: 'stale' });
    expect(click({ ...action, step: 5 }, 'phone')).toEqual({ is: 'stale' });
  });

  it('on a step that has not come yet was made up', () => {
    const action = { do: 'choose-phone', phone: 'iphone', ...here, step: 6 };
    expect(click(action, 'phone')).toEqual({ is: 'invalid' });
  });

  it('that tells neither case nor step counts where it answers the question, and is stale elsewhere', () => {
    const action = { do: 'choose-phone', phone: 'iphone' };
    expect(click(action, 'phone')).toEqual({ is: 'action', action });
    expect(click(action, 'check')).toEqual({ is: 'stale' });
  });

  it('on the greeting has an empty case while none is open', () => {
    const action = { do: 'describe', text: 'no photos', case: '', step: 5 };
    expect(click(action, 'symptom', { case: undefined })).toEqual({ is: 'action', action });
  });

  it('on a section that was not offered, or on another check, was made up', () => {
    expect(click({ do: 'choose-section', section: 'test.texts', ...here }, 'section')).toEqual({
      is: 'invalid',
    });
    expect(click({ do: 'answer-check', check: 'test.other', answer: 'skip', ...here }, 'check')).toEqual({
      is: 'invalid',
    });
  });

  it.each([{ do: 'explode' }, { do: 'choose-phone', phone: 'fax' }, { do: null }])(
    'with content that this program never sent is invalid: %j',
    (value) => {
      expect(click(value, 'phone')).toEqual({ is: 'invalid' });
    },
  );

  it('counts before the text that comes with it', () => {
    const value = { do: 'choose-phone', phone: 'iphone', ...here };
    expect(read({ value, text: 'help' }, sessionWith('phone'))).toEqual({ is: 'action', action: value });
  });
});

describe('a message without a button', () => {
  it.each([{ something: 'else' }, 'do', null, 7, undefined])(
    'is read as text, whatever its value: %j',
    (value) => {
      expect(read({ value, text: 'help' }, sessionWith('check'))).toEqual({ is: 'command', command: 'help' });
    },
  );

  it('is read without the white space around it', () => {
    expect(read({ text: '  4 \n' }, sessionWith('rating'))).toMatchObject({
      action: { do: 'rate', score: 4 },
    });
  });

  it.each([undefined, '', ' \n '])('and with the text %j is nothing', (text) => {
    expect(read({ text }, sessionWith('check'))).toEqual({ is: 'nothing' });
  });

  const contentUrl = 'https://files.example/1';
  it.each([
    [['image/png', 'image/jpeg'], true],
    [['image/png', 'application/pdf'], false],
  ])('and with files of the types %j is files', (types, arePictures) => {
    const attachments = types.map((contentType) => ({ contentType, contentUrl }));
    expect(read({ attachments }, sessionWith('check'))).toEqual({ is: 'files', arePictures });
  });

  it('and with a copy of the text as its attachment is nothing', () => {
    const attachments = [{ contentType: 'text/html', content: '<p></p>' }];
    expect(read({ attachments }, sessionWith('check'))).toEqual({ is: 'nothing' });
  });
});

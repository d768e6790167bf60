import type { Activity } from '../../src/conversation/activity.ts';
import { scripted, symptoms } from '../support/content.ts';
import { Support, type Visitor } from '../support/conversation.ts';

let support: Support;
let visitor: Visitor;

beforeEach(async () => {
  support = await Support.open();
  visitor = await support.visitor();
});
afterEach(() => support.close());

/** Every step of a conversation, and how to get there. */
const steps: Record<string, () => Promise<unknown>> = {
  'at the greeting': () => Promise.resolve(),
  'asked which problem is meant': async () => {
    await support.restart({ understanding: unsure() });
    await visitor.say('alerts are odd');
  },
  'asked for the phone': async () => {
    await support.restart({ understanding: unsure() });
    await visitor.say('either phone');
  },
  'at a check': () => visitor.reachCheck(symptoms.notifications),
  'at a check that was not found': async () => {
    await visitor.reachCheck(symptoms.notifications);
    await visitor.click('not-found');
  },
  'asked whether it works': async () => {
    await visitor.reachCheck(symptoms.notifications);
    await visitor.click('fixed');
  },
  'asked whether a symptom is new': async () => {
    await visitor.reachCheck(symptoms.notifications);
    await visitor.click('already-ok');
    await visitor.say(symptoms.photos);
  },
  'asked for a rating': async () => {
    await visitor.reachCheck(symptoms.notifications);
    await visitor.say('it works now!');
  },
  'after the rating': async () => {
    await visitor.reachCheck(symptoms.notifications);
    await visitor.say('it works now!');
    await visitor.click('rate', { score: '4' });
  },
  'waiting for a person': async () => {
    await visitor.reachCheck(symptoms.notifications);
    await visitor.say('talk to a person');
  },
};

const unsure = () =>
  scripted({
    'alerts are odd': {
      sections: [
        { section: 'android.notification-access', share: 0.4 },
        { section: 'windows.notifications', share: 0.35 },
      ],
      sure: false,
      confidence: 0.4,
      facets: { phone: 'android', feature: 'notifications' },
    },
    'alerts are odd somewhere': {
      sections: [
        { section: 'windows.notifications', share: 0.4 },
        { section: 'android.notification-access', share: 0.35 },
      ],
      sure: false,
      confidence: 0.4,
      facets: { feature: 'notifications' },
    },
    'either phone': {
      sections: [
        { section: 'android.notification-access', share: 0.4 },
        { section: 'iphone.notification-sharing', share: 0.4 },
      ],
      sure: false,
      confidence: 0.4,
      facets: { feature: 'notifications' },
    },
  });

describe.each(Object.keys(steps))('%s', (step) => {
  beforeEach(() => steps[step]?.());

  it.each(['talk to a person', 'I want a human please'])('"%s" hands the case over', async (words) => {
    await visitor.say(words);
    expect(visitor.support().state).toBe('waiting-for-person');
    expect(await visitor.case()).toMatchObject({ state: 'waiting-for-person', outcome: 'handed-over' });
    expect(visitor.answer()).toContain(visitor.support().case);
  });

  it('"start over" begins anew with no case open', async () => {
    expect(await visitor.say('start over')).toContain('from the beginning');
    expect(visitor.support()).toEqual({ case: null, state: 'understanding' });
    await visitor.reachCheck(symptoms.texts);
    expect(await visitor.case()).toMatchObject({ symptoms: [symptoms.texts], answers: [] });
  });

  it.each([
    ['help', 'talk to a person'],
    ['where am I', 'Where we are'],
  ])('"%s" is answered and leaves the same question to answer', async (words, answer) => {
    const [before, question] = [visitor.support(), shape()];
    expect(await visitor.say(words)).toContain(answer);
    expect(visitor.answer()).not.toContain("I didn't get that");
    expect([visitor.support(), shape()]).toEqual([before, question]);
  });

  it('"repeat" shows what is asked once more, and one card only can be answered', async () => {
    const [before, question] = [visitor.support(), shape()];
    expect(await visitor.say('repeat')).not.toContain("I didn't get that");
    expect(visitor.answer()).not.toBe('');
    expect([visitor.support(), shape()]).toEqual([before, question]);
    expect(openQuestions()).toBeLessThanOrEqual(1);
  });

  it('small talk twice is answered kindly, and the question stays', async () => {
    const [before, question] = [visitor.support(), shape()];
    for (const words of ['thanks', 'hello']) {
      expect(await visitor.say(words)).not.toBe('');
      expect([visitor.support(), shape()]).toEqual([before, question]);
    }
  });

  it('off topic twice is told so, then a person is offered', async () => {
    const before = visitor.support();
    for (const words of [
      "what's the weather in Paris",
      'order me a pizza',
      'what is the capital of France',
    ]) {
      expect(await visitor.say(words)).not.toBe('');
      expect(visitor.support()).toEqual(before);
    }
    if (before.state !== 'waiting-for-person') expect(visitor.answer().toLowerCase()).toContain('person');
  });

  it.each([
    ['image/png', 'kept your picture'],
    ['application/pdf', 'kept your file'],
  ])(
    'a file of type %s without words is kept, as a sentence says, and the question stays',
    async (type, kept) => {
      const before = [visitor.support(), shape()];
      const attachments = [{ contentType: type, contentUrl: 'https://files.example/1', name: 'screen' }];
      await visitor.send({ type: 'message', attachments });
      const isWaiting = visitor.support().state === 'waiting-for-person';
      expect(visitor.answer()).toContain(isWaiting ? 'Added to your case' : kept);
      expect([visitor.support(), shape()]).toEqual(before);
    },
  );

  /** The case but for the time of the visitor's last sign of life, which every message moves. */
  const whatCounts = async () => {
    const current = await visitor.case();
    return current && { ...current, last: current.last && { ...current.last, at: undefined } };
  };

  const madeUp: Record<string, object> = {
    'a check that does not exist': { do: 'answer-check', check: 'made.up', answer: 'fixed' },
    'an answer that does not exist': {
      do: 'answer-check',
      check: 'android.notification-access',
      answer: 'x',
    },
    'an action that does not exist': { do: 'delete-everything' },
    'a section nobody offered': { do: 'choose-section', section: 'windows.reset-app' },
    'a step from the future': { do: 'confirm-fixed', works: true, step: 1_000_000 },
    'a step that is no number': { do: 'confirm-fixed', works: true, step: 'x' },
    'another case': { do: 'confirm-fixed', works: true, case: 'AAAAAAAA', step: 1 },
    'a case that is an object': { do: 'start-over', case: { $ne: null } },
    'no fields': { do: null },
  };
  it.each(Object.keys(madeUp))('a button with %s is refused and changes nothing', async (name) => {
    const [before, question, stored] = [visitor.support(), shape(), await whatCounts()];
    await visitor.send({ type: 'message', value: madeUp[name] });
    expect(visitor.answer()).toMatch(/We're here:/);
    expect([visitor.support(), shape()]).toEqual([before, question]);
    expect(await whatCounts()).toEqual(stored);
  });

  it('a click on a card of before is answered with where we are and changes nothing', async () => {
    const greeting = visitor.sent[0];
    const old = visitor.sent.filter((activity) => activity !== visitor.lastCard() && activity.attachments);
    if (step === 'at the greeting') return;
    const [before, question, stored] = [visitor.support(), shape(), await whatCounts()];
    for (const card of [greeting, ...old.filter((activity) => hasButton(activity, 'fixed'))]) {
      const answer = await visitor.clickOn(card, card === greeting ? 'describe' : 'fixed');
      expect(answer).toContain('earlier step');
      expect(answer.split('\n').length).toBeGreaterThan(1);
      expect([visitor.support(), shape()]).toEqual([before, question]);
      expect(await whatCounts()).toEqual(stored);
    }
  });
});

describe('a new symptom in the middle of a case', () => {
  const reachSecondCheck = async () => {
    await visitor.reachCheck(symptoms.notifications);
    await visitor.click('already-ok');
    return visitor.support();
  };

  it('before anything was answered only says better what the trouble is', async () => {
    const first = await visitor.reachCheck(symptoms.notifications);
    expect(await visitor.say(symptoms.photos)).toContain('I keep both in mind');
    expect(visitor.support()).toMatchObject({ case: first.case, state: 'checking', position: 1 });
    expect(await visitor.case()).toMatchObject({ symptoms: [symptoms.notifications, symptoms.photos] });
  });

  it.each(['no', 'yes', 'dont know'])('is part of it for who does not say which: "%s"', async (words) => {
    const before = await reachSecondCheck();
    await visitor.say(symptoms.photos);
    expect(await visitor.say(words)).toContain('I keep both in mind');
    expect(visitor.support()).toMatchObject({ case: before.case, state: 'checking' });
    expect(await visitor.case()).toMatchObject({ symptoms: [symptoms.notifications, symptoms.photos] });
  });

  it('is asked about, and the check is still there', async () => {
    const check = await reachSecondCheck();
    await visitor.say(symptoms.photos);
    expect(visitor.buttons()).toMatchObject([
      { do: 'new-symptom', as: 'new' },
      { do: 'new-symptom', as: 'part' },
      { do: 'talk-to-person' },
    ]);
    expect(visitor.support().case).toBe(check.case);
  });

  it.each([
    ['the button', () => visitor.click('new')],
    ['"it is a new problem"', () => visitor.say('it is a new problem')],
  ])('becomes a case of its own by %s, and the old one is closed', async (_, answer) => {
    const first = await reachSecondCheck();
    await visitor.say(symptoms.photos);
    await answer();
    expect(visitor.support().case).not.toBe(first.case);
    expect(await visitor.case()).toMatchObject({ symptoms: [symptoms.photos] });
    expect(await support.store.findCase(first.case ?? '')).toMatchObject({
      state: 'closed',
      outcome: 'abandoned',
    });
  });

  it.each([
    ['the button', () => visitor.click('part')],
    ['"part of this one"', () => visitor.say('part of this one')],
  ])('becomes part of the case by %s, and what was answered stays', async (_, answer) => {
    const first = await visitor.reachCheck(symptoms.notifications);
    await visitor.click('already-ok');
    await visitor.say(symptoms.photos);
    await answer();
    expect(visitor.support()).toMatchObject({ case: first.case, state: 'checking', position: 2 });
    expect(await visitor.case()).toMatchObject({
      symptoms: [symptoms.notifications, symptoms.photos],
      answers: [{ check: first.check, answer: 'already-ok' }],
    });
  });

  it('cannot be skipped, and says so', async () => {
    await reachSecondCheck();
    await visitor.say(symptoms.photos);
    expect(await visitor.say('skip')).toContain("can't be skipped");
    expect(visitor.buttons()).toMatchObject([{ as: 'new' }, { as: 'part' }, { do: 'talk-to-person' }]);
  });

  it('is dropped by "back", which returns to the check', async () => {
    const before = await reachSecondCheck();
    await visitor.say(symptoms.photos);
    await visitor.say('go back');
    expect(visitor.support()).toMatchObject({ case: before.case, check: before.check, state: 'checking' });
  });

  it('is asked about as well when it comes in place of the phone, so that no case is left behind', async () => {
    await support.restart({ understanding: unsure() });
    await visitor.say('alerts are odd somewhere');
    await visitor.click('first-section');
    for (let turn = 0; turn < 8 && !hasButton(visitor.lastCard(), 'choose-phone'); turn += 1) {
      await visitor.click('already-ok');
    }
    expect(visitor.buttons()[0]?.do).toBe('choose-phone');
    const running = visitor.support().case;
    await visitor.say('alerts are odd');
    expect(visitor.support().case).toBe(running);
  });

  it('is no news when it is the problem we are on', async () => {
    const before = await visitor.reachCheck(symptoms.notifications);
    await visitor.say(symptoms.notifications);
    expect(visitor.support()).toEqual(before);
  });
});

describe('a wish for a person', () => {
  it('opens a waiting case as the first thing said, in the visitor’s words', async () => {
    await visitor.say('Let me talk to a human being');
    expect(await visitor.case()).toMatchObject({
      state: 'waiting-for-person',
      symptoms: ['Let me talk to a human being'],
    });
  });

  it('is granted by the button of the greeting', async () => {
    await visitor.click('talk-to-person');
    expect(await visitor.case()).toMatchObject({ state: 'waiting-for-person', symptoms: [] });
  });

  it('is granted by the button of a card of long ago', async () => {
    const greeting = visitor.lastCard();
    await visitor.reachCheck(symptoms.notifications);
    await visitor.clickOn(greeting, 'talk-to-person');
    expect(await visitor.case()).toMatchObject({
      state: 'waiting-for-person',
      symptoms: [symptoms.notifications],
    });
  });

  it('takes the answers so far along', async () => {
    const { check } = await visitor.reachCheck(symptoms.notifications);
    await visitor.click('already-ok');
    await visitor.click('talk-to-person');
    expect(await visitor.case()).toMatchObject({ answers: [{ check, answer: 'already-ok' }] });
  });
});

/** What can be pressed now, whatever the card's step. */
function shape(): object[] {
  return visitor.buttons().map(({ step: _, ...action }) => action);
}

function hasButton(card: Activity | undefined, button: string): boolean {
  return JSON.stringify(card?.attachments ?? []).includes(`"${button}"`);
}

/** Cards on screen whose answer would count. */
function openQuestions(): number {
  return visitor
    .screen()
    .filter((activity) =>
      /answer-check|choose-|confirm-fixed|new-symptom/.test(JSON.stringify(activity.attachments ?? [])),
    ).length;
}

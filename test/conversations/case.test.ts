import { cardToText } from '../../src/presentation/plain-text.ts';
import { scripted, symptoms } from '../support/content.ts';
import { Support, type Visitor } from '../support/conversation.ts';

let support: Support;
let visitor: Visitor;

beforeEach(async () => {
  support = await Support.open();
  visitor = await support.visitor();
});
afterEach(() => support.close());

describe('the greeting', () => {
  it('is the first thing said, with four common problems and the way to a person', () => {
    expect(visitor.messages()).toHaveLength(1);
    expect(visitor.buttons().map((action) => action.do)).toEqual([
      'describe',
      'describe',
      'describe',
      'describe',
      'talk-to-person',
    ]);
    expect(visitor.support()).toEqual({ case: null, state: 'understanding' });
  });

  it('opens a case by each of its four problems', async () => {
    for (const problem of visitor.buttons().filter((action) => action.do === 'describe')) {
      const other = await support.visitor();
      await other.send({ type: 'message', value: problem });
      expect(other.support().case).toMatch(/^[2-9A-HJ-NP-Z]{8}$/);
      expect(await other.case()).toMatchObject({ conversationId: other.conversationId });
    }
  });

  it('is not said again when somebody joins later', async () => {
    const before = visitor.sent.length;
    await visitor.send({ type: 'conversationUpdate', membersAdded: [{ id: 'somebody' }] });
    await visitor.reachCheck(symptoms.notifications);
    const during = visitor.sent.length;
    await visitor.send({ type: 'conversationUpdate', membersAdded: [{ id: 'somebody' }] });
    expect(visitor.sent).toHaveLength(during);
    expect(before).toBeLessThanOrEqual(2);
  });
});

describe('questions before the first check', () => {
  const twoCandidates = {
    sections: [
      { section: 'android.notification-access', share: 0.4 },
      { section: 'windows.notifications', share: 0.35 },
    ],
    sure: false,
    confidence: 0.4,
  };
  const understanding = () =>
    scripted({
      'alerts are odd': { ...twoCandidates, facets: { phone: 'android', feature: 'notifications' } },
      'alerts are odd somewhere': { ...twoCandidates, facets: { feature: 'notifications' } },
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

  it('offers the candidates and "none of these" when two fit', async () => {
    await support.restart({ understanding: understanding() });
    await visitor.say('alerts are odd');
    expect(visitor.buttons()).toMatchObject([
      { do: 'choose-section', section: 'android.notification-access' },
      { do: 'choose-section', section: 'windows.notifications' },
      { do: 'choose-section', section: 'none' },
      { do: 'talk-to-person' },
    ]);
  });

  it('goes on with the candidate that was chosen', async () => {
    await support.restart({ understanding: understanding() });
    await visitor.say('alerts are odd');
    await visitor.click('first-section');
    expect(visitor.support()).toMatchObject({ state: 'checking', section: 'android.notification-access' });
  });

  it('keeps the others as less likely, as one message may tell of more than one thing', async () => {
    await support.restart({ understanding: understanding() });
    await visitor.say('alerts are odd');
    await visitor.click('first-section');
    const current = await visitor.case();
    expect(current).toMatchObject({ chosen: 'android.notification-access' });
    expect(current?.sections).toEqual([
      { section: 'android.notification-access', share: 0.75 },
      { section: 'windows.notifications', share: 0.25 },
    ]);
  });

  it.each(['none of these', 'skip'])(
    'takes "%s" for none and begins with what helps most often',
    async (words) => {
      await support.restart({ understanding: understanding() });
      await visitor.say('alerts are odd');
      await visitor.say(words);
      expect(visitor.answer()).toContain('what helps most often');
      expect(visitor.support()).toMatchObject({ state: 'checking', position: 1 });
    },
  );

  it('asks for the phone when the candidates differ in it', async () => {
    await support.restart({ understanding: understanding() });
    await visitor.say('either phone');
    expect(visitor.buttons()).toMatchObject([
      { phone: 'android' },
      { phone: 'iphone' },
      { do: 'talk-to-person' },
    ]);
    await visitor.say('its an iphone');
    expect(visitor.support()).toMatchObject({ state: 'checking', position: 1 });
    expect(visitor.support().check).not.toMatch(/^android\./);
  });

  it.each(['alerts are odd', 'alerts are odd somewhere', 'either phone'])(
    'asks at most one question between two checks after "%s"',
    async (text) => {
      await support.restart({ understanding: understanding() });
      await visitor.say(text);
      let questions = 0;
      for (let turn = 0; turn < 12 && !visitor.isOver(); turn += 1) {
        const isCheck = visitor.buttons().some((action) => action.do === 'answer-check');
        questions = isCheck ? 0 : questions + 1;
        expect(questions).toBeLessThanOrEqual(1);
        const isPhone = visitor.buttons().some((action) => action.do === 'choose-phone');
        await visitor.click(isCheck ? 'already-ok' : isPhone ? 'android' : 'first-section');
      }
    },
  );

  it('are left open when somebody cannot tell which phone it is, and are not asked again', async () => {
    await support.restart({ understanding: understanding() });
    await visitor.say('either phone');
    await visitor.say('skip');
    expect(visitor.support()).toMatchObject({ state: 'checking', position: 1 });
    await visitor.click('already-ok');
    expect(visitor.buttons()).not.toContainEqual(expect.objectContaining({ do: 'choose-phone' }));
  });

  it.each([
    ['nope', 'no'],
    ['dunno', 'i have no idea'],
    ['hm', 'still nothing'],
  ])('tell phones apart after "%s", and go on without after "%s"', async (first, second) => {
    await support.restart({ understanding: understanding() });
    await visitor.say('either phone');
    expect(await visitor.say(first)).toContain('An iPhone has an apple on its back');
    expect(visitor.buttons()).toMatchObject([{ phone: 'android' }, { phone: 'iphone' }, {}]);
    expect(await visitor.say(second)).toContain('we go on without that');
    expect(visitor.support()).toMatchObject({ state: 'checking', position: 1 });
  });

  it('takes a second symptom in place of an answer into the same case', async () => {
    await support.restart({ understanding: understanding() });
    await visitor.say('either phone');
    const asked = visitor.support().case;
    await visitor.say('alerts are odd');
    expect(visitor.support()).toMatchObject({ case: asked, state: 'checking' });
  });
});

describe('answers to a check', () => {
  it.each([
    ['yes it was already on', 'already right'],
    ['it was off, I turned it on', 'fixed'],
    ['skip', 'skipped'],
  ])('reads "%s" as the button does', async (words, record) => {
    await visitor.reachCheck(symptoms.notifications);
    const card = visitor.lastCard();
    await visitor.say(words);
    const [folded] = visitor.folded();
    expect(folded?.id).toBe(card?.id);
    expect(cardToText(folded?.attachments?.[0]?.content)).toContain(record);
  });

  it('brings the other places of a setting before it counts as not found', async () => {
    const { check } = await visitor.reachCheck(symptoms.notifications);
    expect(await visitor.say('cant find it')).toContain('where else it can be');
    expect(visitor.support().check).toBe(check);
    await visitor.click('not-found');
    expect(visitor.support().check).not.toBe(check);
  });

  it('goes back to the check before, under the reason that belongs to it', async () => {
    const first = await visitor.reachCheck(symptoms.calls);
    await visitor.click('already-ok');
    expect(visitor.support().check).not.toBe(first.check);
    await visitor.say('go back');
    expect(visitor.support()).toMatchObject({
      check: first.check,
      section: first.section,
      position: first.position,
    });
  });

  it('goes back over several checks, one at a time', async () => {
    const seen = [(await visitor.reachCheck(symptoms.calls)).check];
    for (let count = 0; count < 2; count += 1) {
      await visitor.click('already-ok');
      seen.push(visitor.support().check);
    }
    await visitor.click('back');
    expect(visitor.support().check).toBe(seen[1]);
    await visitor.click('back');
    expect(visitor.support().check).toBe(seen[0]);
    expect(await visitor.click('back')).toContain('first step');
    expect(visitor.support().check).toBe(seen[0]);
  });

  it('goes back from "does it work" to the check that was fixed', async () => {
    const { check } = await visitor.reachCheck(symptoms.notifications);
    await visitor.click('fixed');
    expect(visitor.support()).toMatchObject({ state: 'confirming', check });
    await visitor.say('go back');
    expect(visitor.support()).toMatchObject({ state: 'checking', check, position: 1 });
  });

  it('puts a skipped check off to the end and does not give up because of it', async () => {
    const { check } = await visitor.reachCheck(symptoms.calls);
    await visitor.say('skip');
    expect(visitor.support().state).toBe('checking');
    const later = await visitor.answerAll();
    expect(later[0]).not.toBe(check);
    expect(later.filter((id) => id === check)).toHaveLength(1);
    expect(later.length).toBeGreaterThan(1);
  });

  it('answers "no" to a check with how to go on, and stays there', async () => {
    const { check } = await visitor.reachCheck(symptoms.notifications);
    expect(await visitor.say('no')).toContain('that may be it');
    expect(visitor.support().check).toBe(check);
  });

  it('goes on with the next check when a fix did not help', async () => {
    const { check } = await visitor.reachCheck(symptoms.calls);
    await visitor.click('fixed');
    await visitor.say('still broken');
    expect(visitor.support()).toMatchObject({ state: 'checking', position: 2 });
    expect(visitor.support().check).not.toBe(check);
  });

  it('asks the same check again for the device that is named in between', async () => {
    const { check } = await visitor.reachCheck(symptoms.withoutPhone, 'android');
    const card = visitor.lastCard();
    await visitor.say('it is a Xiaomi');
    expect(visitor.support().check).toBe(check);
    expect(visitor.folded().map(({ id }) => id)).toEqual([card?.id]);
  });

  it('leaves a check that does not concern the phone that is named in between, for what fits that phone', async () => {
    await visitor.reachCheck(symptoms.withoutPhone, 'android');
    for (let turn = 0; turn < 5 && !visitor.support().check?.startsWith('android.'); turn += 1) {
      await visitor.click('already-ok');
    }
    expect(visitor.support().check).toMatch(/^android\./);
    await visitor.say('it is an iPhone');
    const asked = await visitor.answerAll();
    expect(asked.filter((check) => check?.startsWith('android.'))).toEqual([]);
    expect(asked).toContain('iphone.share-notifications');
  });
});

import { scripted, symptoms } from '../support/content.ts';
import { Support, type Visitor } from '../support/conversation.ts';

let support: Support;
let visitor: Visitor;

beforeEach(async () => {
  support = await Support.open();
  visitor = await support.visitor();
});
afterEach(() => support.close());

describe('the end of a case', () => {
  it('is solved by "it works now!" typed to a check, and asks for a rating', async () => {
    await visitor.reachCheck(symptoms.notifications);
    await visitor.say('it works now!');
    expect(visitor.support().state).toBe('solved');
    expect(visitor.buttons().map((action) => action.do)).toContain('start-over');
    expect(await visitor.case()).toMatchObject({ state: 'solved', outcome: 'fixed' });
  });

  it('is solved by a fix that works, says what it was, and keeps the rating', async () => {
    await visitor.reachCheck(symptoms.notifications);
    await visitor.click('fixed');
    expect(await visitor.click('works')).toContain('What it was:');
    expect(await visitor.click('rate', { score: '5', comment: 'quick' })).toContain('Thank you');
    expect(await visitor.case()).toMatchObject({ state: 'solved', rating: { score: 5, comment: 'quick' } });
  });

  it('takes a typed number for the rating', async () => {
    await visitor.reachCheck(symptoms.notifications);
    await visitor.say('it works now!');
    await visitor.say('4');
    expect(await visitor.case()).toMatchObject({ rating: { score: 4 } });
  });

  it.each(['0', '6', 'five', ''])('refuses the made-up rating "%s" and keeps none', async (score) => {
    await visitor.reachCheck(symptoms.notifications);
    await visitor.say('it works now!');
    expect(await visitor.click('rate', { score })).toContain("couldn't use that button");
    expect(await visitor.case()).not.toHaveProperty('rating');
    await visitor.click('rate', { score: '3' });
    expect(await visitor.case()).toMatchObject({ rating: { score: 3 } });
  });

  it('is rated once: a second click on the rating is stale', async () => {
    await visitor.reachCheck(symptoms.notifications);
    await visitor.say('it works now!');
    const solved = visitor.lastCard();
    await visitor.click('rate', { score: '5' });
    expect(await visitor.clickOn(solved, 'rate', { score: '1' })).toContain('earlier step');
    expect(await visitor.case()).toMatchObject({ rating: { score: 5 } });
  });

  it('opens a new case for a symptom after it, and leaves the solved one as it was', async () => {
    const first = await visitor.reachCheck(symptoms.notifications);
    await visitor.say('it works now!');
    const second = await visitor.reachCheck(symptoms.photos);
    expect(second.case).not.toBe(first.case);
    expect(await support.store.findCase(first.case ?? '')).toMatchObject({
      state: 'solved',
      outcome: 'fixed',
    });
    expect(await visitor.case()).toMatchObject({ state: 'checking', symptoms: [symptoms.photos] });
  });

  describe('with another symptom in the first message', () => {
    const both = 'alerts are gone and also my pictures';
    const notifications = {
      sections: [{ section: 'android.notification-access', share: 0.9 }],
      facets: { phone: 'android', feature: 'notifications' },
    } as const;
    const photos = {
      sections: [{ section: 'android.photos-storage', share: 0.9 }],
      facets: { phone: 'android', feature: 'photos' },
    } as const;
    const calls = {
      sections: [{ section: 'windows.bluetooth-device-access', share: 0.9 }],
      facets: { feature: 'calls' },
    } as const;

    const told = async (later = ['my pictures']) => {
      await support.restart({
        understanding: scripted({
          [both]: { ...notifications, sections: [...notifications.sections], later },
          'my pictures': { ...photos, sections: [...photos.sections] },
          'my calls': { ...calls, sections: [...calls.sections] },
        }),
      });
      await visitor.say(both);
      return visitor.support().case;
    };

    it('is solved, and asks whether the other is gone too', async () => {
      const first = await told();
      expect(visitor.answer()).toContain('my pictures');
      await visitor.say('it works now!');
      expect(visitor.answer()).toContain('You also wrote: "my pictures"');
      expect(visitor.support()).toMatchObject({ state: 'solved', case: first });
      expect(await visitor.case()).toMatchObject({ outcome: 'fixed' });
    });

    it.each(['works', 'yes', 'skip'])('asks for the rating when it is: %s', async (answer) => {
      await told();
      await visitor.say('it works now!');
      await (answer === 'works' ? visitor.click('works') : visitor.say(answer));
      expect(visitor.answer()).toContain("That's solved");
      expect(visitor.support().state).toBe('solved');
      expect(await visitor.click('rate', { score: '5' })).toContain('Thank you');
    });

    it.each(['still-broken', 'no', 'still nothing there'])(
      'goes on with it when it is not: %s',
      async (answer) => {
        const first = await told();
        await visitor.say('it works now!');
        await (answer === 'still-broken' ? visitor.click('still-broken') : visitor.say(answer));
        expect(visitor.answer()).toContain('Now to the other thing');
        expect(visitor.support()).toMatchObject({ state: 'checking', section: 'android.photos-storage' });
        expect(visitor.support().case).not.toBe(first);
        expect(await support.store.findCase(first ?? '')).toMatchObject({ outcome: 'fixed' });
      },
    );

    it('asks of each when there are several, and forgets none', async () => {
      await told(['my pictures', 'my calls']);
      await visitor.say('it works now!');
      await visitor.click('works');
      expect(visitor.answer()).toContain('You also wrote: "my calls"');
      await visitor.click('still-broken');
      expect(visitor.support()).toMatchObject({
        state: 'checking',
        section: 'windows.bluetooth-device-access',
      });
    });

    it('asks of the next after the one it went on with', async () => {
      await told(['my pictures', 'my calls']);
      await visitor.say('it works now!');
      await visitor.click('still-broken');
      expect(visitor.support().section).toBe('android.photos-storage');
      await visitor.say('it works now!');
      expect(visitor.answer()).toContain('You also wrote: "my calls"');
    });

    it('is what is left for who asked for a person in between and comes back', async () => {
      const first = await told();
      await visitor.say('it works now!');
      await visitor.click('talk-to-person');
      expect(visitor.support().state).toBe('waiting-for-person');
      expect(await visitor.case()).toMatchObject({
        symptoms: ['my pictures'],
        facets: { phone: 'android', feature: 'photos' },
      });
      await visitor.say('i want to go on with you');
      expect(visitor.support()).toMatchObject({ state: 'checking', section: 'android.photos-storage' });
      expect(visitor.support().case).not.toBe(first);
      expect(await support.store.findCase(first ?? '')).toMatchObject({ state: 'solved', outcome: 'fixed' });
    });

    it('gives way to a new problem that is told instead', async () => {
      const first = await told();
      await visitor.say('it works now!');
      await visitor.say(symptoms.texts);
      expect(visitor.support()).toMatchObject({ section: 'android.contacts-messages-calls' });
      expect(visitor.support().case).not.toBe(first);
    });

    it('looks for both once a fix has not helped, and still asks about the other at the end', async () => {
      const first = await told();
      await visitor.click('fixed');
      await visitor.click('still-broken');
      expect(visitor.answer()).toContain('I keep both in mind');
      expect(await visitor.case()).toMatchObject({ id: first, symptoms: [both, 'my pictures'] });
      const asked = [visitor.support().check];
      await visitor.click('fixed');
      await visitor.click('still-broken');
      expect(visitor.answer()).not.toContain('I keep both in mind');
      asked.push(visitor.support().check);
      expect(asked).toContain('android.photos-permission');
      await visitor.say('it works now!');
      expect(visitor.answer()).toContain('You also wrote: "my pictures"');
    });
  });

  it('is handed over when the plan is used up, stored as waiting with every answer', async () => {
    await visitor.reachCheck(symptoms.notifications);
    const asked = await visitor.answerAll();
    expect(visitor.support().state).toBe('waiting-for-person');
    expect(visitor.answer()).toContain('A person takes over');
    const stored = await visitor.case();
    expect(stored).toMatchObject({ state: 'waiting-for-person', outcome: 'handed-over' });
    expect(stored?.answers.map(({ check }) => check)).toEqual(asked);
    expect(new Set(asked).size).toBe(asked.length);
    expect(await support.store.listCases({ state: 'waiting-for-person', limit: 10 })).toMatchObject([
      { id: stored?.id, conversationId: visitor.conversationId },
    ]);
    const log = await support.store.readLog({
      conversationId: visitor.conversationId,
      after: 0,
      limit: 1000,
    });
    expect(log.filter(({ direction }) => direction === 'in')).toHaveLength(asked.length + 2);
    expect(JSON.stringify(log)).toContain(symptoms.notifications);
  });

  it('keeps what is written while a person is awaited, and says that it was added', async () => {
    await visitor.reachCheck(symptoms.notifications);
    await visitor.click('talk-to-person');
    const waiting = visitor.support().case ?? '';
    expect(await visitor.say('it also happens on my other computer')).toContain(waiting);
    expect(visitor.support()).toMatchObject({ case: waiting, state: 'waiting-for-person' });
    expect(await visitor.say('talk to a person')).toContain('waiting for a person already');
  });

  it('leaves the number of the waiting case on screen when something new begins', async () => {
    await visitor.reachCheck(symptoms.notifications);
    await visitor.click('talk-to-person');
    const waiting = visitor.support().case ?? '';
    await visitor.click('start-over');
    expect(JSON.stringify(visitor.screen())).toContain(`"value":"${waiting}"`);
    await visitor.reachCheck(symptoms.photos);
    expect(visitor.support().case).not.toBe(waiting);
    expect(await support.store.findCase(waiting)).toMatchObject({ state: 'waiting-for-person' });
  });
});

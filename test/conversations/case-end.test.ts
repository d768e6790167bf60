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

  it('goes on with a second symptom of the first message by itself', async () => {
    await support.restart({
      understanding: scripted({
        'alerts are gone and also my pictures': {
          sections: [{ section: 'android.notification-access', share: 0.9 }],
          facets: { phone: 'android', feature: 'notifications' },
          later: ['my pictures'],
        },
        'my pictures': {
          sections: [{ section: 'android.photos-storage', share: 0.9 }],
          facets: { phone: 'android', feature: 'photos' },
        },
      }),
    });
    await visitor.say('alerts are gone and also my pictures');
    expect(visitor.answer()).toContain('my pictures');
    const first = visitor.support().case;
    await visitor.say('it works now!');
    expect(visitor.answer()).toContain('Now to the other thing');
    expect(visitor.support()).toMatchObject({ state: 'checking' });
    expect(visitor.support().case).not.toBe(first);
    expect(await support.store.findCase(first ?? '')).toMatchObject({ outcome: 'fixed' });
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

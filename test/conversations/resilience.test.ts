import type { Activity } from '../../src/conversation/activity.ts';
import type { TurnHandler } from '../../src/conversation/turn.ts';
import { realContent, scripted, symptoms, withGuide, withoutChecks } from '../support/content.ts';
import { submitsOf, Support, type Button, type Visitor } from '../support/conversation.ts';

let support: Support;
let visitor: Visitor;

beforeEach(async () => {
  support = await Support.open();
  visitor = await support.visitor();
});
afterEach(() => support.close());

describe('a restart of the process', () => {
  it('in the middle of a check is not noticed: the next click continues it', async () => {
    const before = await visitor.reachCheck(symptoms.notifications);
    await support.restart();
    await visitor.click('already-ok');
    expect(visitor.support()).toMatchObject({ case: before.case, state: 'checking', position: 2 });
    expect(await visitor.case()).toMatchObject({ answers: [{ check: before.check, answer: 'already-ok' }] });
  });

  it('between any two messages leaves the conversation as it would have been', async () => {
    const talk: [string, Button | undefined][] = [
      [symptoms.notifications, undefined],
      ['', 'not-found'],
      ['', 'not-found'],
      ['go back', undefined],
      ['', 'fixed'],
      ['', 'still-broken'],
      [symptoms.photos, undefined],
      ['', 'part'],
      ['skip', undefined],
      ['it works now!', undefined],
      ['5', undefined],
    ];
    const other = await support.visitor();
    const play = async (who: Visitor, restart: boolean) => {
      const states: object[] = [];
      for (const [words, button] of talk) {
        await (button ? who.click(button) : who.say(words));
        if (restart) await support.restart();
        states.push({ ...who.support(), case: undefined });
      }
      return states;
    };
    expect(await play(other, true)).toEqual(await play(visitor, false));
    expect(other.support().state).toBe('solved');
  });
});

describe('a guide that changes under a running case', () => {
  it('without the check that was asked: says so, folds its card, and goes on with another check', async () => {
    const before = await visitor.reachCheck(symptoms.notifications);
    const card = visitor.lastCard();
    await support.restart({ content: withoutChecks(realContent(), [before.check ?? '']) });
    expect(await visitor.click('already-ok')).toContain('The guide has changed');
    expect(visitor.support()).toMatchObject({ case: before.case, state: 'checking' });
    expect(visitor.support().check).not.toBe(before.check);
    expect(visitor.folded().map(({ id }) => id)).toEqual([card?.id]);
    await visitor.click('already-ok');
    expect(visitor.answer()).not.toContain('The guide has changed');
  });

  it('without the check that was just fixed: says so and goes on', async () => {
    const before = await visitor.reachCheck(symptoms.notifications);
    await visitor.click('fixed');
    await support.restart({ content: withoutChecks(realContent(), [before.check ?? '']) });
    expect(await visitor.say('still broken')).toContain('The guide has changed');
    expect(visitor.support().state).toBe('checking');
  });

  it('without the check that was asked: still grants the wish for a person', async () => {
    const before = await visitor.reachCheck(symptoms.notifications);
    await support.restart({ content: withoutChecks(realContent(), [before.check ?? '']) });
    await visitor.say('talk to a person');
    expect(visitor.support()).toMatchObject({ case: before.case, state: 'waiting-for-person' });
  });

  it('without another check: goes on with the one that was asked and says nothing', async () => {
    const before = await visitor.reachCheck(symptoms.notifications);
    await support.restart({ content: withoutChecks(realContent(), ['windows.repair-app']) });
    expect(await visitor.click('already-ok')).not.toContain('The guide has changed');
    expect(visitor.support()).toMatchObject({ case: before.case, position: 2 });
  });

  it('without an answered check: still shows where we are and hands over', async () => {
    const before = await visitor.reachCheck(symptoms.notifications);
    await visitor.click('already-ok');
    await support.restart({ content: withoutChecks(realContent(), [before.check ?? '']) });
    expect(await visitor.say('where am i')).toContain('Where we are');
    await visitor.say('talk to a person');
    expect(await visitor.case()).toMatchObject({
      state: 'waiting-for-person',
      answers: [{ check: before.check }],
    });
  });

  it('without a section that was offered: says so and begins with a check', async () => {
    const text = 'alerts are odd';
    const understanding = scripted({
      [text]: {
        sections: [
          { section: 'android.notification-access', share: 0.4 },
          { section: 'windows.notifications', share: 0.35 },
        ],
        sure: false,
        facets: { phone: 'android', feature: 'notifications' },
      },
    });
    await support.restart({ understanding });
    await visitor.say(text);
    const content = withGuide(realContent(), ({ sections }) => ({
      sections: sections.filter(({ id }) => id !== 'windows.notifications'),
    }));
    await support.restart({ content, understanding });
    await visitor.click('first-section');
    expect(visitor.answer()).toContain('The guide has changed');
    expect(visitor.support()).toMatchObject({ state: 'checking', position: 1 });
  });

  it('with every check gone: hands the case over', async () => {
    await visitor.reachCheck(symptoms.notifications);
    const all = realContent().guide.checks.map(({ id }) => id);
    await support.restart({ content: withoutChecks(realContent(), all) });
    await visitor.click('already-ok');
    expect(visitor.support().state).toBe('waiting-for-person');
  });
});

describe('odd input', () => {
  const odd: Record<string, string> = {
    HTML: '<script>alert(1)</script><img src=x onerror=alert(1)><b>bold</b>',
    markdown: '# head [link](javascript:alert(1)) ![img](http://x/y.png) **bold** `code` | a | b |',
    '10,000 characters': 'my phone is odd and '.repeat(500),
    '10,000 characters without a space': 'a'.repeat(10_000),
    'emoji only': '😭😭📱💔',
    'one sign': '?',
    'right-to-left text': 'הטלפון שלי לא מתחבר למחשב ‏והתראות לא מגיעות',
    'a template expression': '${question} {case} {0} %s',
    'control characters': 'my\u0000 phone\u0007 \u202Eis odd',
    'half a surrogate pair': 'phone \uD83D broken',
    'names of object properties': '__proto__ constructor hasOwnProperty toString',
  };

  it.each(Object.keys(odd))(
    '%s as the first message gets a sentence, and the next message works',
    async (name) => {
      expect(await visitor.say(odd[name] ?? '')).not.toBe('');
      expect(support.failures).toEqual([]);
      await visitor.say('start over');
      await visitor.reachCheck(symptoms.notifications);
      expect(visitor.support().state).toBe('checking');
    },
  );

  it.each(Object.keys(odd))(
    '%s at a check gets a sentence, and the check can still be answered',
    async (name) => {
      await visitor.reachCheck(symptoms.notifications);
      expect(await visitor.say(odd[name] ?? '')).not.toBe('');
      expect(support.failures).toEqual([]);
      if (visitor.support().position === undefined) await visitor.click('part');
      await visitor.click('already-ok');
      expect(visitor.support().state).toMatch(/checking|waiting-for-person/);
    },
  );

  it.each(Object.keys(odd))('%s is never said back as markup', async (name) => {
    await support.restart({ understanding: scripted({ [odd[name] ?? '']: { sections: [] } }) });
    await visitor.say(odd[name] ?? '');
    await visitor.say('talk to a person');
    await visitor.say('where am i');
    const said = visitor.sent.map((activity) => JSON.stringify([activity.text, activity.attachments]));
    for (const text of said)
      expect(text).not.toMatch(/[^\\]<(script|img|b>)|[^\\]\]\(javascript|[^\\]!\[|[^\\]\*\*bold/);
  });
});

describe('a turn that fails', () => {
  const failWhen =
    (text: string) =>
    (bot: TurnHandler): TurnHandler =>
    async (turn) => {
      await bot(turn);
      if (turn.activity.text === text) throw new Error('secret internal detail');
    };

  it('tells a reference that the log has too, and no internal message', async () => {
    await support.restart({ handle: failWhen('break') });
    await visitor.reachCheck(symptoms.notifications);
    const answer = await visitor.say('break');
    const [, reference] = /reference ([0-9a-f]{8})/.exec(answer) ?? [];
    expect(support.failures).toMatchObject([{ reference, conversation: visitor.conversationId }]);
    expect(answer).not.toContain('secret internal detail');
    expect(visitor.messages()).toHaveLength(1);
    expect(JSON.stringify(visitor.messages()[0])).toContain('talk-to-person');
  });

  it('loses nothing: the check is where it was and its card can be answered', async () => {
    await support.restart({ handle: failWhen('skip') });
    const before = await visitor.reachCheck(symptoms.notifications);
    const memory = await visitor.memory();
    await visitor.say('skip');
    expect(await visitor.memory()).toBe(memory);
    expect(visitor.support()).toMatchObject({ case: before.case, state: 'checking', check: before.check });
    await visitor.click('already-ok');
    expect(await visitor.case()).toMatchObject({ answers: [{ check: before.check, answer: 'already-ok' }] });
  });

  it('at the very first message leaves a chat that works', async () => {
    await support.restart({ handle: failWhen('break') });
    await visitor.say('break');
    expect(visitor.support()).toEqual({ case: null, state: 'understanding' });
    await visitor.reachCheck(symptoms.notifications);
    expect(visitor.support().state).toBe('checking');
  });
});

describe('what the bot sends', () => {
  /** A long conversation that meets every kind of card. */
  async function talkThroughEverything(): Promise<void> {
    await visitor.say(symptoms.withoutPhone);
    if (visitor.support().position === undefined) await visitor.click('android');
    for (const words of [
      'help',
      'cant find it',
      'cant find it',
      'repeat',
      symptoms.photos,
      'part of this one',
    ]) {
      await visitor.say(words);
    }
    await visitor.click('fixed');
    await visitor.say('where am i');
    await visitor.click('works');
    // The photos, which were taken as a part.
    await visitor.click('works');
    await visitor.click('rate', { score: '5' });
    await visitor.reachCheck(symptoms.texts);
    await visitor.send({ type: 'message', value: { do: 'made-up' } });
    await visitor.say('talk to a person');
    await visitor.say('thanks');
    await visitor.say('start over');
  }

  it('carries the public state on every message', async () => {
    await support.restart({
      handle: (bot) => async (turn) => {
        if (turn.activity.text === 'break') throw new Error('broken');
        await bot(turn);
      },
    });
    await talkThroughEverything();
    await visitor.say('break');
    const states = 'understanding|checking|confirming|solved|waiting-for-person|with-person|closed';
    for (const activity of visitor.sent) {
      expect(activity.channelData?.['support']).toMatchObject({
        state: expect.stringMatching(`^(${states})$`) as string,
      });
    }
    expect(new Set(visitor.sent.map((activity) => activity.type))).toEqual(new Set(['message', 'event']));
  });

  it('has plain text for every card', async () => {
    await talkThroughEverything();
    for (const activity of visitor.sent.filter(({ attachments }) => attachments)) {
      expect(activity['summary']).toEqual(expect.stringMatching(/\w/));
    }
  });

  it('leaves one card at a time that can be answered: the others were folded under their own id', async () => {
    await talkThroughEverything();
    const asks = /"do":"(answer-check|choose-phone|choose-section|confirm-fixed|new-symptom|rate)"/;
    const isQuestion = (activity: Activity) => asks.test(JSON.stringify(submitsOf(activity)));
    const asked = visitor.sent.filter(isQuestion).map(({ id }) => id);
    expect(asked.length).toBeGreaterThan(8);
    expect(new Set(asked).size).toBe(asked.length);
    expect(visitor.screen().filter(isQuestion)).toEqual([]);
    for (const id of asked) expect(visitor.sent.filter((activity) => activity.id === id)).toHaveLength(2);
  });

  it('answers the message it replies to', async () => {
    await visitor.reachCheck(symptoms.notifications);
    const [asked] = visitor.screen().filter((activity) => activity.text === symptoms.notifications);
    expect(visitor.sent.some((activity) => activity.replyToId === asked?.id)).toBe(true);
  });
});

describe('many at once', () => {
  it('100 conversations do not mix', async () => {
    const visitors = await Promise.all(Array.from({ length: 100 }, () => support.visitor()));
    const telling = [symptoms.notifications, symptoms.texts, symptoms.photos];
    await Promise.all(visitors.map((one, index) => one.reachCheck(telling[index % 3] ?? '')));
    await Promise.all(
      visitors.map((one, index) => one.click(index % 2 === 0 ? 'already-ok' : 'talk-to-person')),
    );
    const cases = await Promise.all(visitors.map((one) => one.case()));
    expect(new Set(visitors.map((one) => one.support().case)).size).toBe(100);
    visitors.forEach((one, index) => {
      const expected = index % 2 === 0 ? /checking|waiting/ : /^waiting-for-person$/;
      expect(one.support().state).toMatch(expected);
      expect(cases[index]).toMatchObject({
        conversationId: one.conversationId,
        symptoms: [telling[index % 3]],
        answers: index % 2 === 0 ? [{ answer: 'already-ok' }] : [],
      });
    });
  });

  it('20 messages of one visitor are answered in their order', async () => {
    const { check } = await visitor.reachCheck(symptoms.notifications);
    const before = visitor.sent.length;
    await Promise.all(Array.from({ length: 20 }, () => visitor.say('repeat')));
    expect(visitor.support().check).toBe(check);
    const cards = visitor.sent.slice(before).filter((activity) => submitsOf(activity).length > 0);
    expect(new Set(cards.map(({ id }) => id)).size).toBe(20);
    expect(cards.map(({ replyToId }) => replyToId)).toEqual(
      visitor
        .screen()
        .filter(({ text }) => text === 'repeat')
        .map(({ id }) => id),
    );
  });
});

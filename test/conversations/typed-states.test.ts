import { scripted, symptoms } from '../support/content.ts';
import { Support, type Visitor } from '../support/conversation.ts';

let support: Support;
let visitor: Visitor;

beforeEach(async () => {
  support = await Support.open();
  visitor = await support.visitor();
});
afterEach(() => support.close());

describe('what is typed at a check', () => {
  it('is not taken for right when the state is denied', async () => {
    await visitor.reachCheck(symptoms.calls);
    const { check } = visitor.support();
    expect(await visitor.say("it isn't allowed")).toContain('Then that may be it');
    expect(visitor.support()).toMatchObject({ state: 'checking', check });
    expect(await visitor.say('it wasnt allowed, allowed it')).toContain('Try it now');
  });

  it('means the opposite where the setting is right when it is off', async () => {
    await support.restart({
      understanding: scripted({
        'no pop ups': {
          sections: [{ section: 'windows.notifications', share: 0.9 }],
          facets: { phone: 'android', feature: 'notifications' },
          pointedAt: ['windows.do-not-disturb'],
        },
      }),
    });
    await visitor.say('no pop ups');
    expect(visitor.support().check).toBe('windows.do-not-disturb');
    expect(await visitor.say("yes it's on")).toContain('Then that may be it');
    expect(visitor.support().check).toBe('windows.do-not-disturb');
    await visitor.say('it isnt on');
    expect(await visitor.case()).toMatchObject({
      answers: [{ check: 'windows.do-not-disturb', answer: 'already-ok' }],
    });
    await visitor.say('back');
    await visitor.say('it was on, off now');
    expect(await visitor.case()).toMatchObject({
      answers: [{ check: 'windows.do-not-disturb', answer: 'fixed' }],
    });
  });

  it('is answered with the reason when it asks why, and the card stays', async () => {
    const before = await visitor.reachCheck(symptoms.notifications);
    expect(await visitor.say('why')).toContain('The card above is still open');
    expect(visitor.support()).toEqual(before);
    expect(await visitor.click('already-ok')).not.toContain('earlier step');
  });

  it('is answered with how many checks are left when it asks how long it takes', async () => {
    await visitor.reachCheck(symptoms.notifications);
    expect(await visitor.say('how long will this take')).toMatch(/About \d+ checks are left/);
  });
});

test.each(['ok works, but my texts are not there', 'yes, photos still missing though'])(
  'what works and what does not are told apart in one breath: "%s"',
  async (words) => {
    const first = await visitor.reachCheck(symptoms.calls);
    await visitor.click('fixed');
    await visitor.say(words);
    expect(visitor.answer()).toContain('Now to the other thing');
    expect(visitor.support().case).not.toBe(first.case);
    expect(await support.store.findCase(first.case ?? '')).toMatchObject({ outcome: 'fixed' });
  },
);

test.each(['ok', 'yes done', 'hope it works'])('"%s" is no result of a fix', async (words) => {
  await visitor.reachCheck(symptoms.texts);
  await visitor.click('fixed');
  expect(await visitor.say(words)).toContain('Now try it once');
  expect(visitor.support().state).toBe('confirming');
});

test('what was done is not yet what works', async () => {
  const first = await visitor.reachCheck(symptoms.texts);
  await visitor.say('it was off, turned it on');
  expect(await visitor.say('yes I turned it on')).toContain('Now try it once');
  expect(visitor.support()).toMatchObject({ state: 'confirming', case: first.case });
  await visitor.say('oh yes now it works');
  expect(visitor.support().state).toBe('solved');
});

describe('a correction', () => {
  it.each(['no not texts, calls', 'sorry I meant calls', 'calls, not messages'])(
    'begins again with what is meant, and keeps the devices: "%s"',
    async (words) => {
      const first = await visitor.reachCheck(symptoms.texts);
      await visitor.say(words);
      expect(visitor.support().case).not.toBe(first.case);
      expect(await visitor.case()).toMatchObject({
        facets: { feature: 'calls', phone: 'android', maker: 'samsung', windows: 11 },
      });
      expect(await support.store.findCase(first.case ?? '')).toMatchObject({ outcome: 'abandoned' });
    },
  );

  it('is none when it names what we are on, or nothing', async () => {
    const first = await visitor.reachCheck(symptoms.texts);
    for (const words of ['I mean the texts', 'I meant what I said', 'not now, later'])
      await visitor.say(words);
    expect(visitor.support().case).toBe(first.case);
  });
});

test('who says no to a check twice is not told to switch it a third time', async () => {
  await visitor.reachCheck(symptoms.notifications);
  const { check } = visitor.support();

  expect(await visitor.say('nope')).toContain('Then that may be it');
  expect(visitor.support()).toMatchObject({ state: 'checking', check });
  expect(await visitor.say('nope')).not.toContain('Then that may be it');

  expect(visitor.support().check).not.toBe(check);
  expect((await visitor.case())?.answers).toMatchObject([{ check, answer: 'not-found' }]);
});

describe('who waits for a person', () => {
  const wait = async () => {
    await visitor.reachCheck(symptoms.notifications);
    await visitor.say('talk to a person');
    expect(visitor.support().state).toBe('waiting-for-person');
  };

  it('has nothing to add with words that say so', async () => {
    await wait();
    expect(await visitor.say('nothing to add')).not.toContain('Added to your case');
  });

  it('is told of the line when asking how long it takes', async () => {
    await wait();
    expect(await visitor.say('how long do i wait')).toContain('next in line');
    expect(visitor.support().state).toBe('waiting-for-person');
  });

  it('goes on with the bot by saying so, and by no mere "back"', async () => {
    await wait();
    await visitor.say('back');
    expect(visitor.support().state).toBe('waiting-for-person');
    await visitor.say('i want to go on with you');
    expect(visitor.support()).toMatchObject({ state: 'checking', position: 1 });
  });
});

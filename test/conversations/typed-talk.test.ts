import type { PhraseKey } from '../../src/presentation/phrase-keys.ts';
import { realContent, symptoms } from '../support/content.ts';
import { Support, type Visitor } from '../support/conversation.ts';

let support: Support;
let visitor: Visitor;

beforeEach(async () => {
  support = await Support.open();
  visitor = await support.visitor();
});
afterEach(() => support.close());

/** Goes on until this check is asked. */
async function reach(check: string, symptom: string): Promise<void> {
  await visitor.reachCheck(symptom, 'iphone');
  for (let turn = 0; turn < 8 && visitor.support().check !== check; turn += 1)
    await visitor.say('already on');
  expect(visitor.support().check).toBe(check);
}

describe('a check that asks whether something explains the trouble', () => {
  const limits = 'iphone.messaging-limits';
  const groups = 'The group chats of my iPhone are missing in Phone Link';

  it.each(['yes', 'that explains it', 'yes exactly'])('is what it was after "%s"', async (words) => {
    await reach(limits, groups);
    await visitor.say(words);
    expect(await visitor.case()).toMatchObject({ outcome: 'explained' });
  });

  it.each(['no', "no that's not it", 'still not'])('is not the reason after "%s"', async (words) => {
    await reach(limits, groups);
    await visitor.say(words);
    expect(visitor.support().check).not.toBe(limits);
    expect(await visitor.case()).toMatchObject({ answers: [{ check: limits, answer: 'already-ok' }] });
  });

  it('is tried out when something was done about it', async () => {
    await reach(limits, groups);
    await visitor.say('i fixed it');
    expect(visitor.support().state).toBe('confirming');
  });
});

describe('the words on a button, typed', () => {
  const known = { verify: symptoms.notifications, do: 'Phone Link on my PC stays blank, I have a Samsung' };

  it.each<[keyof typeof known, PhraseKey, string]>([
    ['verify', 'label.fixed', 'fixed'],
    ['verify', 'label.already', 'already-ok'],
    ['do', 'label.done', 'fixed'],
    ['do', 'label.done-before', 'already-ok'],
    ['do', 'label.cannot-do', 'not-found'],
    ['do', 'label.skip', 'skip'],
  ])('mean the same at a check to %s: %s', async (kind, label, answer) => {
    const { guide } = realContent();
    const { check = '' } = await visitor.reachCheck(known[kind]);
    expect(guide.check(check)?.kind).toBe(kind);
    await visitor.say(guide.phrases[label] ?? '');
    expect(await visitor.case()).toMatchObject({ answers: [{ check, answer }] });
  });
});

describe('several things in one message', () => {
  it('a device beside an answer is noted, and the answer counts', async () => {
    const before = await visitor.reachCheck('My Samsung does not send its notifications to my PC');
    await visitor.say('already on, and its windows 10');
    expect(await visitor.case()).toMatchObject({
      facets: { windows: 10 },
      answers: [{ check: before.check, answer: 'already-ok' }],
    });
  });

  it('another phone than thought is noted before anything else', async () => {
    await visitor.reachCheck(symptoms.notifications);
    await visitor.say('i have changed phones, now its an iphone');
    expect(await visitor.case()).toMatchObject({ facets: { phone: 'iphone' }, answers: [] });
    expect((await visitor.case())?.facets).not.toHaveProperty('maker');
  });

  it('a second symptom after "it works now, but" is the next case', async () => {
    const first = await visitor.reachCheck(symptoms.photos);
    await visitor.say('it works now but my texts are missing');
    expect(visitor.support()).toMatchObject({
      state: 'checking',
      section: 'android.contacts-messages-calls',
    });
    expect(await support.store.findCase(first.case ?? '')).toMatchObject({ outcome: 'fixed' });
  });

  it('the same trouble after "it works now, but" is not solved', async () => {
    const first = await visitor.reachCheck(symptoms.photos);
    await visitor.say('it works now but my photos are still missing');
    expect(visitor.support()).toMatchObject({ case: first.case, state: 'checking', position: 2 });
  });
});

describe('a device that was told before', () => {
  it('is not said to change anything', async () => {
    await visitor.reachCheck(symptoms.notifications);
    expect(await visitor.say('a samsung')).toContain('that is what I went by');
  });
});

describe('a case that was solved too soon', () => {
  it.each(['still not working', 'no it stopped again'])('goes on after "%s"', async (words) => {
    const { case: id } = await visitor.reachCheck(symptoms.notifications);
    await visitor.say('it was off, i turned it on');
    await visitor.say('it works now!');
    expect(await visitor.say(words)).toContain("it isn't solved yet");
    expect(visitor.support()).toMatchObject({ case: id, state: 'checking', position: 2 });
    expect(await visitor.case()).not.toHaveProperty('outcome');
  });
});

describe('who does not get on', () => {
  it('never reads the same sentence twice in a row, and is offered a person', async () => {
    await visitor.reachCheck(symptoms.notifications);
    const sentences: string[] = [];
    for (const words of ['hm', 'hm', 'ugh', 'you are stupid', 'you are stupid', 'hm', 'hm'])
      sentences.push((await visitor.say(words)).split('\n')[0] ?? '');
    for (const [index, sentence] of sentences.entries()) expect(sentence).not.toBe(sentences[index - 1]);
    expect(sentences.slice(1).join()).toContain('Talk to a person');
  });

  it.each(['no hablo ingles', 'Я не понимаю по-английски'])(
    'is told so when the language is not ours, and nothing counts as answered: "%s"',
    async (words) => {
      const before = await visitor.reachCheck(symptoms.notifications);
      expect(await visitor.say(words)).toContain('I only read English');
      expect(visitor.support()).toEqual(before);
    },
  );

  it('may leave, and is not shown the card again', async () => {
    await visitor.reachCheck(symptoms.notifications);
    const card = visitor.lastCard()?.id;
    expect(await visitor.say('bye')).toContain('answer above');
    expect(visitor.lastCard()?.id).toBe(card);
  });
});

describe('a device that is named before there is a problem', () => {
  it('is noted, and not asked for again', async () => {
    expect(await visitor.say('i have a galaxy s23')).toContain('what is going wrong');
    await visitor.say('notifications');
    expect(visitor.support().state).toBe('checking');
    expect(await visitor.case()).toMatchObject({ facets: { phone: 'android', maker: 'samsung' } });
  });

  it('gives way to what is told later', async () => {
    await visitor.say('android');
    await visitor.say('sorry, iphone 15');
    await visitor.say('notifications from my iphone are missing');
    expect(await visitor.case()).toMatchObject({ facets: { phone: 'iphone' } });
  });

  it('is known for the next problem too, and what the last was about is not', async () => {
    const first = await visitor.reachCheck('since the update no notifications from my samsung arrive');
    await visitor.click('fixed');
    await visitor.click('works');
    await visitor.say('calls');
    const second = await visitor.case();
    expect(second?.id).not.toBe(first.case);
    expect(second?.facets).toEqual({ phone: 'android', maker: 'samsung', feature: 'calls' });
  });
});

describe('somebody who needs a moment', () => {
  it.each(['hang on', 'brb', 'let me look', "ok i'll try"])(
    'is given it after "%s", without a card',
    async (words) => {
      const { check } = await visitor.reachCheck(symptoms.notifications);
      const card = visitor.lastCard();
      expect(await visitor.say(words)).toContain('Take your time');
      expect(visitor.lastCard()).toBe(card);
      expect(visitor.support()).toMatchObject({ state: 'checking', check });
      expect(await visitor.case()).toMatchObject({ answers: [] });
    },
  );

  it('is not counted as misunderstood', async () => {
    await visitor.reachCheck(symptoms.notifications);
    for (const words of ['hang on', 'one moment', 'wait']) await visitor.say(words);
    expect(await visitor.say('the curtains are blue')).not.toContain('misunderstanding');
  });
});

describe('a case is not taken for solved at a check', () => {
  it.each([
    'actually forget that, my calls are more important',
    'it stopped working again',
    'yes it works now but only sometimes',
    'it froze',
  ])('after "%s"', async (words) => {
    await visitor.reachCheck(symptoms.notifications);
    await visitor.say(words);
    expect((await visitor.case())?.outcome).toBeUndefined();
    expect(visitor.support().state).not.toBe('solved');
  });

  it('but is after "it works now, thanks"', async () => {
    await visitor.reachCheck(symptoms.notifications);
    await visitor.say('it works now, thanks');
    expect(await visitor.case()).toMatchObject({ outcome: 'fixed' });
  });
});

describe('what is in the list but not connected', () => {
  it.each(['its in the list but says not connected', 'there are two of them'])(
    'is not right yet: "%s"',
    async (words) => {
      const { check } = await visitor.reachCheck(symptoms.notifications);
      expect(await visitor.say(words)).toContain('that may be it');
      expect(visitor.support()).toMatchObject({ state: 'checking', check });
      expect(await visitor.case()).toMatchObject({ answers: [] });
    },
  );
});
